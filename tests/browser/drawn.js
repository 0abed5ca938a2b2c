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

// Nothing moves, has another size than its place, or is still to be painted as it will stay.
export const atRest = () => {
  const { network, sheets, size, stage } = document.getElementById("stage").drawing;
  if (!document.body.dataset.weighed) return false;
  if (!stage.clientWidth) return true;
  return (
    size.width === stage.clientWidth &&
    size.height === stage.clientHeight &&
    !network.renderer.renderingActive &&
    sheets.labels?.scale === network.getScale()
  );
};

// To vis-network a click that takes longer than 250 ms, as on a busy machine, is none.
export const takeSlowClicks = () => {
  const { hammer } = document.getElementById("stage").drawing.network.canvas;
  for (const name of ["tap", "press"]) hammer.get(name).set({ time: 60000 });
};
