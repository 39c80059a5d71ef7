/** Where a distribution's mass lies: quantiles from its density alone, in a coordinate in which tails are short. */

import { logDensity } from "../maths/densities.js";
import { atoms } from "../maths/distributions.js";

const SCAN = 800;
const POINTS = 2000;
/** A density that has fallen by this power of e has no more mass to speak of. */
const DEEP = 26;

/**
 * Maps the real line onto the support; for integers, a little around it.
 * @param {import("../maths/distributions.js").Distribution} distribution
 * @returns {{x: (u: number) => number, logSlope: (u: number) => number, reach: number}}
 */
function coordinate({ low, high, loc, scale, discrete }) {
  const [start, end] = discrete ? [low - 0.5, high + 0.5] : [low, high];
  if (Number.isFinite(start) && Number.isFinite(end)) {
    const width = end - start;
    return {
      x: (u) => (u < 0 ? start + width / (1 + Math.exp(-u)) : end - width / (1 + Math.exp(u))),
      logSlope: (u) => Math.log(width) - Math.abs(u) - 2 * Math.log1p(Math.exp(-Math.abs(u))),
      reach: 60,
    };
  }
  if (Number.isFinite(start))
    return { x: (u) => start + scale * Math.exp(u), logSlope: (u) => u + Math.log(scale), reach: 100 };
  if (Number.isFinite(end))
    return { x: (u) => end - scale * Math.exp(-u), logSlope: (u) => Math.log(scale) - u, reach: 100 };
  return { x: (u) => loc + scale * Math.sinh(u), logSlope: (u) => Math.log(scale) + Math.log(Math.cosh(u)), reach: 60 };
}

/**
 * The quantiles at some levels; whole numbers of discrete distributions.
 * @param {import("../maths/distributions.js").Distribution} distribution
 * @param {number[]} levels increasing
 */
export function quantiles(distribution, levels) {
  if (distribution.name === "rv_discrete")
    return levels.map((level) => (level < 0.5 ? Math.min(...atoms(distribution)) : Math.max(...atoms(distribution))));
  const { x, logSlope, reach } = coordinate(distribution);
  const log = logDensity(distribution);
  const clamp = (/** @type {number} */ value) => Math.min(Math.max(value, distribution.low), distribution.high);
  const height = (/** @type {number} */ u) => {
    const value = log(clamp(x(u))) + logSlope(u);
    return Number.isNaN(value) ? -Infinity : value;
  };
  const top = topOfHill(height, reach);
  const peak = height(top);
  const ends = [-1, 1].map((side) => endOfHill(height, top, side, peak, reach));
  const us = Array.from({ length: POINTS }, (_, i) => ends[0] + ((ends[1] - ends[0]) * i) / (POINTS - 1));
  let sum = 0;
  const rising = us.map((u) => (sum += Math.exp(height(u) - peak)));
  return levels.map((level) => {
    const place = clamp(
      x(
        us[
          Math.max(
            0,
            rising.findIndex((mass) => mass >= level * sum),
          )
        ],
      ),
    );
    return distribution.discrete ? Math.round(place) : place;
  });
}

/** Where a function of one hill is highest. @param {(u: number) => number} height @param {number} reach */
function topOfHill(height, reach) {
  const step = (2 * reach) / SCAN;
  let [best, highest] = [0, height(0)];
  for (let i = 0; i <= SCAN; i += 1) {
    const here = height(i * step - reach);
    if (here > highest) [best, highest] = [i * step - reach, here];
  }
  let [low, high] = [best - step, best + step];
  for (let i = 0; i < 90; i += 1) {
    const third = (high - low) / 3;
    if (height(low + third) < height(high - third)) low += third;
    else high -= third;
  }
  return (low + high) / 2;
}

/**
 * Where the hill ends on one side.
 * @param {(u: number) => number} height
 * @param {number} top
 * @param {number} side
 * @param {number} peak
 * @param {number} reach
 */
function endOfHill(height, top, side, peak, reach) {
  let near = 0;
  let far = 1e-7;
  while (far < 2 * reach && height(top + side * far) > peak - DEEP) [near, far] = [far, 2 * far];
  for (let i = 0; i < 20; i += 1) {
    const middle = (near + far) / 2;
    if (height(top + side * middle) > peak - DEEP) near = middle;
    else far = middle;
  }
  return top + side * far;
}
