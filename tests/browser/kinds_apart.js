export const covers = (m, shapes) =>
  Object.fromEntries(
    shapes.map((shape) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 12, height: 12 });
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const corners = m.CORNERS[shape];
      for (const [x, y] of corners ?? []) context.lineTo(6 + x * 5.5, 6 + y * 5.5);
      if (!corners) context.arc(6, 6, 5.5, 0, 2 * Math.PI);
      context.fill();
      const { data } = context.getImageData(0, 0, 12, 12);
      return [shape, Array.from({ length: 144 }, (_, at) => data[at * 4 + 3] / 255)];
    }),
  );
