// Values computed from shared data are kept beside it, never written on it: a claim or the model
// holds what the page was given and nothing else.

/** Make a function of an object that works its answer out once, and forgets it with the object. */
export function remembering(work) {
  const known = new WeakMap();
  return (shared) => {
    if (!known.has(shared)) known.set(shared, work(shared));
    return known.get(shared);
  };
}

/** Likewise of an object and a text. */
export function rememberingEach(work) {
  const answersOf = remembering(() => new Map());
  return (shared, text) => {
    const known = answersOf(shared);
    if (!known.has(text)) known.set(text, work(shared, text));
    return known.get(text);
  };
}
