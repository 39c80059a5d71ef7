/** Divergences of exponential families as integrals of a positive curvature: the mirror of kltext.distributions.bregman. */

import { expExcess, g, phi } from "./kernels.js";
import { unitIntervalRule } from "./legendre_nodes.js";
import { difference, logQuotient, ratioExcess } from "./rational.js";
import { digamma, stirlingCurvature, trigamma } from "./stirling.js";

/**
 * The Bregman remainder B(end, start) = ∫ (end − t) F''(t) dt, for positive arguments.
 * @param {(t: number) => number} curvature t²F''(t)
 * @param {number} start
 * @param {number} end
 * @param {{step?: number, longest?: number}} [known] `step` is end − start where it is known
 *   better than by subtraction; over lengths below `longest` the curvature is smooth
 */
export function bregman(curvature, start, end, { step = end - start, longest = Infinity } = {}) {
  if (step === 0) return 0;
  const { nodes, weights } = unitIntervalRule(20);
  let total = 0;
  if (-start / 2 <= step && step <= start && Math.abs(step) <= longest) {
    nodes.forEach((u, i) => {
      const t = start + u * step;
      total += curvature(t) * (step / t) ** 2 * (1 - u) * weights[i];
    });
    return total;
  }
  const widest = Math.min(Math.LN2, longest / Math.max(start, end));
  const [low, high] = [Math.log(start), Math.log(end)];
  const count = Math.ceil(Math.abs(Math.log(end / start)) / widest);
  const width = (high - low) / count;
  for (let k = 0; k < count; k += 1) {
    nodes.forEach((u, i) => {
      const t = Math.exp(low + width * (k + u));
      total += (end / t - 1) * curvature(t) * weights[i];
    });
  }
  return total * width;
}

/** The difference of sums a₂ − a₁, rounded once. @param {number[]} alpha1 @param {number[]} alpha2 */
const shiftOf = (alpha1, alpha2) => difference(...alpha2.map((a) => [a]), ...alpha1.map((a) => [-a]));

/** The divergence of two Dirichlet distributions; two entries are beta distributions. @param {number[]} alpha1 @param {number[]} alpha2 */
export function klDirichlet(alpha1, alpha2) {
  const [total1, total2] = [alpha1, alpha2].map((alpha) => alpha.reduce((sum, a) => sum + a, 0));
  const shift = shiftOf(alpha1, alpha2);
  let between = 0;
  let parts = 0;
  alpha1.forEach((a, i) => {
    const d = (alpha2[i] - a - a * (shift / total1)) / total2;
    between += g(alpha2[i] / total2, a / total1, d);
    parts += bregman(stirlingCurvature, a, alpha2[i]);
  });
  return total2 * between + (parts - bregman(stirlingCurvature, total1, total2, { step: shift }));
}

/**
 * The divergence of two gamma distributions of shapes a and scales theta^power.
 * @param {number} a1
 * @param {number} a2
 * @param {number} theta1
 * @param {number} theta2
 * @param {number} [power]
 */
export function klGamma(a1, a2, theta1, theta2, power = 1) {
  const excess = power === 1 ? ratioExcess([a1, theta1], [a2, theta2]) : -1;
  const logMean = logQuotient([a1], [a2]) + power * logQuotient([theta1], [theta2]);
  const scalePart = excess > -0.5 ? phi(excess) : expExcess(logMean);
  return bregman(stirlingCurvature, a1, a2) + a2 * scalePart;
}

/**
 * D(P‖Q) where P makes G ~ Γ(a₁) and Q makes ρ·G^k ~ Γ(a₂): Weibull, Gumbel, Moyal and others.
 * @param {number} a1
 * @param {number} a2
 * @param {number} kExcess k − 1
 * @param {number} logRho
 */
export function klGeneralisedGamma(a1, a2, kExcess, logRho) {
  const bend = bregman(trigamma, a1 + 1, a1 + 1 + kExcess, { step: kExcess });
  const logMean = logRho + logQuotient([a1], [a2]) + kExcess * digamma(a1 + 1) + bend;
  const shapes = bregman(stirlingCurvature, a1, a2) + phi(kExcess) + a2 * bend;
  return shapes + (kExcess * (a2 - a1)) / a1 + a2 * expExcess(logMean);
}

/** r − 1 − log r for r = (top/bottom)^power. @param {number} power @param {number} top @param {number} bottom */
export const phiOfPower = (power, top, bottom) => expExcess(power * logQuotient([top], [bottom]));
