export const picture = () => {
  const { drawing } = document.getElementById("stage");
  return {
    marks: Object.fromEntries(drawing.marks.map((mark) => [mark.id, mark])),
    lines: drawing.lines.map(({ tie, way, width, dashes, colour, alpha }) => {
      return [tie.key, way, width, dashes, colour, alpha];
    }),
  };
};
