export const out = () => {
  const { drawing } = document.getElementById("stage");
  const { clientWidth, clientHeight } = drawing.stage;
  const { names, placed } = drawing.sheets.labels;
  return [...names, ...placed]
    .map(({ text, x, y }) => [text, drawing.network.canvasToDOM({ x, y })])
    .filter(([, { x, y }]) => x < 0 || y < 6 || x > clientWidth || y > clientHeight - 6)
    .map(([text]) => text);
};
