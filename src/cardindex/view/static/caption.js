// What every picture, table and print carries: which index, which part of it, what is left out.

import { ALL_MODES, ALL_STANDINGS } from "./state.js";
import { speakerName } from "./strikecards.js";
import { say } from "./words.js";

/** The caption of a view, as lines of text. */
export function caption(view) {
  const { model, state, cut } = view;
  const { title, version } = model.index;
  const all = model.claims.filter((claim) => !claim.context).length;
  return [
    version ? say("caption.title", { title, version }) : title,
    say("caption.part", { n: cut.shown.length, all, slice: sliceWords(view).join("; ") }),
    ...(state.struck.length ? [say("caption.struck", { keys: state.struck.join(", ") })] : []),
    say("caption.caveat"),
  ];
}

/** The slice in words: what is chosen, field by field. */
function sliceWords({ model, state }) {
  const shown = (rows, hidden) => rows.filter((row) => !hidden.includes(row.id))
    .map((row) => row.label).join(", ") || say("caption.none");
  const words = [];
  if (state.hiddenFamilies.length) {
    words.push(say("caption.families", { names: shown(model.families, state.hiddenFamilies) }));
  }
  if (state.hiddenRelations.length) {
    words.push(say("caption.relations", { names: shown(model.relations, state.hiddenRelations) }));
  }
  if (state.hiddenTypes.length) {
    words.push(say("caption.types", { names: shown(model.types, state.hiddenTypes) }));
  }
  words.push(state.standings.length === ALL_STANDINGS.length ? say("caption.standings_all")
    : say("caption.standings", { names: state.standings.map((it) => say(`claim.standing.${it}`))
      .join(", ") || say("caption.none") }));
  words.push(state.modes.length === ALL_MODES.length ? say("caption.modes_all")
    : say("caption.modes", { names: state.modes.map((it) => say(`claim.mode.${it}`))
      .join(", ") || say("caption.none") }));
  if (state.window) {
    const [from, to] = state.window;
    words.push(state.surely ? say("caption.surely", { from, to })
      : say("caption.possibly", { from, to }));
  }
  if (state.speaker) {
    words.push(say("caption.speaker", { name: speakerName(state.speaker, model) }));
  }
  if (state.text) words.push(say("caption.text", { text: state.text }));
  if (state.focus) {
    words.push(say("caption.focus", { name: model.entityById.get(state.focus).label }));
  }
  return words;
}

/** The command that gives the same part as RDF. */
export function exportLine({ model, state }) {
  const parts = ["cardindex export turtle -o part.ttl"];
  const shown = (rows, hidden) => rows.map((row) => row.id).filter((id) => !hidden.includes(id));
  const put = (option, values) => values.forEach((value) => parts.push(`${option} ${shell(value)}`));
  if (state.hiddenFamilies.length) put("--family", shown(model.families, state.hiddenFamilies));
  if (state.hiddenRelations.length) {
    put("--relation", shown(model.relations, state.hiddenRelations));
  }
  if (state.hiddenTypes.length) put("--type", shown(model.types, state.hiddenTypes));
  put("--standing", state.standings.length === ALL_STANDINGS.length ? ["any"] : state.standings);
  put("--mode", state.modes.length === ALL_MODES.length ? ["any"]
    : state.modes.map((mode) => mode || "actual"));
  if (state.window) put("--during", [state.window.join("/")]);
  if (state.window && state.surely) parts.push("--surely");
  put("--without", state.struck);
  if (state.speaker) put("--according-to", [state.speaker]);
  if (state.text) put("--text", [state.text]);
  return parts.join(" ");
}

/** A word that a shell takes as it is, or in quotation marks. */
function shell(value) {
  return /^[\w:./-]+$/.test(value) ? value : `'${value.replace(/'/g, "'\\''")}'`;
}

/** How to cite this view in a footnote. */
export function citationOf(view, address, today) {
  const { title, version, licence } = view.model.index;
  return [
    `“${title}”${version ? `, ${say("caption.version", { version })}` : ""}`,
    say("caption.view", { slice: sliceWords(view).join("; ") }),
    view.state.struck.length ? say("caption.struck", { keys: view.state.struck.join(", ") }) : "",
    licence, address, say("caption.seen", { date: today }),
  ].filter(Boolean).join(". ");
}
