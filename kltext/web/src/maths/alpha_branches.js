/** The local minima of D_α between a normal and two modes, all along 0 ≤ α ≤ 1, for a curve. */

import { alphaLandscape, descend, fitForward, fitReverse } from "./mixtures.js";

/** Enough for fits that are right to four decimals, as a drawn curve needs. */
const DIGITS = 14;
const STEPS = 16;
const HALVINGS = 5;

/**
 * @typedef {import("./mixtures.js").Fit} Fit
 * @typedef {{alpha: number, fit: Fit}} Stop
 */

/**
 * Both branches, by rising α, and the α from which on the middle is the best.
 * @param {number} separation
 * @returns {{middle: Stop[], side: Stop[], exchange: number}}
 */
export function alphaBranches(separation) {
  const ends = fitReverse(separation);
  const [first] = ends.filter(({ mean }) => mean === 0);
  const beside = ends.find(({ mean }) => mean > 0);
  const middle = [{ alpha: 0, fit: first }];
  const side = beside ? [{ alpha: 0, fit: beside }] : [];
  for (let k = 1; k < STEPS; k += 1) {
    middle.push({ alpha: k / STEPS, fit: /** @type {Fit} */ (follow(separation, k / STEPS, middle)) });
    const next = side.length === k && follow(separation, k / STEPS, side);
    if (next) side.push({ alpha: k / STEPS, fit: next });
  }
  middle.push({ alpha: 1, fit: fitForward(separation) });
  const shared = side.length;
  if (shared > 0) extendBranch(separation, side);
  return { middle, side, exchange: exchange(middle, side.slice(0, shared)) };
}

/**
 * The minimum at α next to the last of a branch; nothing where the branch has ended.
 * @param {number} separation
 * @param {number} alpha
 * @param {Stop[]} branch
 */
function follow(separation, alpha, branch) {
  const { mean, sigma } = branch[branch.length - 1].fit;
  const fit = descend(alphaLandscape(separation, alpha, DIGITS), mean, sigma, mean === 0 ? -Infinity : mean / 2);
  return fit && mean === 0 ? { ...fit, mean } : fit;
}

/** Takes the branch beside the middle closer to its end. @param {number} separation @param {Stop[]} side */
function extendBranch(separation, side) {
  let gap = 1 / STEPS;
  for (let k = 0; k < HALVINGS; k += 1) {
    gap /= 2;
    const alpha = side[side.length - 1].alpha + gap;
    const fit = alpha < 1 && follow(separation, alpha, side);
    if (fit) side.push({ alpha, fit });
  }
}

/** Where the middle becomes the best: 0 if it is so all along. @param {Stop[]} middle @param {Stop[]} side */
function exchange(middle, side) {
  const gaps = side.map(({ fit }, i) => middle[i].fit.kl - fit.kl);
  if (gaps.length === 0 || gaps[0] <= 0) return 0;
  const after = gaps.findIndex((gap) => gap <= 0);
  if (after === -1) return side[side.length - 1].alpha;
  const before = after - 1;
  return (before + gaps[before] / (gaps[before] - gaps[after])) / STEPS;
}
