export const measured = async (m, [data, told, name]) => {
  const { decode, link } = await import("/model/link.js");
  const { openingState } = await import("/state/state.js");
  const { makeWork } = await import("/state/derive.js");
  const model = link(await decode(data));
  const work = makeWork(model);
  const view = work({ ...openingState(), ...told, size: name });
  const whole = view.measured.get(name);
  if (whole.why) return whole.why;
  const steps = m.rangesOf(whole, view, (key) => work.without(view.state, key));
  let step = steps.next();
  while (!step.done) step = steps.next();
  const range = step.value;
  return Object.fromEntries(
    model.entities
      .filter(({ i }) => whole.ranks[i])
      .map(({ i, id }) => [
        id,
        [whole.values[i], whole.ranks[i], range?.highest[i], range?.lowest[i], range?.movedBy[i]],
      ]),
  );
};
