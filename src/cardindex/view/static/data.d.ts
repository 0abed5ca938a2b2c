// The shapes of the data that the page's scripts pass around: for people and editors, not for the
// page, which has none of this file. A test holds it to what the scripts make.

/** Made by model/link.js of a row of the page's data; nobody changes it afterwards. */
export interface Claim {
  i: number; // its row
  id: string;
  subject: Entity;
  relation: object;
  object: Entity | null;
  text: string;
  quantity: string; // as written, hedged: "~400000"
  unit: string;
  when: string; // EDTF
  place: string;
  mode: string; // "" for what was so
  gloss: string;
  whose: string[]; // the indexes that it comes from, where there are several
  ties: { kind: "rival" | "same" | "part" | "whole"; claim: Claim; perhaps: boolean }[];
  days: [number, number, number, number]; // earliest and latest start, earliest and latest end
  low: number | null; // what the quantity is at least
  high: number | null; // and at most; Infinity where nothing bounds it
  context: boolean; // only there for what it says of others
  citations: Citation[];
}

/** One work that says something of a claim. */
export interface Citation {
  i: number;
  claim: Claim;
  source: Source;
  locator: string;
  trail: { source: Source; locator: string; how: string }[]; // from whom it has it, the nearest first
  hearsay: string;
  own: boolean; // what it has concluded itself
  stance: "affirms" | "denies" | "doubts";
  certainty: "stated" | "probable" | "possible";
  speakers: Source[];
  root: string;
  leans: number[];
  node: number;
  misquoted: boolean;
  overstated: boolean;
  circular: boolean;
  heard: boolean; // told by the day of which the page is
  told: number[]; // by when it was said, at the earliest and latest, and published
  touched: string[]; // the strikes that reach it
  note: string;
  passage: string;
}

export interface Entity {
  i: number;
  id: string;
  label: string;
  type: object;
  description: string;
  x: number | null; // where it stands, which alone changes; null while it has no place
  y: number | null;
  x_upright: number | null; // and where on a screen that is higher than wide
  y_upright: number | null;
  names: object[];
  claims: Claim[];
}

export interface Source {
  i: number;
  id: string;
  kind: string;
  title: string;
  short: string; // what it is called on one line
  author: string[];
  origin: string;
  date: string;
  container: Source | null;
  unit: string;
  rests: Source[];
  note: string;
  citations: Citation[];
}

/**
 * What a reader has chosen: plain, and never changed, only followed by another. It is all that an
 * address holds (state/permalink.js), so a step of a story is such an address and what is said of it.
 */
export interface State {
  view: string;
  hiddenFamilies: string[];
  hiddenRelations: string[];
  hiddenTypes: string[];
  standings: string[];
  modes: string[];
  hiddenIndexes: string[]; // whose claims are out, in a whole of several indexes
  together: boolean; // only what two of them say
  window: [number, number] | null;
  surely: boolean;
  dated: boolean; // without what has no date
  text: string;
  identities: boolean;
  struck: string[]; // keys: source:x, author:y, origin:z
  speaker: string;
  versus: string;
  saidBy: string; // a year: only what was said by its end
  publishedBy: string;
  pins: string[]; // who was put where (state/arrangement.js)
  hidden: string[]; // entities that are not drawn
  kept: string[]; // or, where there are some, only these are
  several: string[]; // who is chosen besides
  selection: { kind: string; id: string } | null;
  focus: string;
  depth: number;
  sectors: boolean; // the neighbours of the focus stand in sectors by family
  hues: string[]; // groups of families that are drawn in hues of their own
  all: boolean; // all that is drawn has its name
  grown: string[];
  size: string; // a measure by which marks are large; "": by neighbours as the page opens
  colour: string; // measure:x or scheme:y, by which marks are coloured; "": by kind
  blocs: string[]; // folded into one mark each
  wholes: string[]; // into whom their parts are folded; "*": into everyone
  path: { from: string; to: string } | null;
  embed: boolean;
  ghosts: boolean; // what strikes fell stays as a shadow
  before: boolean; // the drawing is as it was before them
  light: string; // a key: what is told with it is brought out
}

/** What stands in the file of an arrangement (state/arrangementfile.js). */
export interface Arrangement {
  pins: string[];
  hidden: string[];
  kept: string[];
  unknown: string[]; // ids that this index does not have, left out of the others
  version: string; // of the index of which it was made
}

/** What follows from a state (state/derive.js). */
export interface View {
  model: object;
  state: State;
  weighed: (object | null)[]; // by row of the claim: how it stands; null where nothing is left of it
  slice: object;
  fitting: Uint8Array; // by row of the claim: 1 where it is in but for its time
  cut: { shown: Claim[] };
  before: object | null; // the view without strikes, where there are any
  stays: boolean; // whether what that one draws stays drawn
  links: object; // whom the shown claims link
  opened: object; // and whom those link that the page opens with
  drawn: Set<Entity>;
  aside: number; // how many would be drawn besides, were they not put aside
  pinned: object; // who was put where
  among: string | null; // among which places they are pinned (state/arrangement.js)
  sectors: object[] | null; // in which neighbours stand (scene/sectors.js)
  paths: object[];
  shared: object[]; // whom those have in common that are asked of
  chosen: Entity[]; // whom the selection is about
  who: object; // who is said to be whom
  counts: object; // of claims, for the legend
  shownCounts: object; // and of those that are shown
  measured: object; // by measure that sizes or colours ask for: what it comes to
  voices: object | null; // what each of two speakers says
  hues: Set<object>; // the groups whose families show their own hues
  lit: { entities: Set<Entity>; ties: Set<string> } | null;
  gist: object; // what the sentence above the drawing says
  reach: object; // a function: how many are within so many steps of the focus
  unstruck: object; // a function: the claims shown, were nothing struck
}
