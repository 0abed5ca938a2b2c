// Clicks before the page can answer: the last one is kept, and carried out once the page is ready.

/** Keep clicks within an element or the document. Returns a function that ends it: the last, or null. */
export function keepClicks(root) {
  let last = null;
  const note = (event) => {
    last = event;
  };
  root.addEventListener("click", note, true);
  return () => {
    root.removeEventListener("click", note, true);
    return last;
  };
}
