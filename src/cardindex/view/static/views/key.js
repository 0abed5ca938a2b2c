// What the ink of a drawing means: the key that a picture and a print carry. Only of what is drawn.

import { LINES } from "../base/glyphs.js";
import { STANDINGS } from "../model/evidence.js";
import { say } from "../base/words.js";

/** The key as [{ title, items }]; see drawing/snapshot.js. */
export function pictureKey({ entities, lines, ghosts, hollow, regions, theme }, view) {
  const colours = new Map(lines.map(({ tie, colour }) => [tie.family, colour]));
  const drawn = new Set(lines.map(({ tie }) => tie.standing));
  const kinds = new Map(entities.map(({ type }) => [type.id, type]));
  const groups = [
    [
      "families",
      view.model.families
        .filter((family) => colours.has(family))
        .map((family) => ({
          label: family.label,
          line: { colour: colours.get(family), width: 3, dashes: [] },
        })),
    ],
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
        return { label, shape, colour: view.tint(colour) };
      }),
    ],
    [
      "signs",
      [
        { label: say("picture.size") },
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

function lineOfKey(standing) {
  const { width, dashes } = LINES[standing];
  return { width, dashes: dashes.split(" ").filter(Boolean).map(Number) };
}
