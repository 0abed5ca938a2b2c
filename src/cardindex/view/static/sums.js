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

/** The low and the high total of these claims. */
export function total(claims) {
  const among = new Set(claims);
  const pairs = (kind, perhaps) => claims.flatMap((claim) => claim.ties
    .filter((tie) => tie.kind === kind && tie.perhaps === perhaps && among.has(tie.claim))
    .map((tie) => [claim, tie.claim]));
  const [same, parts, rivals] = ["same", "part", "rival"].map((kind) => pairs(kind, false));
  const apart = grouping(claims, same);
  // What is surely inside a whole is in neither total, so that the low never passes the high.
  const contained = insideOf(apart, parts);
  const inside = new Set(claims.filter((claim) => contained.has(apart.get(claim))));
  const high = addUp(claims, apart, parts, rivals, "high", inside, Math.max);
  const together = grouping(claims, [...same, ...pairs("same", true)]);
  const low = addUp(claims, together, [...parts, ...pairs("part", true)],
    [...rivals, ...pairs("rival", true)], "low", inside, Math.min);
  return { low, high };
}

/** Add up the largest bound of each group that is in no other, one of rivals at a time. */
function addUp(claims, group, parts, rivals, bound, inside, pick) {
  const contained = insideOf(group, parts);
  const largest = new Map();
  for (const claim of claims) {
    const name = group.get(claim);
    if (contained.has(name) || inside.has(claim)) continue;
    largest.set(name, Math.max(largest.get(name) ?? 0, claim[bound]));
  }
  const met = rivals.map(([a, b]) => [group.get(a), group.get(b)])
    .filter(([a, b]) => largest.has(a) && largest.has(b));
  const choices = new Map();
  for (const [name, choice] of grouping([...largest.keys()], met)) {
    choices.set(choice, [...(choices.get(choice) ?? []), largest.get(name)]);
  }
  return [...choices.values()].reduce((sum, values) => sum + pick(...values), 0);
}

/** The groups of which a member is part of a claim in another group. */
function insideOf(group, parts) {
  return new Set(parts.filter(([part, whole]) => group.get(part) !== group.get(whole))
    .map(([part]) => group.get(part)));
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
