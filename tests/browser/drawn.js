export const marks = () =>
  Object.fromEntries(
    document.getElementById("stage").drawing.marks.map(({ id, x, y }) => [id, [x, y]]),
  );

export const shown = () =>
  document
    .getElementById("stage")
    .drawing.nodes.get({ filter: (row) => !row.hidden })
    .map((row) => [row.id, row]);

export const lines = () =>
  document
    .getElementById("stage")
    .drawing.lines.map(({ tie, way, width, dashes, colour }) => [
      tie.key,
      { back: tie.back, forth: tie.forth, way, width, dashes, colour },
    ]);

export const onPage = (at) => {
  const stage = document.getElementById("stage");
  const { network } = stage.drawing;
  const { x, y } = network.canvasToDOM(
    typeof at === "string" ? network.getPosition(at) : { x: at[0], y: at[1] },
  );
  const { left, top } = stage.getBoundingClientRect();
  return [x + left, y + top];
};
