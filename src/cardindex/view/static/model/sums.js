// Payments, and totals of hedged sums in which a sum that is told twice counts once. Mirrors
// evidence/sums.py.

import { byCode } from "./evidence.js";

/**
 * Is the quantity of a claim a sum that went from one to another? Years in prison, the number of dead
 * and money taken by force are none.
 */
export function isPayment({ relation, object, quantity, unit }) {
  return (
    object !== null &&
    quantity !== "" &&
    (relation.transfer ||
      relation.transfer_role !== "" ||
      (relation.family?.structural === true && /^[A-Z]{3}$/.test(unit)))
  );
}

/**
 * Totals of the payments among `claims` by unit and mode: [{ unit, mode, low, high, claims }], sorted.
 * `all`: every claim of the page, as two may be the same by way of a third that is not among `claims`.
 */
export function totals(claims, all) {
  const groups = new Map();
  for (const claim of claims) {
    if (!isPayment(claim)) continue;
    const key = `${claim.unit}\n${claim.mode}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(claim);
  }
  const readings = [tiedPairs(all, false), tiedPairs(all, true)];
  return [...groups.values()]
    .map((group) => {
      return { unit: group[0].unit, mode: group[0].mode, ...total(group, readings), claims: group };
    })
    .sort((a, b) => byCode(a.unit, b.unit) || byCode(a.mode, b.mode));
}

/**
 * Map of each tied claim → the Set of all claims that ties connect with it, itself included. Totals of
 * some claims need only the sets of these.
 */
export function hangingTogether(all) {
  const beside = new Map();
  for (const claim of all) {
    for (const tie of claim.ties) {
      for (const [one, other] of [
        [claim, tie.claim],
        [tie.claim, claim],
      ]) {
        if (!beside.has(one)) beside.set(one, []);
        beside.get(one).push(other);
      }
    }
  }
  const found = new Map();
  for (const claim of beside.keys()) {
    if (found.has(claim)) continue;
    const together = new Set([claim]);
    for (const reached of together) for (const next of beside.get(reached)) together.add(next);
    for (const member of together) found.set(member, together);
  }
  return found;
}

/** The lowest and the highest total over all readings of the ties. */
function total(claims, readings) {
  const found = readings.map((pairs) => readTotal(claims, pairs));
  return {
    low: Math.min(...found.map((it) => it.low)),
    high: Math.max(...found.map((it) => it.high)),
  };
}

/** Pairs of tied claims by kind of tie; with `perhaps`, perhaps-ties too. */
function tiedPairs(all, perhaps) {
  const pairs = { same: [], part: [], rival: [] };
  for (const claim of all) {
    for (const tie of claim.ties) {
      if (pairs[tie.kind] && (perhaps || !tie.perhaps)) pairs[tie.kind].push([claim, tie.claim]);
    }
  }
  return pairs;
}

/** Both totals of one reading of the ties. */
function readTotal(claims, pairs) {
  const named = new Set([...claims, ...Object.values(pairs).flat(2)]);
  let group = joined(named, pairs.same);
  let wholes = wholesOf(group, pairs.part);
  for (let loop = loopIn(wholes); loop; loop = loopIn(wholes)) {
    // Two groups that are each inside the other are the same.
    group = joined(named, [...group, ...loop.map((member) => [loop[0], member])]);
    wholes = wholesOf(group, pairs.part);
  }
  const there = new Set(claims.map((claim) => group.get(claim)));
  const largest = new Map();
  for (const claim of claims) {
    const name = group.get(claim);
    if (isInside(name, wholes, there)) continue;
    const [low, high] = largest.get(name) ?? [0, 0];
    largest.set(name, [Math.max(low, claim.low), Math.max(high, claim.high)]);
  }
  const met = pairs.rival
    .map(([a, b]) => [group.get(a), group.get(b)])
    .filter(([a, b]) => largest.has(a) && largest.has(b));
  return addUp(largest, met);
}

/** Of rivals, only the smallest counts in the low total and only the largest in the high one. */
function addUp(largest, met) {
  const versions = new Map();
  for (const [name, first] of joined(largest.keys(), met)) {
    versions.set(first, [...(versions.get(first) ?? []), largest.get(name)]);
  }
  let [low, high] = [0, 0];
  for (const some of versions.values()) {
    low += Math.min(...some.map((bounds) => bounds[0]));
    high += Math.max(...some.map((bounds) => bounds[1]));
  }
  return { low, high };
}

/** For each group the groups that it is inside of. */
function wholesOf(group, parts) {
  const wholes = new Map();
  for (const [part, whole] of parts) {
    const [inner, outer] = [group.get(part), group.get(whole)];
    if (inner === outer) continue;
    if (!wholes.has(inner)) wholes.set(inner, new Set());
    wholes.get(inner).add(outer);
  }
  return wholes;
}

/** Is a group inside one that counts, directly or by way of groups that do not count? */
function isInside(name, wholes, there) {
  const reached = new Set([name]);
  for (const inner of reached) {
    for (const outer of wholes.get(inner) ?? []) {
      if (there.has(outer)) return true;
      reached.add(outer);
    }
  }
  return false;
}

/** The members of a circle of wholes, or null where there is none. */
function loopIn(wholes) {
  const done = new Set();
  const walk = (name, path) => {
    if (path.includes(name)) return path.slice(path.indexOf(name));
    if (done.has(name)) return null;
    for (const outer of wholes.get(name) ?? []) {
      const loop = walk(outer, [...path, name]);
      if (loop) return loop;
    }
    done.add(name);
    return null;
  };
  for (const name of wholes.keys()) {
    const loop = walk(name, []);
    if (loop) return loop;
  }
  return null;
}

/** Union of pairs: Map of each member → the smallest member of its group. */
function joined(members, pairs) {
  const leader = new Map([...members].map((member) => [member, member]));
  const find = (member) => {
    let at = member;
    while (leader.get(at) !== at) at = leader.get(at);
    return at;
  };
  for (const [one, other] of pairs) {
    const [first, second] = [find(one), find(other)].sort((a, b) => byCode(a.id, b.id));
    leader.set(second, first);
  }
  return new Map([...leader.keys()].map((member) => [member, find(member)]));
}
