// Two speakers beside each other: what each says of a claim, heard alone.

import { heardIn, isAffirmedSo, weighAll } from "./evidence.js";

const AGAINST = new Set(["denied", "tentative"]); // standings of claims that a speaker does not affirm

/**
 * What the two speakers of a state say, each heard alone: { sides, says, against }; `sides` has the
 * standing of each claim by each of them. null where there are not two speakers.
 */
export function twoVoices(model, state) {
  if (!state.speaker || !state.versus) return null;
  const struck = new Set(state.struck);
  const sides = [state.speaker, state.versus].map((speaker) => {
    return weighAll(model, struck, heardIn(model, { ...state, speaker, versus: "" }));
  });
  return {
    sides,
    says: (side, { i }) => isAffirmedSo(sides[side][i]),
    against: (side, { i }) => AGAINST.has(sides[side][i]?.standing),
  };
}

/** Does one affirm a claim that the other denies or calls only possible? */
export function isDisagreed({ says, against }, claim) {
  return (says(0, claim) && against(1, claim)) || (says(1, claim) && against(0, claim));
}

/**
 * What each of the two says of the claims of one line: "yes", "no" or "". A claim on which they
 * disagree decides before all others.
 */
export function saidOfAll(voices, claims) {
  const disputed = claims.filter((claim) => isDisagreed(voices, claim));
  const told = disputed.length ? [disputed[0]] : claims;
  return [0, 1].map((side) => {
    if (told.some((claim) => voices.says(side, claim))) return "yes";
    return told.some((claim) => voices.against(side, claim)) ? "no" : "";
  });
}
