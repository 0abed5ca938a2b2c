export const made = async (_, data) => {
  const { decode, link } = await import("/model/link.js");
  const { parseArrangement, writeArrangement } = await import("/state/arrangementfile.js");
  const { openingState } = await import("/state/state.js");
  const { makeWork } = await import("/state/derive.js");
  const model = link(await decode(data));
  const keys = (it) => Object.keys(it).sort();
  // Before anything is worked out: what is linked is not to be written on afterwards.
  const told = {
    Claim: keys(model.claims[0]),
    Citation: keys(model.citations[0]),
    Source: keys(model.sources[0]),
    Entity: keys(model.entities[0]),
    State: keys(openingState()),
    Arrangement: keys(parseArrangement(writeArrangement(openingState(), model.index), model)),
  };
  return { ...told, View: keys(makeWork(model)(openingState())) };
};
