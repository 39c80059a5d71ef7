/** Every pair of distributions with a closed form in one dimension: the mirror of kltext.distributions.registry. */

import { logDensity } from "./densities.js";
import { included, pointMass, same } from "./distributions.js";
import { BOUNDED } from "./pairs/bounded.js";
import { CROSS } from "./pairs/cross.js";
import { CROSS_LINE } from "./pairs/cross_line.js";
import { DISCRETE } from "./pairs/discrete.js";
import { GAMMA } from "./pairs/gamma.js";
import { LINE } from "./pairs/line.js";
import { NORMAL } from "./pairs/normal.js";

/** @typedef {Record<string, (p: import("./distributions.js").Distribution, q: import("./distributions.js").Distribution) => number>} Table by "family-of-P family-of-Q" */

/** @type {Table} */
export const PAIRS = { ...NORMAL, ...GAMMA, ...LINE, ...BOUNDED, ...DISCRETE, ...CROSS, ...CROSS_LINE };

/**
 * D(P‖Q) in nats; the expectation is under the first.
 * @param {import("./distributions.js").Distribution} p
 * @param {import("./distributions.js").Distribution} q
 * @returns {number} NaN where no closed form is known
 */
export function klDistributions(p, q) {
  if (same(p, q)) return 0;
  if (!included(p, q)) return Infinity;
  const closed = PAIRS[`${p.name} ${q.name}`]?.(p, q) ?? NaN;
  const point = Number.isNaN(closed) ? pointMass(p) : undefined;
  return point === undefined ? closed : -logDensity(q)(point);
}
