// The address after "#": a step that Back returns from is written at once, all else when there is
// time. Browsers let a page write it about three times a second, and take longer than a redrawing.

const APART = 350; // milliseconds between two writings
const AFTER = 120; // milliseconds after a change, by when it has been drawn

/** Make the address: `step` and `change` write a text, `settle` what still waits, `drop` nothing. */
export function makeAddress() {
  let waiting = null;
  let timer = null;
  let due = 0;
  let written = -Infinity;
  const drop = () => {
    clearTimeout(timer);
    waiting = null;
  };
  const settle = () => {
    if (waiting !== null) putAddress("replaceState", waiting);
    written = performance.now();
    drop();
  };
  return {
    drop,
    settle,
    step(text) {
      // Back is to find the place as it was left.
      settle();
      putAddress("pushState", text);
    },
    change(text) {
      const now = performance.now();
      if (waiting === null) due = Math.max(now + AFTER, written + APART);
      drop();
      waiting = text;
      timer = setTimeout(settle, Math.max(0, due - now));
    },
  };
}

function putAddress(how, text) {
  try {
    history[how](null, "", `#${text}`);
  } catch {
    // In a notebook's frame the history is closed; its own address is not.
    location.hash = text;
  }
}
