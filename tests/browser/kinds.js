export const clicked = async (m, [rows, clicks]) => {
  const { onlyKind, toggleKind } = await import("/state/state.js");
  let state = { hiddenTypes: [] };
  return clicks.map(([only, id]) => {
    state = (only ? onlyKind : toggleKind)(state, id, rows);
    const said = m.saidKinds(rows, state.hiddenTypes);
    const shown = m.admittedKinds(rows, said.only, said.not);
    return { hidden: state.hiddenTypes, ...said, shown: shown && [...shown].sort() };
  });
};
