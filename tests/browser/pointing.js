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
