export const seen = () => {
  const { lines, ghosts, marks, theme, hollow } = document.getElementById("stage").drawing;
  const keys = (rows) => rows.map(({ tie }) => tie.key).sort();
  return {
    lines: keys(lines),
    ghosts: keys(ghosts),
    hollow: [...(hollow ?? [])].map((it) => it.id).sort(),
    empty: marks
      .filter((it) => it.color.background === theme.paper)
      .map((it) => it.id)
      .sort(),
    places: Object.fromEntries(marks.map(({ id, x, y }) => [id, [x, y]])),
  };
};

export const firstShadow = () => {
  const { ghosts, network, stage } = document.getElementById("stage").drawing;
  const {
    tie: { a, b },
  } = ghosts[0];
  const { x, y } = network.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const { left, top } = stage.getBoundingClientRect();
  return { x: left + x, y: top + y, names: [a.label, b.label] };
};
