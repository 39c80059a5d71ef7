/** Closed forms of symmetric distributions on the line and on the circle: the mirror of kltext.distributions.line_pairs. */

import { phiOfPower } from "../bregman.js";
import { klVonMises } from "../circle.js";
import { expExcess } from "../kernels.js";
import { logQuotient } from "../rational.js";

/** 2k/(2k + 1)!, from k = 1: x cosh x − sinh x = Σ 2k x^(2k+1)/(2k+1)! */
const COTH = Array.from({ length: 10 }, (_, i) => {
  let product = 1;
  for (let j = 2; j <= 2 * i + 3; j += 1) product *= j;
  return (2 * (i + 1)) / product;
});

/** δ coth(δ/2) − 2 for δ ≥ 0, by a series of positive terms where it cancels. @param {number} delta */
function logistic(delta) {
  const x = delta / 2;
  if (x === 0) return 0;
  if (x > 1) return 2 * (x / Math.tanh(x) - 1);
  const z = x * x;
  return 2 * COTH.reduceRight((sum, c) => (sum + c) * z, 0) * (x / Math.sinh(x));
}

/** Symmetric in the two distributions. @param {number} shift @param {number} gamma1 @param {number} gamma2 */
function cauchy(shift, gamma1, gamma2) {
  const across = Math.sqrt(gamma1) * Math.sqrt(gamma2);
  const excess = Math.hypot((gamma1 - gamma2) / across, shift / across) / 2;
  if (excess < 1e150) return Math.log1p(excess * excess);
  return 2 * Math.log(Math.hypot(gamma1 + gamma2, shift) / across / 2);
}

/** @type {import("../registry.js").Table} */
export const LINE = {
  "laplace laplace": (p, q) =>
    (p.scale / q.scale) * expExcess(-Math.abs(p.loc - q.loc) / p.scale) + phiOfPower(1, p.scale, q.scale),
  "logistic logistic": (p, q) => logistic(Math.abs(p.loc - q.loc) / p.scale),
  "fisk fisk": (p, q) => logistic(p.c * Math.abs(logQuotient([p.scale], [q.scale]))),
  "cauchy cauchy": (p, q) => cauchy(p.loc - q.loc, p.scale, q.scale),
  "halfcauchy halfcauchy": (p, q) => cauchy(0, p.scale, q.scale),
  "vonmises vonmises": (p, q) => klVonMises(p.kappa, q.kappa, 2 * Math.sin((p.loc - q.loc) / 2) ** 2),
  "vonmises_line vonmises_line": (p, q) => klVonMises(p.kappa, q.kappa, 0),
};
