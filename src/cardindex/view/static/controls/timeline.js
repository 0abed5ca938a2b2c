// Time: a histogram of claims per year with two handles, which can be brushed; a switch for how well
// claims are dated; a play button; and by when claims were told.

import { yearInWords, yearsInWords } from "../base/dates.js";
import { countFitting, greatest, knownYears, spanOf, yearsABar } from "./histogram.js";
import { el, pushButton, replace, svg } from "../base/dom.js";
import { makeTelling } from "./telling.js";
import { say } from "../base/words.js";

const PACE = 900; // milliseconds for which a year is shown
const KNOWN = {
  surely: { surely: true, dated: false },
  possibly: { surely: false, dated: true },
  undated: { surely: false, dated: false },
};

/** Make the strip. `change(part)` is told what of the state moves. Returns a draw function. */
export function makeTimeline(strip, model, change) {
  const span = spanOf(model.told);
  const telling = makeTelling(model, change);
  strip.hidden = span === null && telling === null;
  if (strip.hidden) return () => {};
  if (span === null) {
    replace(strip, el("div", { class: "time-head" }, telling.element));
    return ({ state }) => telling.draw(state);
  }
  const parts = build(span, telling);
  replace(strip, parts.all);
  let state = null;
  const player = makePlayer(parts, span, change, () => state);
  const moved = (ends) => {
    player.stop();
    const [from, to] = [...ends].sort((a, b) => a - b);
    const whole = from === span[0] && to === span[1];
    change({ window: whole && !state.surely ? null : [from, to] });
  };
  for (const input of [parts.from, parts.to]) {
    input.addEventListener("input", () =>
      moved([parts.from, parts.to].map((it) => Number(it.value))),
    );
  }
  for (const [kind, part] of Object.entries(KNOWN)) {
    parts[kind].addEventListener("change", () => {
      // "Surely" needs a window: all years, where none are chosen.
      const window = state.window ?? (part.surely ? span : null);
      const whole = window && window[0] === span[0] && window[1] === span[1];
      change({ ...part, window: whole && !part.surely ? null : window });
    });
  }
  parts.clear.addEventListener("click", () => {
    player.stop();
    change({ window: null, surely: false, dated: false });
  });
  brush(parts.track, span, moved);
  return (view) => {
    state = view.state;
    paint(parts, span, view);
    telling?.draw(state);
  };
}

/** Play the years one after another, from the first of which something is known. */
function makePlayer({ play, counts }, span, change, stateNow) {
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "▸";
  };
  play.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    play.setAttribute("aria-pressed", "true");
    play.textContent = "❙❙";
    const { window, surely } = stateNow();
    const [first, last] = (knownYears(counts()) ?? [0, span[1] - span[0]]).map(
      (at) => at + span[0],
    );
    // A step is as wide as a bar, or millennia would play for hours; every year is shown.
    const stride = yearsABar(span);
    const whole = window === null || (window[0] <= span[0] && window[1] >= span[1]);
    const width = Math.max(whole ? 0 : window[1] - window[0], stride - 1);
    let at = whole || window[1] >= last ? first : window[0];
    const step = () => {
      // Undated claims are left out while it plays: they would stand still before the rest.
      change({ window: [at, Math.min(at + width, span[1])], dated: !surely });
      at += stride;
      if (at > last || at + width > span[1]) stop();
    };
    timer = setInterval(step, PACE);
    step();
  });
  return { stop };
}

/** Years are chosen by drawing over the bars, from one to another. */
function brush(track, [first, last], moved) {
  let start = null;
  const yearAt = ({ clientX }) => {
    const { left, width } = track.querySelector(".bars").getBoundingClientRect();
    const part = Math.min(0.9999, Math.max(0, (clientX - left) / width));
    return first + Math.floor(part * (last - first + 1));
  };
  track.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.matches("input")) return;
    start = yearAt(event);
    track.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  track.addEventListener("pointermove", (event) => {
    if (start !== null && event.buttons) moved([start, yearAt(event)]);
  });
  track.addEventListener("pointerup", (event) => {
    if (start !== null) moved([start, yearAt(event)]);
    start = null;
  });
  track.addEventListener("pointercancel", () => {
    start = null;
  });
}

function build([first, last], telling) {
  const slider = (id, value) =>
    el("input", {
      type: "range",
      id,
      min: first,
      max: last,
      value,
      step: 1,
      "aria-label": say(`time.${id}`),
    });
  const choice = (kind) => el("input", { type: "radio", name: "known", id: `known-${kind}` });
  const parts = {
    bars: svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" }),
    from: slider("from", first),
    to: slider("to", last),
    surely: choice("surely"),
    possibly: choice("possibly"),
    undated: choice("undated"),
    play: pushButton(
      { class: "play", "aria-pressed": "false", "aria-label": say("time.play") },
      "▸",
    ),
    clear: pushButton({ class: "quiet" }, say("time.clear")),
    text: el("span", { class: "window", "aria-live": "polite" }),
    told: el("span", { class: "undated" }),
    counted: null,
    drawn: null,
    counts: () => parts.counted,
  };
  const ink = (kind) =>
    svg(
      "svg",
      { class: `ink ink-${kind}`, viewBox: "0 0 14 10", "aria-hidden": "true" },
      svg("rect", { x: 0.5, y: 0.5, width: 13, height: 9 }),
    );
  parts.track = el(
    "div",
    { class: "time-track", title: say("time.brush") },
    parts.bars,
    el("span", { class: "year first" }, yearInWords(first)),
    el("span", { class: "year last" }, yearInWords(last)),
    parts.from,
    parts.to,
  );
  parts.all = [
    el(
      "div",
      { class: "time-head" },
      parts.play,
      parts.text,
      el(
        "span",
        { class: "known", role: "radiogroup", "aria-label": say("time.known") },
        Object.keys(KNOWN).map((kind) =>
          el(
            "label",
            { title: say(`time.${kind}_long`) },
            parts[kind],
            ink(kind),
            say(`time.${kind}`),
          ),
        ),
      ),
      parts.clear,
      telling?.element,
      parts.told,
    ),
    parts.track,
  ];
  return parts;
}

function paint(parts, span, { model, state, cut, fitting }) {
  const [first] = span;
  const [from, to] = state.window ?? span;
  for (const [slider, year] of [
    [parts.from, from],
    [parts.to, to],
  ]) {
    slider.value = year;
    slider.setAttribute("aria-valuetext", yearInWords(year));
  }
  parts[state.surely ? "surely" : state.dated ? "possibly" : "undated"].checked = true;
  parts.clear.hidden = state.window === null;
  parts.text.textContent = state.window === null ? say("time.all") : yearsInWords(from, to);
  const kept = cut.undatedShown;
  parts.told.textContent = cut.undatedOut
    ? say("time.undated_out", { n: cut.undatedOut })
    : kept
      ? say("time.undated_in", { n: kept })
      : "";
  if (parts.counted?.fitting !== fitting) {
    parts.counted = countFitting(model.claims, fitting, span, parts.counted);
  }
  const width = yearsABar(span);
  const { surely, possibly, open } = parts.counted;
  const known = greatest(
    possibly.map((count, at) => count - open[at]),
    width,
  );
  const [most, least] = [possibly, surely].map((counts) => greatest(counts, width));
  const top = Math.max(1, ...most);
  parts.drawn ??= makeBars(parts.bars, most.length);
  most.forEach((count, i) => {
    const year = first + i * width;
    const out = year + width > from && year <= to ? "" : " out";
    setBar(parts.drawn[i * 3], count, top, `possibly${out}`);
    setBar(parts.drawn[i * 3 + 1], known[i], top, `bounded${out}`);
    setBar(parts.drawn[i * 3 + 2], least[i], top, `surely${out}`);
  });
}

/**
 * Three bars on one another for a year (or a few): what possibly held, what possibly held within the
 * years that are known of it, and what surely held.
 */
function makeBars(box, count) {
  box.setAttribute("viewBox", `0 0 ${count} 100`);
  const bars = Array.from({ length: count * 3 }, (_, i) => ({
    bar: svg("rect", { x: Math.floor(i / 3) + 0.08, width: 0.84 }),
    kind: null,
    height: null,
  }));
  box.replaceChildren(...bars.map(({ bar }) => bar));
  return bars;
}

/** Set the height of a bar where it has changed. */
function setBar(drawn, count, most, kind) {
  // Heights are square roots: a few high years would otherwise flatten all others.
  const height = 100 * Math.sqrt(count / most);
  if (drawn.kind !== kind) drawn.bar.setAttribute("class", kind);
  if (drawn.height !== height) {
    drawn.bar.setAttribute("y", 100 - height);
    drawn.bar.setAttribute("height", height);
  }
  Object.assign(drawn, { kind, height });
}
