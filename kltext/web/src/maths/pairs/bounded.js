/** Closed forms of distributions on an interval, and what they turn into: the mirror of kltext.distributions.bounded_pairs. */

import { klDirichlet, phiOfPower } from "../bregman.js";
import { g } from "../kernels.js";
import { difference, logQuotient } from "../rational.js";

/** @param {any} p @param {any} q */
const beta = (p, q) => klDirichlet([p.a, p.b], [q.a, q.b]);

/** @param {any} p @param {any} q */
function loguniform(p, q) {
  // log(b2/a2) − log(b1/a1), as a share of the latter
  return Math.log1p(logQuotient([q.b, p.a], [q.a, p.b]) / logQuotient([p.b], [p.a]));
}

/** @param {any} p @param {any} q */
function invgauss(p, q) {
  const shift = difference([p.mu, p.scale], [-q.mu, q.scale]); // of the means
  const tilt = (shift / (q.mu * q.scale)) ** 2;
  return 0.5 * phiOfPower(1, q.scale, p.scale) + ((q.scale / (p.mu * p.scale)) * tilt) / 2;
}

/** @type {import("../registry.js").Table} */
export const BOUNDED = {
  "beta beta": beta,
  "betaprime betaprime": beta,
  "uniform uniform": (p, q) => logQuotient([q.scale], [p.scale]),
  "loguniform loguniform": loguniform,
  "powerlaw powerlaw": (p, q) => g(p.a, q.a) / p.a + q.a * logQuotient([q.scale], [p.scale]),
  "pareto pareto": (p, q) => g(p.b, q.b) / p.b + q.b * logQuotient([p.scale], [q.scale]),
  "lomax lomax": (p, q) => g(p.c, q.c) / p.c,
  "invgauss invgauss": invgauss,
};
