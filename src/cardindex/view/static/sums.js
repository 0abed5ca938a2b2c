// Totals of hedged quantities, in which one sum told twice counts once. Mirrors evidence/sums.py.

import { byCode } from "./evidence.js";

/** Totals by unit and mode: [{ unit, mode, low, high, claims }], sorted. */
export function totals(claims) {
  const groups = new Map();
  for (const claim of claims) {
    if (!claim.quantity) continue;
    const key = `${claim.unit}\n${claim.mode}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(claim);
  }
  return [...groups.values()].map((group) => {
    return { unit: group[0].unit, mode: group[0].mode, ...total(group), claims: group };
  }).sort((a, b) => byCode(a.unit, b.unit) || byCode(a.mode, b.mode));
}

/**
 * The low and the high total of these claims. What is tied perhaps is read both ways, and the
 * totals are the lowest and the highest that come out.
 */
export function total(claims) {
  const readings = [false, true].map((perhaps) => reading(claims, perhaps));
  return {
    low: Math.min(...readings.map((it) => it.low)),
    high: Math.max(...readings.map((it) => it.high)),
  };
}

/** Both totals of one reading: the largest bounds of each group, one of rivals at a time. */
function reading(claims, perhaps) {
  const near = reachable(claims, (claim) => claim.ties.map((tie) => tie.claim));
  const [same, parts, rivals] = ["same", "part", "rival"].map((kind) => near.flatMap((claim) => {
    return claim.ties.filter((tie) => tie.kind === kind && (perhaps || !tie.perhaps))
      .map((tie) => [claim, tie.claim]);
  }));
  const group = grouping(near, [...same, ...circular(grouping(near, same), parts)]);
  const wholes = wholesOf(group, parts);
  const there = new Set(claims.map((claim) => group.get(claim)));
  const outside = (name) => !wholes(name).some((whole) => there.has(whole));
  const bounds = new Map([...there].filter(outside).map((name) => [name, { low: 0, high: 0 }]));
  for (const claim of claims) {
    const largest = bounds.get(group.get(claim));
    if (!largest) continue;
    largest.low = Math.max(largest.low, claim.low);
    largest.high = Math.max(largest.high, claim.high);
  }
  const met = rivals.map((pair) => pair.map((claim) => group.get(claim)))
    .filter((pair) => pair.every((name) => bounds.has(name)));
  const versions = new Map();
  for (const [name, first] of grouping([...bounds.keys()], met)) {
    versions.set(first, [...(versions.get(first) ?? []), bounds.get(name)]);
  }
  const sum = (pick, bound) => [...versions.values()].reduce((so, some) => {
    return so + pick(...some.map((it) => it[bound]));
  }, 0);
  return { low: sum(Math.min, "low"), high: sum(Math.max, "high") };
}

/** Pairs of groups that are each inside the other, and so the same. */
function circular(group, parts) {
  const wholes = wholesOf(group, parts);
  return [...new Set(group.values())].flatMap((name) => {
    return wholes(name).filter((whole) => wholes(whole).includes(name))
      .map((whole) => [name, whole]);
  });
}

/** A function from a group to all the groups that it is inside of, however indirectly. */
function wholesOf(group, parts) {
  const direct = new Map();
  for (const [part, whole] of parts.map((pair) => pair.map((claim) => group.get(claim)))) {
    if (part !== whole) direct.set(part, [...(direct.get(part) ?? []), whole]);
  }
  return (name) => reachable(direct.get(name) ?? [], (inner) => direct.get(inner) ?? []);
}

/** These and all that they lead to. */
function reachable(starts, next) {
  const seen = new Set(starts);
  for (const one of seen) for (const other of next(one)) seen.add(other);
  return [...seen];
}

/** For each member the smallest member of its group, pairs being joined. */
function grouping(members, pairs) {
  const leader = new Map(members.map((member) => [member, member]));
  const find = (member) => {
    let at = member;
    while (leader.get(at) !== at) at = leader.get(at);
    return at;
  };
  for (const [one, other] of pairs) {
    const [first, second] = [find(one), find(other)].sort((a, b) => byCode(a.id, b.id));
    leader.set(second, first);
  }
  return new Map(members.map((member) => [member, find(member)]));
}
