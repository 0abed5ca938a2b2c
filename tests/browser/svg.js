export const measured = () => {
  const boxes = (selector) =>
    [...document.querySelectorAll(selector)].map((element) => {
      const { x, y, width, height } = element.getBBox();
      // Letters fill the middle of their line.
      return [element.textContent, x, y + height * 0.2, x + width, y + height * 0.8];
    });
  const met = (all) =>
    all.flatMap((a, at) =>
      all
        .slice(0, at)
        .filter((b) => a[1] < b[3] && b[1] < a[3] && a[2] < b[4] && b[2] < a[4])
        .map((b) => [a[0], b[0]]),
    );
  const { width, height } = document.documentElement.viewBox.baseVal;
  const outside = boxes("text")
    .filter(
      ([, left, top, right, bottom]) => left < 0 || top < 0 || right > width || bottom > height,
    )
    .map(([text]) => text);
  return {
    names: boxes("#names text").map(([text]) => text),
    met: met(boxes("#names text")),
    key: boxes("#key text").map(([text]) => text),
    keyMet: met(boxes("#key text")),
    outside,
    scripts: document.querySelectorAll("script, a, image, foreignObject").length,
  };
};
