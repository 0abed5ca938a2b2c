export const lit = () => {
  const { lit, lines, marks } = document.getElementById("stage").drawing;
  return [
    lit && [...lit.entities].map(({ id }) => id).sort(),
    marks
      .filter(({ opacity }) => opacity > 0.5)
      .map(({ id }) => id)
      .sort(),
    [
      ...new Set(
        lines.filter(({ alpha }) => alpha > 0.1).flatMap(({ tie }) => [tie.a.id, tie.b.id]),
      ),
    ].sort(),
  ];
};

export const noteNotes = () => {
  window.notes = [];
  const paint = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { a, e, f } = this.getTransform();
    if (text.includes("claims")) {
      const half = (this.measureText(text).width * a) / 2;
      window.notes.push([x * a + e - half, x * a + e, x * a + e + half, y * a + f]);
    }
    return paint.call(this, text, x, y);
  };
};

export const threeSpots = () => {
  const stage = document.getElementById("stage");
  const { drawing } = stage;
  const line = drawing.lines.find(({ tie }) => tie.key === "aurora+harbour-party+money");
  const { from, over, to } = line.way;
  const at = (t) =>
    [0, 1].map((i) => (1 - t) ** 2 * from[i] + 2 * t * (1 - t) * over[i] + t ** 2 * to[i]);
  const box = stage.getBoundingClientRect();
  return [0.3, 0.5, 0.7].map((t) => {
    const [x, y] = at(t);
    const spot = drawing.network.canvasToDOM({ x, y });
    return [spot.x + box.x, spot.y + box.y];
  });
};
