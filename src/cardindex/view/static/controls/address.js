// The address after "#", and the way back through it. Every change is a step that Back undoes. A
// click is written at once, everything else when there is time: browsers let a page write its address
// about three times a second. Quick changes of one kind, such as typed letters or passing years, are
// one step. Each step stores how many steps of this page lie before it, so that Back is offered only
// where it stays on the page.

const APART = 350; // milliseconds between two writings
const AFTER = 120; // milliseconds after the last change: by then it is drawn
const PATIENCE = 2000; // milliseconds that a change waits at most, even if more follow
const PAUSE_OF_BURST = 1500; // milliseconds without a move, after which the next is a step of its own

/**
 * Make the address: `step` and `change` write a text, `settle` what still waits, `drop` nothing.
 * `arrive`: note where a reader has come to; `behind` and `ahead`: is there a step of this page?
 */
export function makeAddress() {
  const steps = makeSteps();
  let waiting = []; // { text, how } of each change, oldest first
  let timer = null;
  let first = 0; // when the oldest of them was made
  let written = -Infinity;
  let burst = { kind: null, at: -Infinity };
  const drop = () => {
    clearTimeout(timer);
    waiting = [];
  };
  const settle = () => {
    for (const { how, text } of waiting) steps.put(how, text);
    written = performance.now();
    drop();
  };
  return {
    settle,
    drop,
    step(text) {
      // Back has to find the place as it was left.
      settle();
      burst = { kind: null, at: -Infinity };
      steps.put("pushState", text);
    },
    /** `kind`: quick changes of the same kind become one step; without it, the change is its own. */
    change(text, kind = null) {
      const now = performance.now();
      const goesOn = kind !== null && kind === burst.kind && now - burst.at < PAUSE_OF_BURST;
      burst = { kind, at: now };
      if (!waiting.length) first = now;
      if (goesOn && waiting.length) waiting.at(-1).text = text;
      else waiting.push({ text, how: goesOn ? "replaceState" : "pushState" });
      clearTimeout(timer);
      const due = Math.max(Math.min(now + AFTER, first + PATIENCE), written + APART);
      timer = setTimeout(settle, Math.max(0, due - now));
    },
    arrive() {
      drop();
      burst = { kind: null, at: -Infinity };
      steps.arrive();
    },
    behind: () => steps.behind() || waiting.some(({ how }) => how === "pushState"),
    ahead: () => steps.ahead() && !waiting.length,
  };
}

/** The position among the steps of this page; the browser's history tells only its length. */
function makeSteps() {
  const known = history.state?.step;
  let at = known ?? 0;
  // A page that is loaded again keeps the steps ahead of it.
  let last = known === undefined ? 0 : Infinity;
  const open = known !== undefined || putStep("replaceState", null, at);
  return {
    put(how, text) {
      if (how === "pushState") at += 1;
      if (how === "pushState" || last < at) last = at;
      putStep(how, text, at);
    },
    arrive() {
      const step = history.state?.step;
      if (step !== undefined) at = step;
      else if (open) {
        // An address that the reader wrote: the browser has made a step of it.
        at += 1;
        last = at;
        putStep("replaceState", null, at);
      }
    },
    behind: () => at > 0,
    ahead: () => at < last,
  };
}

/** Write a step into the history, if it is open; a text that is null leaves the address as it is. */
function putStep(how, text, step) {
  try {
    history[how]({ step }, "", text === null ? undefined : `#${text}`);
    return true;
  } catch {
    // In a notebook's frame the history is closed; its own address is not.
    if (text !== null) location.hash = text;
    return false;
  }
}
