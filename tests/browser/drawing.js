export const comeNear = (ids) => {
  const { drawing } = document.getElementById("stage");
  const [a, b] = ids.map((id) => drawing.entities.find((entity) => entity.id === id));
  drawing.network.moveTo({
    scale: 260 / Math.abs(a.x - b.x),
    position: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
  });
};

export const ends = (ids) => {
  const { drawing } = document.getElementById("stage");
  const { top } = document.getElementById("stage").getBoundingClientRect();
  return ids.map((id) => {
    const { x, y } = drawing.entities.find((entity) => entity.id === id);
    const at = drawing.network.canvasToDOM({ x, y });
    return [at.x, at.y + top];
  });
};

export const labelBoxes = () => {
  const { drawing } = document.getElementById("stage");
  const context = document.querySelector("#stage canvas").getContext("2d");
  const { scale, placed } = drawing.sheets.labels;
  return placed.map(({ text, x, y, align, size, strong }) => {
    context.font = `${strong ? "600 " : ""}${size / scale}px ${drawing.theme.font}`;
    const width = context.measureText(text).width;
    const left = x - { left: 0, center: width / 2, right: width }[align];
    return [left, y - size / scale / 2, left + width, y + size / scale / 2];
  });
};
