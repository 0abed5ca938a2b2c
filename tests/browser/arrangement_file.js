export const parsed = (m, [texts, base, ids]) =>
  texts.map((text) => {
    const model = { index: { base }, entityById: new Map(ids.map((id) => [id, { id }])) };
    try {
      return m.parseArrangement(text, model);
    } catch ({ code, at }) {
      return { code, at };
    }
  });
