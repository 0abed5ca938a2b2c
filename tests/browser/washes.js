export const under = () => {
  const { entities, regions } = document.querySelector("#stage").drawing;
  const context = document.createElement("canvas").getContext("2d");
  return Object.fromEntries(
    regions.map(({ label, outlines }) => {
      const path = new Path2D();
      for (const ring of outlines) {
        ring.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
        path.closePath();
      }
      const on = ({ x, y }) => context.isPointInPath(path, x, y);
      return [label, entities.filter(on).map(({ id }) => id)];
    }),
  );
};

export const covered = (m, [entities, blocs]) => {
  for (const it of entities) it.id = it.i;
  const looks = new Map(entities.map((it) => [it, { size: it.size }]));
  const regions = m.regionsOf({
    entities,
    looks,
    blocs: blocs.map(([label, rows]) => ({
      label,
      members: rows.map((row) => entities[row]),
    })),
  });
  const context = document.createElement("canvas").getContext("2d");
  return Object.fromEntries(
    regions.map(({ label, outlines }) => {
      const path = new Path2D();
      for (const ring of outlines) {
        ring.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
        path.closePath();
      }
      const rim = ({ x, y, size }) =>
        [0, 1, 2, 3, 4, 5, 6, 7].map((at) => {
          const turn = (at * Math.PI) / 4;
          return [x + size * Math.cos(turn), y + size * Math.sin(turn)];
        });
      const on = ([x, y]) => context.isPointInPath(path, x, y);
      return [
        label,
        {
          touched: entities.filter((it) => [[it.x, it.y], ...rim(it)].some(on)).map(({ i }) => i),
          centred: entities.filter((it) => on([it.x, it.y])).map(({ i }) => i),
        },
      ];
    }),
  );
};
