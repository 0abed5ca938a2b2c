export const lostOnTheWay = async (link, changes) => {
  const { openingState } = await import("/state/state.js");
  const rows = (...ids) => ids.map((id) => ({ id, broader: [] }));
  const model = {
    families: rows("money", "command"),
    relations: rows("funded", "led"),
    groups: rows("means", "order"),
    types: rows("person", "party"),
    marks: rows("bloc:Services"),
    schemes: ["bloc"],
    elsewhere: [],
    keys: ["source:a", "origin:kgb"],
    entities: rows("x", "y"),
    claims: rows("c1"),
    sources: [{ id: "a", author: ["x"] }],
  };
  const opening = openingState();
  return changes.filter((change) => {
    const state = { ...opening, ...change };
    const text = link.write(state, opening, model);
    const { state: back, ignored } = link.read(text, opening, model);
    return ignored.length || JSON.stringify(state) !== JSON.stringify(back);
  });
};
