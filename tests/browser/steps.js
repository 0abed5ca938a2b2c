export const picture = () => {
  const { drawing } = document.getElementById("stage");
  return {
    marks: Object.fromEntries(drawing.marks.map((mark) => [mark.id, mark])),
    lines: drawing.lines.map(({ tie, way, width, dashes, colour, alpha }) => {
      return [tie.key, way, width, dashes, colour, alpha];
    }),
  };
};

// Go to another address, and wait until the page has heard of it: it listens as the first.
export const go = (address) =>
  new Promise((done) => {
    addEventListener("hashchange", done, { once: true });
    location.hash = address;
  });

export const uncheckTwo = () => {
  for (const at of [0, 1]) {
    document.querySelectorAll("#legend input[data-toggle=hiddenFamilies]")[at].click();
  }
};
