export const inks = async (m) => {
  const { LAST_DAY, dayNumber, years } = await import("/base/dates.js");
  const since = (...days) => ({ days });
  const year = (it) => years(it, it);
  const open = since(dayNumber(1950), dayNumber(1950), dayNumber(1952), LAST_DAY);
  const shut = since(dayNumber(1950), dayNumber(1952), dayNumber(1953), dayNumber(1990));
  return [
    [open, 1951],
    [open, 1955],
    [open, 1980],
    [shut, 1980],
  ].map(([claim, it]) => m.inkInTime(claim, year(it)));
};
