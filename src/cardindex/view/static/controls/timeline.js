// Time: a histogram of claims per year with two handles, surely or possibly, and a play button.

import { yearInWords, yearsInWords } from "../base/dates.js";
import { countFitting, greatest, spanOf, yearsABar } from "./histogram.js";
import { el, replace, svg } from "../base/dom.js";
import { say } from "../base/words.js";

/** Make the strip. `change(window, surely)` is told of every move. Returns a draw function. */
export function makeTimeline(strip, model, change) {
  const span = spanOf(model.told);
  strip.hidden = span === null;
  if (span === null) return () => {};
  const parts = build(span);
  replace(strip, parts.all);
  let state = null;
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    parts.play.setAttribute("aria-pressed", "false");
    parts.play.textContent = "▸";
  };
  const moved = () => {
    const ends = [Number(parts.from.value), Number(parts.to.value)].sort((a, b) => a - b);
    const whole = ends[0] === span[0] && ends[1] === span[1];
    change(whole && !state.surely ? null : ends, state.surely);
  };
  for (const input of [parts.from, parts.to]) {
    input.addEventListener("input", () => {
      stop();
      moved();
    });
  }
  parts.surely.addEventListener("change", () => {
    // What held surely, held in some years: all of them, where none are chosen.
    change(parts.surely.checked ? state.window ?? span : state.window, parts.surely.checked);
  });
  parts.clear.addEventListener("click", () => {
    stop();
    change(null, false);
  });
  parts.play.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    parts.play.setAttribute("aria-pressed", "true");
    parts.play.textContent = "❙❙";
    const window = state.window ?? [span[0], span[0]];
    // In steps of a bar, or millennia would play for hours; no year is passed over.
    const stride = yearsABar(span);
    const width = Math.max(window[1] - window[0], stride - 1);
    let at = window[1] >= span[1] ? span[0] : window[0];
    const step = () => {
      change([at, Math.min(at + width, span[1])], state.surely);
      at += stride;
      if (at + width > span[1]) stop();
    };
    timer = setInterval(step, 900);
    step();
  });
  return (view) => {
    state = view.state;
    paint(parts, span, view);
  };
}

function build([first, last]) {
  const slider = (id, value) => el("input", {
    type: "range", id, min: first, max: last, value, step: 1, "aria-label": say(`time.${id}`),
  });
  const parts = {
    bars: svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" }),
    from: slider("from", first),
    to: slider("to", last),
    surely: el("input", { type: "checkbox", id: "surely" }),
    play: el("button", {
      type: "button", class: "play", "aria-pressed": "false", "aria-label": say("time.play"),
    }, "▸"),
    clear: el("button", { type: "button", class: "quiet" }, say("time.clear")),
    text: el("span", { class: "window", "aria-live": "polite" }),
    undated: el("span", { class: "undated" }),
    counted: null, drawn: null,
  };
  parts.all = [
    el("div", { class: "time-head" }, parts.play, parts.text,
      el("label", { title: say("time.surely_long") }, parts.surely, " ", say("time.surely")),
      parts.clear, parts.undated),
    el("div", { class: "time-track" }, parts.bars,
      el("span", { class: "year first" }, yearInWords(first)),
      el("span", { class: "year last" }, yearInWords(last)), parts.from, parts.to),
  ];
  return parts;
}

function paint(parts, span, { model, state, cut, fitting }) {
  const [first] = span;
  const [from, to] = state.window ?? span;
  for (const [slider, year] of [[parts.from, from], [parts.to, to]]) {
    slider.value = year;
    slider.setAttribute("aria-valuetext", yearInWords(year));
  }
  parts.surely.checked = state.surely;
  parts.clear.hidden = state.window === null;
  parts.text.textContent = state.window === null ? say("time.all")
    : yearsInWords(from, to);
  const kept = cut.undatedShown;
  parts.undated.textContent = cut.undatedOut ? say("time.undated_out", { n: cut.undatedOut })
    : kept ? say("time.undated_in", { n: kept }) : "";
  if (parts.counted?.fitting !== fitting) {
    parts.counted = countFitting(model.claims, fitting, span, parts.counted);
  }
  const width = yearsABar(span);
  const [surely, possibly] = [parts.counted.surely, parts.counted.possibly]
    .map((counts) => greatest(counts, width));
  const most = Math.max(1, ...possibly);
  parts.drawn ??= makeBars(parts.bars, possibly.length);
  possibly.forEach((count, i) => {
    const year = first + i * width;
    const out = year + width > from && year <= to ? "" : " out";
    setBar(parts.drawn[i * 2], count, most, `possibly${out}`);
    setBar(parts.drawn[i * 2 + 1], surely[i], most, `surely${out}`);
  });
}

/** Two bars a year (or a few), of what holds possibly and before it of what holds surely. */
function makeBars(box, count) {
  box.setAttribute("viewBox", `0 0 ${count} 100`);
  const bars = Array.from({ length: count * 2 }, (_, i) => ({
    bar: svg("rect", { x: Math.floor(i / 2) + 0.08, width: 0.84 }), kind: null, height: null,
  }));
  box.replaceChildren(...bars.map(({ bar }) => bar));
  return bars;
}

/** Set right of a bar what is not so already. */
function setBar(drawn, count, most, kind) {
  // A square root, as a few years would otherwise flatten all others.
  const height = 100 * Math.sqrt(count / most);
  if (drawn.kind !== kind) drawn.bar.setAttribute("class", kind);
  if (drawn.height !== height) {
    drawn.bar.setAttribute("y", 100 - height);
    drawn.bar.setAttribute("height", height);
  }
  Object.assign(drawn, { kind, height });
}
