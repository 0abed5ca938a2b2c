// What is said of a file that is chosen for an arrangement.

import { fewOf, say } from "../base/words.js";
import {
  FURTHEST_PLACE,
  MOST_BYTES,
  MOST_PLACES,
  readArrangement,
} from "../state/arrangementfile.js";

/** What stands in a file, or what is wrong with it in words: { arranged, said }, one of them null. */
export async function arrangementIn(file, model) {
  const refused = (code, at, about) => ({
    arranged: null,
    said: [file.name.slice(0, 80), at, say(`arrangement.${code}`, about)]
      .filter(Boolean)
      .join(": "),
  });
  const limits = { mb: MOST_BYTES / 1e6, most: MOST_PLACES, furthest: FURTHEST_PLACE };
  if (file.size > MOST_BYTES) return refused("too-large", "", limits);
  try {
    const arranged = readArrangement(await file.arrayBuffer(), model);
    const { unknown, version } = arranged;
    const about = { n: unknown.length, version, names: fewOf(unknown) };
    return { arranged, said: unknown.length ? say("arrangement.unknown", about) : "" };
  } catch (error) {
    // A file may have gone since it was chosen.
    const { code = "unreadable", at = "", about = {} } = error;
    return refused(typeof code === "string" ? code : "unreadable", at, { ...limits, ...about });
  }
}
