/** Closed forms into Gumbel, Laplace, beta, uniform and Pareto distributions: the mirror of kltext.distributions.cross_pairs_line. */

import { klDirichlet } from "../bregman.js";
import { momentsOf } from "../moments.js";
import { logQuotient } from "../rational.js";
import { betaShare, erf, expIntegral, gammaShare } from "../special.js";
import { EULER, logBeta } from "../stirling.js";
import { uniformMeanLog } from "./cross.js";

/** Needs log E[e^(−rate·X)] of P's standard form. @param {(p: any, rate: number) => number} logTransform */
const intoGumbel = (logTransform) => (/** @type {any} */ p, /** @type {any} */ q) => {
  const ratio = p.scale / q.scale;
  const start = (p.loc - q.loc) / q.scale;
  const decay = Math.exp(logTransform(p, ratio) - start);
  return start + ratio * momentsOf(p).mean(p) + decay - momentsOf(p).entropy(p) - Math.log(ratio);
};

/** Needs E|X − t| of P's standard form. @param {(p: any, t: number) => number} deviation */
const intoLaplace = (deviation) => (/** @type {any} */ p, /** @type {any} */ q) => {
  if (!Number.isFinite(momentsOf(p).mean(p))) return Infinity;
  const ratio = p.scale / q.scale;
  const spread = deviation(p, (q.loc - p.loc) / p.scale);
  return Math.log(2 / ratio) + ratio * spread - momentsOf(p).entropy(p);
};

/** @param {any} p @param {number} t */
function gammaDeviation({ a }, t) {
  if (t <= 0) return a - t;
  return t * (2 * gammaShare(a, t) - 1) + a * (1 - 2 * gammaShare(a + 1, t));
}

/** @param {any} p @param {number} t */
function betaDeviation({ a, b }, t) {
  const mean = a / (a + b);
  if (!(t > 0 && t < 1)) return Math.abs(t - mean);
  return t * (2 * betaShare(a, b, t) - 1) + mean * (1 - 2 * betaShare(a + 1, b, t));
}

/** @param {any} p @param {number} t */
function paretoDeviation({ b }, t) {
  const mean = b / (b - 1);
  return t <= 1 ? mean - t : t * (1 - 2 * t ** -b) + mean * (2 * t ** (1 - b) - 1);
}

/** @param {any} _ @param {number} t */
const normDeviation = (_, t) => Math.sqrt(2 / Math.PI) * Math.exp((-t * t) / 2) + t * erf(t / Math.SQRT2);

/** @param {any} p @param {any} q */
function uniformBeta(p, q) {
  const { a, b } = q;
  if (p.loc === q.loc && p.scale === q.scale) return klDirichlet([1, 1], [a, b]);
  const low = (p.loc - q.loc) / q.scale;
  const width = p.scale / q.scale;
  const room = Math.max(0, (q.high - p.high) / q.scale);
  const logs = (a - 1) * uniformMeanLog(low, width) + (b - 1) * uniformMeanLog(room, width);
  return logBeta(a, b) - Math.log(width) - logs;
}

/** @param {any} p @param {any} q */
function uniformPareto(p, q) {
  const width = p.scale / q.scale;
  return (q.b + 1) * uniformMeanLog((p.loc - q.loc) / q.scale, width) - Math.log(width) - Math.log(q.b);
}

/** @type {import("../registry.js").Table} */
export const CROSS_LINE = {
  "norm gumbel_r": intoGumbel((_, r) => (r * r) / 2),
  "expon gumbel_r": intoGumbel((_, r) => -Math.log1p(r)),
  "gamma gumbel_r": intoGumbel(({ a }, r) => -a * Math.log1p(r)),
  "uniform gumbel_r": intoGumbel((_, r) => Math.log(-Math.expm1(-r) / r)),
  "norm laplace": intoLaplace(normDeviation),
  "expon laplace": intoLaplace((_, t) => (t > 0 ? t - 1 + 2 * Math.exp(-t) : 1 - t)),
  "uniform laplace": intoLaplace((_, t) => (t > 0 && t < 1 ? (t * t + (1 - t) ** 2) / 2 : Math.abs(t - 0.5))),
  "gamma laplace": intoLaplace(gammaDeviation),
  "beta laplace": intoLaplace(betaDeviation),
  "pareto laplace": intoLaplace(paretoDeviation),
  "gumbel_r laplace": intoLaplace((_, t) => (t > 40 ? t - EULER : EULER - t + 2 * expIntegral(Math.exp(-t)))),
  "beta uniform": (p, q) => klDirichlet([p.a, p.b], [1, 1]) + logQuotient([q.scale], [p.scale]),
  "uniform beta": uniformBeta,
  "uniform pareto": uniformPareto,
};
