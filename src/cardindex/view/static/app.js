// The state of the page while it is open, which all scripts share.

import { makeAddress } from "./controls/address.js";
import { firstDrawing } from "./first.js";
import { makeRanges } from "./state/measured.js";

export const app = {
  state: null,
  opening: null,
  model: null,
  work: null,
  view: null,
  drawing: firstDrawing,
  address: makeAddress(),
  weighed: false, // is it known what falls with each work?
  ranges: makeRanges(), // of what was measured, over strikes
  fitted: false,
  pathFrom: null, // the entity from which a path is being asked for
};
