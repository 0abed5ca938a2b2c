// Sums as flows from payer to recipient: which flows there are, which repeat another, and how they are
// laid out as bands. Draws nothing.

import { byCode } from "../model/evidence.js";
import { hangingTogether, isPayment, totals } from "../model/sums.js";
import { inTwoLines } from "../base/words.js";

const MOST_BANDS = 24; // the most bands of a drawing; the table has all flows
const THICKEST = 52; // the greatest height of a band, in pixels
const THINNEST = 1.5;
const SLOT = 21; // the least height for a band, so that its sum has room
export const BAR = 9; // width of the bar that stands for an entity
const LINE = 17; // height of a line of a name
const GAP = 20; // the gap between two entities
const RECEIVES = new Set(["recipient", "intermediary"]); // roles of those to whom an event passes something

/** The payments among claims, by unit, the largest first. */
export function flowsOf(claims) {
  const flows = claims.filter(isPayment);
  return flows.sort((a, b) => byCode(a.unit, b.unit) || b.low - a.low || byCode(a.id, b.id));
}

/** The ends of a flow; a recipient in an event gets it from the event. */
export function endsOfFlow(claim) {
  return RECEIVES.has(claim.relation.transfer_role)
    ? [claim.object, claim.subject]
    : [claim.subject, claim.object];
}

/**
 * The flows between each two entities, added up by unit and mode:
 * [{ from, to, unit, mode, low, high, claims }]. `all`: every claim of the page. Mirrors flows() of
 * measures/money.py.
 */
export function paidBetween(claims, all) {
  const pairs = new Map();
  for (const claim of flowsOf(claims)) {
    const [from, to] = endsOfFlow(claim);
    const key = `${from.id} ${to.id}`;
    if (!pairs.has(key)) pairs.set(key, { from, to, claims: [] });
    pairs.get(key).claims.push(claim);
  }
  const together = hangingTogether(all);
  return [...pairs.values()]
    .flatMap(({ from, to, claims: paid }) => {
      const tied = new Set(paid.flatMap((claim) => [...(together.get(claim) ?? [])]));
      return totals(paid, tied).map((row) => ({ from, to, ...row }));
    })
    .sort(
      (a, b) =>
        byCode(a.unit, b.unit) ||
        byCode(a.mode, b.mode) ||
        b.low - a.low ||
        byCode(a.from.id, b.from.id) ||
        byCode(a.to.id, b.to.id),
    );
}

/** The size of a drawn flow: its upper bound, or the lower one where there is no upper. */
function sizeOfFlow(claim) {
  return claim.high === Infinity ? claim.low : claim.high;
}

/**
 * The flows that repeat another of these: Map of claim →
 * { kind: "same" | "part" | "rival", claim, perhaps }. Of several that are the same, the largest
 * counts and is not in the Map.
 */
export function retold(flows) {
  const found = new Map();
  const among = new Set(flows);
  for (const claim of flows) {
    const told = retelling(claim, among, false) ?? retelling(claim, among, true);
    if (told) found.set(claim, told);
  }
  return found;
}

function retelling(claim, among, perhaps) {
  const reached = sameOrWider(claim, perhaps);
  let best = null;
  for (const [other, inside] of reached) {
    // Sums of different modes are never added.
    if (other === claim || !among.has(other) || other.mode !== claim.mode) continue;
    const mutual = inside && sameOrWider(other, perhaps).get(claim);
    const kind = inside && !mutual ? "part" : "same";
    if (kind === "same" && !isAhead(other, claim)) continue;
    if (!best || (best.kind === "part" && kind === "same")) best = { kind, claim: other, perhaps };
  }
  if (best) return best;
  const rival = claim.ties.find(
    (tie) =>
      tie.kind === "rival" &&
      (perhaps || !tie.perhaps) &&
      among.has(tie.claim) &&
      tie.claim.mode === claim.mode,
  );
  return rival ? { kind: "rival", claim: rival.claim, perhaps } : null;
}

/** The claims that this one is the same as or part of: Map of claim → is it a part? */
function sameOrWider(claim, perhaps) {
  const reached = new Map([[claim, false]]);
  for (const [at, inside] of reached) {
    for (const tie of at.ties) {
      if ((tie.kind !== "same" && tie.kind !== "part") || (tie.perhaps && !perhaps)) continue;
      if (!reached.has(tie.claim)) reached.set(tie.claim, inside || tie.kind === "part");
    }
  }
  return reached;
}

/** Of two flows that are the same, the larger counts; of equal ones the first by id. */
function isAhead(one, other) {
  return (
    (sizeOfFlow(one) - sizeOfFlow(other) || one.low - other.low || byCode(other.id, one.id)) > 0
  );
}

/** The largest of these flows, and the links by which their events passed it on without a sum. */
export function chooseFlows(flows, claims, most = MOST_BANDS) {
  const drawn = [...flows]
    .sort((a, b) => sizeOfFlow(b) - sizeOfFlow(a) || byCode(a.id, b.id))
    .slice(0, most);
  const events = new Set(
    drawn.filter((claim) => claim.relation.transfer_role === "payer").map((claim) => claim.object),
  );
  const onward = !events.size
    ? []
    : claims.filter(
        (claim) =>
          !claim.quantity && events.has(claim.object) && RECEIVES.has(claim.relation.transfer_role),
      );
  return { drawn, onward: onward.slice(0, most) };
}

/**
 * Lay flows out in columns, payers before recipients. `measure`: gives the width of a name.
 * Returns { bands, nodes, width, height, room }; `room`: the width for a sum at the start of a band.
 * Bands: { claim, low, high, points }: half the thickness of the lower and of the upper bound, and the
 * middle line from left to right.
 * Nodes: { entity, x, y, height, lines, align }: `y` is the top of the bar, with the name above it.
 */
export function layOutFlows({ drawn, onward }, { width, measure }) {
  const scale = scaleOf(drawn);
  const edges = [...drawn, ...onward].map((claim) => {
    const [from, to] = endsOfFlow(claim);
    const high = claim.quantity ? Math.max(THINNEST, scale(sizeOfFlow(claim))) : THINNEST;
    return { claim, from, to, high, low: claim.quantity ? scale(claim.low) : 0 };
  });
  const most = Math.max(2, Math.floor(width / 230) + 1);
  let layers = layered(edges, true);
  if (layers.length > most) layers = layered(edges, false);
  const step = (width - BAR) / Math.max(1, layers.length - 1);
  for (const layer of layers)
    for (const node of layer) nameNode(node, layers.length, step, measure);
  orderColumns(layers);
  const height = standColumns(layers);
  for (const layer of layers) for (const node of layer) node.x = node.layer * step;
  dockBands(layers);
  const all = layers.flat();
  return {
    bands: edges.map((edge) => {
      return { claim: edge.claim, low: edge.low / 2, high: edge.high / 2, points: pointsOf(edge) };
    }),
    nodes: all
      .filter((node) => node.entity)
      .map((node) => {
        const { entity, x, y, tall, lines } = node;
        return {
          entity,
          x,
          y: y + lines.length * LINE,
          height: tall,
          lines,
          align: alignOf(node, layers),
        };
      }),
    width,
    height,
    room: step * (layers.length === 2 ? 0.5 : 0.6) - BAR * 2,
  };
}

/** Sums differ by orders of magnitude: thickness grows as the square root. */
function scaleOf(drawn) {
  const most = Math.max(1, ...drawn.map(sizeOfFlow));
  return (sum) => THICKEST * Math.sqrt(sum / most);
}

/**
 * Put the ends of the edges into columns. An entity that both receives and pays stands between
 * (`through`); in a circle of payments, the entity that closes the circle stands a second time.
 */
function layered(edges, through) {
  const nodes = new Map();
  const nodeAt = (key, entity) => {
    if (!nodes.has(key)) nodes.set(key, { key, entity, ins: [], outs: [], layer: 0 });
    return nodes.get(key);
  };
  for (const edge of edges) {
    const from = nodeAt(edge.from.id, edge.from);
    let to = through ? nodes.get(edge.to.id) : null;
    if (!to || to === from || leadsTo(to, from)) {
      to = nodeAt(through && !to ? edge.to.id : `${edge.to.id} again`, edge.to);
    }
    edge.chain = [from, to];
    from.outs.push(edge);
    to.ins.push(edge);
  }
  const all = [...nodes.values()];
  for (let moved = true; moved; ) {
    moved = false;
    for (const {
      chain: [from, to],
    } of edges) {
      if (to.layer <= from.layer) {
        to.layer = from.layer + 1;
        moved = true;
      }
    }
  }
  // A payer stands in the column before the first entity that it pays.
  for (const node of all) {
    if (!node.ins.length) node.layer = Math.min(...node.outs.map((it) => it.chain[1].layer)) - 1;
  }
  for (const edge of edges) all.push(...bridged(edge));
  const layers = Array.from({ length: Math.max(0, ...all.map((it) => it.layer)) + 1 }, () => []);
  for (const node of all) layers[node.layer].push(node);
  return layers;
}

function leadsTo(from, wanted) {
  const reached = new Set([from]);
  for (const node of reached) for (const edge of node.outs) reached.add(edge.chain.at(-1));
  return reached.has(wanted);
}

/** A band that passes a column gets a place in it, so that it crosses no node. */
function bridged(edge) {
  const [from, to] = edge.chain;
  const between = [];
  for (let layer = from.layer + 1; layer < to.layer; layer += 1) {
    between.push({
      key: `${edge.claim.id} ${layer}`,
      entity: null,
      ins: [edge],
      outs: [edge],
      layer,
    });
  }
  edge.chain = [from, ...between, to];
  return between;
}

/** How tall a node is, and its name in lines that fit. */
function nameNode(node, columns, step, measure) {
  const total = (list) => list.reduce((sum, edge) => sum + slotOf(edge, node), 0);
  node.tall = Math.max(total(node.ins), total(node.outs));
  // A name in a middle column may reach into the space on both sides.
  const between = node.layer === 0 ? 0.55 : node.layer === columns - 1 ? 0.36 : 0.74;
  const room = columns === 2 ? 0.47 : between;
  node.lines = node.entity
    ? inTwoLines(node.entity.label.trim() || node.entity.id, step * room, measure)
    : [];
}

function slotOf(edge, node) {
  return node.entity ? Math.max(SLOT, edge.high + 3) : edge.high + 6;
}

/** Order each column so that bands cross little: by the mean place of the neighbours. */
function orderColumns(layers) {
  const size = (node) => node.ins.concat(node.outs).reduce((sum, edge) => sum + edge.high, 0);
  for (const layer of layers) {
    layer.sort((a, b) => size(b) - size(a) || byCode(a.key, b.key));
    layer.forEach((node, at) => {
      node.at = at;
    });
  }
  for (let sweep = 0; sweep < 9; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const layer of forward ? layers : [...layers].reverse()) {
      for (const node of layer) node.pull = pullOf(node, forward ? "ins" : "outs") ?? node.at;
      layer.sort((a, b) => a.pull - b.pull || a.at - b.at);
      layer.forEach((node, at) => {
        node.at = at;
      });
    }
  }
}

/** The neighbour of a node along one of its edges. */
function beside(node, edge, side) {
  return edge.chain[edge.chain.indexOf(node) + (side === "ins" ? -1 : 1)];
}

function pullOf(node, side) {
  if (!node[side].length) return null;
  let [sum, weight] = [0, 0];
  for (const edge of node[side]) {
    sum += beside(node, edge, side).at * edge.high;
    weight += edge.high;
  }
  return sum / weight;
}

/** Give each node its y; returns the height of the whole. */
function standColumns(layers) {
  const columns = layers.map((layer) => layer.reduce((sum, node) => sum + roomOf(node), 0));
  const height = Math.max(0, ...columns);
  layers.forEach((layer, i) => {
    let y = (height - columns[i]) / 2;
    for (const node of layer) {
      node.y = y;
      y += roomOf(node);
    }
  });
  // Shorter columns move to the height of their neighbours.
  for (let round = 0; round < 12; round += 1) {
    for (const layer of round % 2 ? layers : [...layers].reverse()) level(layer, height);
  }
  return height;
}

function roomOf(node) {
  return node.tall + node.lines.length * LINE + (node.entity ? GAP : 4);
}

/** Move each node of a column to the height of its neighbours, as far as there is room. */
function level(layer, height) {
  const middleOf = (node) => node.y + node.lines.length * LINE + node.tall / 2;
  let above = 0;
  for (const node of layer) {
    const near = ["ins", "outs"].flatMap((side) =>
      node[side].map((edge) => {
        return [middleOf(beside(node, edge, side)), edge.high];
      }),
    );
    const weight = near.reduce((sum, [, high]) => sum + high, 0);
    const wanted = near.reduce((sum, [y, high]) => sum + y * high, 0) / weight;
    node.y = Math.max(above, node.y + wanted - middleOf(node));
    above = node.y + roomOf(node);
  }
  let below = height;
  for (const node of [...layer].reverse()) {
    node.y = Math.min(node.y, below - roomOf(node));
    below = node.y;
  }
}

/** Where each edge leaves and enters its nodes, in the order of the nodes at its other end. */
function dockBands(layers) {
  const barOf = (node) => node.y + node.lines.length * LINE;
  const far = (node, side) => (a, b) => {
    const [one, other] = [a, b].map((edge) => beside(node, edge, side));
    return one.layer === other.layer ? one.y - other.y : 0;
  };
  for (const node of layers.flat()) {
    node.ports = new Map();
    for (const side of ["ins", "outs"]) {
      const list = [...node[side]].sort(far(node, side));
      let y = barOf(node) + (node.tall - list.reduce((sum, it) => sum + slotOf(it, node), 0)) / 2;
      for (const edge of list) {
        node.ports.set(`${side} ${edge.claim.id}`, y + slotOf(edge, node) / 2);
        y += slotOf(edge, node);
      }
    }
  }
}

/** The middle line of a band: [x, y] where it leaves, passes and enters. */
function pointsOf({ claim, chain }) {
  return chain.map((node, i) => {
    const side = i === 0 ? "outs" : "ins";
    return [
      node.x + (i === 0 ? BAR : i === chain.length - 1 ? 0 : BAR / 2),
      node.ports.get(`${side} ${claim.id}`),
    ];
  });
}

/** Names in the outer columns stay within the drawing; others are centred on their bar. */
function alignOf(node, layers) {
  if (node.layer === 0) return "start";
  return node.layer === layers.length - 1 ? "end" : "middle";
}
