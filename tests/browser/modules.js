export const transitions = (m) => {
  const state = Object.freeze(m.openingState());
  for (const value of Object.values(state)) if (Array.isArray(value)) Object.freeze(value);
  const all = ["a", "b", "c"];
  return [
    m.toggle(state, "struck", "source:x").struck,
    m.toggle(m.toggle(state, "struck", "source:x"), "struck", "source:x").struck,
    m.only(state, "hiddenTypes", "b", all).hiddenTypes,
    m.only(m.only(state, "hiddenTypes", "b", all), "hiddenTypes", "b", all).hiddenTypes,
    m.grow(m.grow(state, "y"), "x").grown,
    state.struck,
  ];
};

export const arrived = async (m, [text, tables]) => {
  const model = m.link(await m.decode(text));
  const plain = (value) =>
    Array.isArray(value)
      ? value.map(plain)
      : value === Infinity
        ? "open"
        : value?.source
          ? [value.source.i, value.locator, value.how]
          : value?.claim
            ? [value.kind, value.claim.i, value.perhaps]
            : (value?.i ?? value);
  return Object.fromEntries(
    Object.entries(tables).map(([table, columns]) => [
      table,
      Object.fromEntries(
        columns.map((name) => [
          name,
          model[table].map((row) => {
            return plain(row[name]) ?? null;
          }),
        ]),
      ),
    ]),
  );
};

export const lines = (m, [wanted, scale]) => {
  const entity = (id, x, y) => ({ id, x, y });
  const [a, b, c] = [entity("a", 0, 0), entity("b", 200, 0), entity("c", 0, 300)];
  const tie = (key, a, b, forth) => ({
    key,
    a,
    b,
    forth,
    back: false,
    standing: "single-root",
    actual: true,
    claims: [1],
    family: { colour: "#336699" },
  });
  const ties = [
    tie("ab one", a, b, true),
    tie("ab two", a, b, false),
    tie("ac", a, c, false),
    tie("c alone", c, c, false),
  ];
  const looks = new Map([a, b, c].map((it) => [it, { size: 10, isDot: false }]));
  const lines = m.linesOf(ties, { theme: { dark: false }, lit: null, looks });
  return wanted.map((at) => m.lineAt(lines, at, scale)?.tie.key ?? null);
};

export const named = (m, [width, count]) => {
  const entities = Array.from({ length: count }, (_, i) => ({
    i,
    label: `Entity ${i}`,
    x: (i % 12) * 90,
    y: Math.floor(i / 12) * 90,
  }));
  const looks = new Map(entities.map((it) => [it, { size: it.i < 8 ? 20 : 7, isDot: false }]));
  const context = document.createElement("canvas").getContext("2d");
  const drawing = {
    entities,
    looks,
    lit: null,
    selected: null,
    regions: [],
    theme: { font: "serif" },
    stage: { clientWidth: width },
  };
  const scale = width / 1300;
  return m.placeLabels(drawing, context, scale).placed.map(({ x, align, width }) => {
    return (x - { left: 0, center: width / 2, right: width }[align]) * scale;
  });
};
