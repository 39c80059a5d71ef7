/** Days of weather, drawn from a climate, and what a forecast costs on them. */

import { klDivergence, sum } from "./discrete.js";
import { logRatio } from "./kernels.js";

/** log(p/q) of each outcome, that is, the extra surprise on such a day; 0 where neither has it. @param {number[]} p @param {number[]} q */
export const extraSurprise = (p, q) => p.map((value, i) => (value === q[i] ? 0 : logRatio(value, q[i])));

/**
 * The divergence, and the standard deviation of a day's extra surprise under P.
 * @param {number[]} p @param {number[]} q
 */
export function perDay(p, q) {
  const kl = klDivergence(p, q);
  if (kl === Infinity) return { kl, spread: Infinity };
  const extra = extraSurprise(p, q);
  return { kl, spread: Math.sqrt(sum(p.map((value, i) => (value === 0 ? 0 : value * (extra[i] - kl) ** 2)))) };
}

/**
 * How many days of each kind there were after 0, 1, 2, … days.
 * @param {number[]} p the climate
 * @param {number[]} draws between 0 and 1, one a day
 */
export function tallies(p, draws) {
  const last = p.reduce((found, value, i) => (value > 0 ? i : found), 0);
  let total = 0;
  const below = p.map((value) => (total += value));
  const counts = [p.map(() => 0)];
  for (const u of draws) {
    const next = [...counts[counts.length - 1]];
    const kind = below.findIndex((bound) => u < bound);
    next[kind === -1 ? last : kind] += 1;
    counts.push(next);
  }
  return counts;
}

/** The mean extra surprise of some days. @param {number[]} counts days of each kind @param {number[]} extra */
export function meanExtra(counts, extra) {
  const days = sum(counts);
  return sum(counts.map((count, i) => (count === 0 ? 0 : count * extra[i]))) / days;
}
