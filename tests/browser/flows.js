export const laidOut = async (m, [text, width]) => {
  const { decode, link } = await import("/model/link.js");
  const model = link(await decode(text));
  const chosen = m.chooseFlows(m.flowsOf(model.claims), model.claims);
  const { bands, nodes, height, room } = m.layOutFlows(chosen, {
    width,
    measure: (words) => words.length * 6,
  });
  return {
    bands: bands.map(({ claim, low, high, points }) => ({ id: claim.id, low, high, points })),
    nodes: nodes.map(({ entity, ...node }) => ({ id: entity.id, ...node })),
    height,
    room,
  };
};
