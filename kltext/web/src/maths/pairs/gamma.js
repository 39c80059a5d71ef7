/** Closed forms of the gamma distribution, its powers and logarithms: the mirror of kltext.distributions.gamma_pairs. */

import { bregman, klGamma, klGeneralisedGamma, phiOfPower } from "../bregman.js";
import { logQuotient, ratioExcess } from "../rational.js";
import { digamma, logGamma, stirlingCurvature } from "../stirling.js";

/** Weibull distributions: powers of an exponential one. @param {any} p @param {any} q */
const weibull = (p, q) => klGeneralisedGamma(1, 1, ratioExcess([q.c], [p.c]), q.c * logQuotient([p.scale], [q.scale]));

/** Logarithms of a gamma distribution, of either sign. @param {number} a1 @param {number} a2 @param {any} p @param {any} q @param {number} sign */
function logarithm(a1, a2, p, q, sign) {
  return klGeneralisedGamma(a1, a2, ratioExcess([p.scale], [q.scale]), (sign * (p.loc - q.loc)) / q.scale);
}

/** e^(−(x − μ)/s) is twice a gamma variable of shape ½. @param {any} p @param {any} q */
function moyal(p, q) {
  const excess = ratioExcess([p.scale], [q.scale]);
  return klGeneralisedGamma(0.5, 0.5, excess, (q.loc - p.loc) / q.scale + excess * Math.LN2);
}

/** @param {any} p @param {any} q */
function gengamma(p, q) {
  const k = q.c / p.c;
  const logRho = q.c * logQuotient([p.scale], [q.scale]);
  if (k > 0) return klGeneralisedGamma(p.a, q.a, ratioExcess([q.c], [p.c]), logRho);
  if (p.a + k <= 0) return Infinity; // one is a power of a gamma distribution, the other of its reciprocal
  const mean = Math.exp(logRho + logGamma(p.a + k) - logGamma(p.a));
  const shapes = logGamma(q.a) - logGamma(p.a) - Math.log(-k);
  return shapes + (p.a - q.a * k) * digamma(p.a) - p.a + mean - q.a * logRho;
}

/** @param {any} p @param {any} q */
const levy = (p, q) => 0.5 * phiOfPower(1, q.scale, p.scale);

/** @type {import("../registry.js").Table} */
export const GAMMA = {
  "expon expon": (p, q) => phiOfPower(1, p.scale, q.scale) + (p.loc - q.loc) / q.scale,
  "gamma gamma": (p, q) => klGamma(p.a, q.a, p.scale, q.scale),
  "chi2 chi2": (p, q) => klGamma(p.df / 2, q.df / 2, p.scale, q.scale),
  "chi chi": (p, q) => klGamma(p.df / 2, q.df / 2, p.scale, q.scale, 2),
  "invgamma invgamma": (p, q) => klGamma(p.a, q.a, q.scale, p.scale),
  "nakagami nakagami": (p, q) => bregman(stirlingCurvature, p.nu, q.nu) + q.nu * phiOfPower(2, p.scale, q.scale),
  "levy levy": levy,
  "levy_l levy_l": levy,
  "loggamma loggamma": (p, q) => logarithm(p.c, q.c, p, q, 1),
  "weibull_min weibull_min": weibull,
  "weibull_max weibull_max": weibull,
  "invweibull invweibull": (p, q) =>
    klGeneralisedGamma(1, 1, ratioExcess([q.c], [p.c]), q.c * logQuotient([q.scale], [p.scale])),
  "gumbel_r gumbel_r": (p, q) => logarithm(1, 1, p, q, -1),
  "gumbel_l gumbel_l": (p, q) => logarithm(1, 1, p, q, 1),
  "moyal moyal": moyal,
  "gengamma gengamma": gengamma,
};
