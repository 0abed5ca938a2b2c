// The key of a picture or a print: what the ink means, for the signs that are drawn.

import { LINES, STRANDS } from "../base/glyphs.js";
import { STANDINGS } from "../model/evidence.js";
import { groupName, speakerName } from "../base/sentences.js";
import { coloursTold, sizesTold } from "./markskey.js";
import { say } from "../base/words.js";

/** The key as [{ title, items }]; see drawing/snapshot.js. */
export function pictureKey(drawing, view) {
  const { entities, lines, ghosts, hollow, regions, theme } = drawing;
  const inks = coloursTold(view, theme);
  const drawn = new Set(lines.map(({ tie }) => tie.standing));
  const kinds = new Map(entities.map(({ type }) => [type.id, type]));
  const groups = [
    view.voices ? ["voices", strandsOfKey(view, theme)] : ["families", coloursOf(lines, view)],
    [
      "standings",
      STANDINGS.filter((standing) => drawn.has(standing)).map((standing) => ({
        label: say(`claim.standing.${standing}`),
        line: lineOfKey(standing),
      })),
    ],
    [
      "types",
      [...kinds.values()].map(({ label, shape, colour }) => {
        return { label, shape, colour: inks.length ? theme.ink : view.tint(colour) };
      }),
    ],
    ["inks", inks.map(({ label, colour }) => ({ label, shape: "dot", colour }))],
    [
      "signs",
      [
        sizeOfKey(view),
        drawing.whiskers ? { label: say("picture.whisker") } : null,
        drawing.gathers ? { label: say("picture.gathered") } : null,
        lines.length ? { label: say("picture.arrow") } : null,
        lines.some(({ tie }) => tie.claims.length > 1) ? { label: say("picture.number") } : null,
        lines.some(({ tie }) => !tie.actual)
          ? { label: say("picture.meant"), line: { width: 1.4, dashes: [9, 4, 2, 4] } }
          : null,
        ghosts.length
          ? {
              label: say("picture.fallen"),
              line: { colour: theme.soft, width: 3.4, dashes: [] },
            }
          : null,
        hollow?.size ? { label: say("picture.hollow") } : null,
        regions.length ? { label: say("picture.region") } : null,
      ].filter(Boolean),
    ],
  ];
  return groups
    .filter(([, items]) => items.length)
    .map(([name, items]) => ({ title: say(`picture.${name}`), items }));
}

/** What a larger mark says. */
function sizeOfKey(view) {
  const values = sizesTold(view);
  if (!values) return null;
  const measure = view.state.size && say(`measures.${view.state.size}`);
  return {
    label: measure ? say("picture.measure", { measure, values }) : say("picture.size", { values }),
  };
}

/** The colours of lines: of groups, and of families that show their own hues. */
function coloursOf(lines, { model, tint }) {
  const told = lines.filter(({ tie }) => tie.family && tie.time?.kind !== "undated");
  const inOwn = new Set(told.filter(({ own }) => own).map(({ tie }) => tie.family));
  const groups = new Set(told.filter(({ own }) => !own).map(({ tie }) => tie.family.group));
  const item = (label, colour) => ({ label, line: { colour: tint(colour), width: 3, dashes: [] } });
  return model.groups.flatMap((group) => [
    ...(groups.has(group) ? [item(groupName(group), group.colour)] : []),
    ...model.families
      .filter((family) => family.group === group && inOwn.has(family))
      .map(({ label, colour }) => item(label, colour)),
  ]);
}

/** Which strand is whose, and what dots mean. */
function strandsOfKey({ model, state }, theme) {
  const strand = (said, side) => ({
    colour: theme.voices[side],
    width: 2.2,
    dashes: STRANDS[said][side].split(" ").filter(Boolean).map(Number),
  });
  return [state.speaker, state.versus].flatMap((id, side) => {
    const name = speakerName(id, model);
    return [
      { label: say("versus.yes", { name }), line: strand("yes", side) },
      { label: say("versus.no_or_maybe", { name }), line: strand("no", side) },
    ];
  });
}

function lineOfKey(standing) {
  const { width, dashes } = LINES[standing];
  return { width, dashes: dashes.split(" ").filter(Boolean).map(Number) };
}
