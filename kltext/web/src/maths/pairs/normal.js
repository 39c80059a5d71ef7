/** Closed forms of the normal distribution and its transforms: the mirror of kltext.distributions.normal_pairs. */

import { phiOfPower } from "../bregman.js";
import { expExcess } from "../kernels.js";
import { difference, logQuotient, ratioExcess } from "../rational.js";
import { cutNormal, klTruncatedNormal } from "../truncation.js";

/** The divergence of normals. @param {number} shift (μ1 − μ2)/σ2 @param {number} logSigmas log(σ1/σ2) */
export const normal = (shift, logSigmas) => 0.5 * (shift * shift + expExcess(2 * logSigmas));

/** Of the normals N(−a/b, 1/b²) that a Johnson distribution is made of. @param {any} p @param {any} q */
function johnson(p, q) {
  return normal(difference([q.a, p.b], [-p.a, q.b]) / p.b, logQuotient([q.b], [p.b]));
}

/** The norm of so many centred normals. @param {number} degrees */
const chiLike = (degrees) => (/** @type {any} */ p, /** @type {any} */ q) =>
  (degrees / 2) * phiOfPower(2, p.scale, q.scale);

/** What a truncated normal P needs to know of a normal Q, in the units of P. @param {any} p @param {any} q */
function seenFrom(p, q) {
  const [a, b] = [p.low, p.high].map((end) => (end - p.loc) / p.scale);
  return { a, b, mean: (q.loc - p.loc) / p.scale, sigma: q.scale / p.scale };
}

/** @param {any} p @param {any} q */
function truncnorm(p, q) {
  const { a, b, mean, sigma } = seenFrom(p, q);
  const slope = ratioExcess([p.scale, p.scale], [q.scale, q.scale]);
  const tilt = ((p.loc - q.loc) / q.scale) * (p.scale / q.scale);
  return klTruncatedNormal(a, b, mean, sigma, [slope, tilt]);
}

/** From Q cut off where P is, and −log of what the whole Q has there. @param {any} p @param {any} q */
function truncnormNorm(p, q) {
  const { a, b, mean, sigma } = seenFrom(p, q);
  const mass = (/** @type {number} */ from, /** @type {number} */ to) => cutNormal(from, to, mean, sigma).logMass;
  const outside = Math.exp(mass(-Infinity, a) - mass(a, b)) + Math.exp(mass(b, Infinity) - mass(a, b));
  const rest = Number.isFinite(outside) ? Math.log1p(outside) : -mass(a, b);
  return truncnorm(p, q) + rest;
}

/** @type {import("../registry.js").Table} */
export const NORMAL = {
  "norm norm": (p, q) => normal((p.loc - q.loc) / q.scale, logQuotient([p.scale], [q.scale])),
  "lognorm lognorm": (p, q) => normal(logQuotient([p.scale], [q.scale]) / q.s, logQuotient([p.s], [q.s])),
  "johnsonsu johnsonsu": johnson,
  "johnsonsb johnsonsb": johnson,
  "halfnorm halfnorm": chiLike(1),
  "rayleigh rayleigh": chiLike(2),
  "maxwell maxwell": chiLike(3),
  "truncnorm truncnorm": truncnorm,
  "truncnorm norm": truncnormNorm,
};
