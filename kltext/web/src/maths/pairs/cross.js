/** Closed forms between families, into normal, exponential, gamma and lognormal distributions: the mirror of kltext.distributions.cross_pairs. */

import { bregman, klGamma, klGeneralisedGamma, phiOfPower } from "../bregman.js";
import { KNOWN, momentsOf, normalGap } from "../moments.js";
import { logQuotient } from "../rational.js";
import { digamma, EULER, logGamma, stirlingCurvature, stirlingRemainder, stirlingSlope } from "../stirling.js";
import { normal } from "./normal.js";

/** D(P‖N) + D(N‖Q), N being the normal of P's mean and variance. @param {any} p @param {any} q */
function intoNormal(p, q) {
  const variance = momentsOf(p).variance(p);
  if (!Number.isFinite(variance)) return Infinity;
  const sigma = Math.sqrt(variance) * p.scale;
  const shift = (p.loc - q.loc + p.scale * momentsOf(p).mean(p)) / q.scale;
  return normalGap(p) + normal(shift, logQuotient([sigma], [q.scale]));
}

/** D(P‖E) + D(E‖Q), E being the exponential of P's mean that starts where Q does. @param {any} p @param {any} q */
function intoExpon(p, q) {
  const mean = p.loc - q.loc + p.scale * momentsOf(p).mean(p);
  if (!Number.isFinite(mean)) return Infinity;
  const gap = 1 + logQuotient([mean], [p.scale]) - momentsOf(p).entropy(p);
  return gap + phiOfPower(1, mean, q.scale);
}

/** How far P starts to the right of Q. @param {any} p @param {any} q */
const start = (p, q) => (p.loc - q.loc) / q.scale;

/** For large b a beta distribution is nearly a gamma distribution, which may be exponential. @param {any} p @param {any} q */
function betaExpon(p, q) {
  const { a, b } = p;
  const n = a + b;
  let tail = 0.5 / b - 1 / n + Math.log1p(a / b) / 2 + stirlingRemainder(n) - stirlingRemainder(b);
  tail += (b - 1) * stirlingSlope(b) - (n - 2) * stirlingSlope(n);
  const gap = bregman(stirlingCurvature, a, 1) + tail;
  return gap + phiOfPower(1, p.scale * (a / n), q.scale) + start(p, q);
}

/** A Weibull distribution into a gamma distribution of shape a. @param {any} p @param {any} q @param {number} a */
const weibullInto = (p, q, a) => klGeneralisedGamma(1, a, (1 - p.c) / p.c, logQuotient([p.scale], [q.scale]));

/** From what P knows of x − loc2 in units of scale2. @param {number} mean @param {number} meanLog @param {number} entropy @param {any} q */
const intoGamma = (mean, meanLog, entropy, { a }) => logGamma(a) - (a - 1) * meanLog + mean - entropy;

/** The same, where E[log X] of the standard form is known. @param {(p: any) => number} meanLog */
const scaledIntoGamma = (meanLog) => (/** @type {any} */ p, /** @type {any} */ q) => {
  const unit = logQuotient([p.scale], [q.scale]);
  const mean = (p.scale / q.scale) * momentsOf(p).mean(p);
  if (!Number.isFinite(mean)) return Infinity;
  return intoGamma(mean, meanLog(p) + unit, momentsOf(p).entropy(p) + unit, q);
};

/** E[log x] of the uniform distribution on [low, low + width], low ≥ 0. @param {number} low @param {number} width */
export function uniformMeanLog(low, width) {
  return Math.log(low + width) - 1 + (low > 0 ? (low / width) * Math.log1p(width / low) : 0);
}

/** @param {any} p @param {any} q */
function uniformGamma(p, q) {
  const low = start(p, q);
  const width = p.scale / q.scale;
  return intoGamma(low + width / 2, uniformMeanLog(low, width), Math.log(width), q);
}

/**
 * From what log(X/scale) has less in entropy than the normal of its variance, and its mean and variance.
 * @param {(p: any) => [number, number, number]} logs
 */
const intoLognorm = (logs) => (/** @type {any} */ p, /** @type {any} */ q) => {
  const [gap, mean, variance] = logs(p);
  const shift = (mean + logQuotient([p.scale], [q.scale])) / q.s;
  return gap + normal(shift, Math.log(Math.sqrt(variance) / q.s));
};

/** By Stirling's formula for log Γ and ψ: their large logarithms have cancelled. @param {any} p @returns {[number, number, number]} */
function gammaLogs({ a }) {
  const spread = stirlingCurvature(a) / a;
  const gap = Math.log1p(spread) / 2 - stirlingRemainder(a) + a * stirlingSlope(a);
  return [gap, digamma(a), (1 + spread) / a];
}

/** @type {import("../registry.js").Table} */
export const CROSS = {
  ...Object.fromEntries(KNOWN.filter((name) => name !== "norm").map((name) => [`${name} norm`, intoNormal])),
  ...Object.fromEntries(
    ["uniform", "pareto", "lognorm", "rayleigh", "maxwell", "halfnorm", "triang"].map((name) => [
      `${name} expon`,
      intoExpon,
    ]),
  ),
  "beta expon": betaExpon,
  "gamma expon": (p, q) => klGamma(p.a, 1, p.scale, q.scale) + start(p, q),
  "weibull_min expon": (p, q) => weibullInto(p, q, 1) + start(p, q),
  "expon gamma": (p, q) => klGamma(1, q.a, p.scale, q.scale),
  "weibull_min gamma": (p, q) => weibullInto(p, q, q.a),
  "beta gamma": scaledIntoGamma(({ a, b }) => digamma(a) - digamma(a + b)),
  "pareto gamma": scaledIntoGamma(({ b }) => 1 / b),
  "lognorm gamma": scaledIntoGamma(() => 0),
  "uniform gamma": uniformGamma,
  "gamma lognorm": intoLognorm(gammaLogs),
  "weibull_min lognorm": intoLognorm(({ c }) => [
    Math.log(Math.PI ** 3 / 3) / 2 - 0.5 - EULER,
    -EULER / c,
    Math.PI ** 2 / 6 / c ** 2,
  ]),
  "pareto lognorm": intoLognorm(({ b }) => [(Math.log(2 * Math.PI) - 1) / 2, 1 / b, 1 / b ** 2]),
};
