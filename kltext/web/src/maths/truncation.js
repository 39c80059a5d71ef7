/** Truncated normals of equal bounds: the mirror of kltext.distributions.truncation. */

import { integratePanels } from "./gauss_legendre.js";
import { expExcess } from "./kernels.js";
import { LOG_2PI } from "./stirling.js";

const STEPS = [0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 14, 20, 40];
const NEAR = 0.1;

/**
 * A normal distribution cut off outside [a, b]: its log density as a function of the step from its
 * highest place, and the log of the mass that the uncut one has on [a, b]. An end may be infinite.
 * @param {number} a
 * @param {number} b
 * @param {number} mean
 * @param {number} sigma
 */
export function cutNormal(a, b, mean, sigma) {
  const anchor = Math.min(Math.max(mean, a), b);
  const push = (anchor - mean) / sigma;
  const width = sigma / Math.max(1, Math.abs(push));
  const all = [...STEPS.map((s) => -s), 0, ...STEPS];
  const inside = all.map((s) => Math.min(Math.max(width * s, a - anchor), b - anchor));
  const edges = [...new Set(inside)].sort((x, y) => x - y);
  const shape = (/** @type {number} */ step) => (-step / sigma) * (step / sigma / 2 + push);
  const logNorm = Math.log(integratePanels((step) => Math.exp(shape(step)), edges));
  const logMass = logNorm - Math.log(sigma) - (push * push + LOG_2PI) / 2;
  return { logDensity: (/** @type {number} */ step) => shape(step) - logNorm, edges, anchor, logMass };
}

/**
 * D(P‖Q) of N(0, 1) and N(mean, sigma²), both cut off outside [a, b].
 * @param {number} a
 * @param {number} b
 * @param {number} mean
 * @param {number} sigma
 * @param {[number, number]} near slope and tilt of −log(q/p), better than mean and sigma tell
 */
export function klTruncatedNormal(a, b, mean, sigma, near) {
  const p = cutNormal(a, b, 0, 1);
  const q = cutNormal(a, b, mean, sigma);
  const slope = near[0];
  const tilt = near[1] + slope * p.anchor;
  const expectation = (/** @type {(step: number) => number} */ f, atol = 1e-300) =>
    integratePanels((step) => Math.exp(p.logDensity(step)) * f(step), p.edges, atol);
  const w = (/** @type {number} */ step) => step * (tilt + (slope * step) / 2);
  const gap = expectation((step) => p.logDensity(step) - q.logDensity(step + (p.anchor - q.anchor)), 1e-15);
  if (gap > NEAR) return gap;
  const centre = expectation(w);
  return Math.log1p(expectation((step) => expExcess(centre - w(step))));
}
