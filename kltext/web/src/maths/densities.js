/** Log densities and log masses of the families, for pictures; of the standard form (loc 0, scale 1). */

import { g } from "./kernels.js";
import { LOG_2PI, logBeta, logGamma, stirlingRemainder } from "./stirling.js";
import { cutNormal } from "./truncation.js";
import { zetaJet } from "./zeta.js";

const { abs, exp, expm1, log, log1p, hypot, tanh } = Math;
const xlogy = (/** @type {number} */ x, /** @type {number} */ y) => (x === 0 ? 0 : x * log(y));
const logStandardNormal = (/** @type {number} */ z) => -(z * z + LOG_2PI) / 2;
/** log(1 + e^x). @param {number} x */
const softplus = (x) => Math.max(x, 0) + log1p(exp(-abs(x)));

/** The log of (wins + losses choose wins) p^wins (1 − p)^losses. @param {number} wins @param {number} losses @param {number} p */
function trials(wins, losses, p) {
  if (wins === 0) return losses * log1p(-p);
  if (losses === 0) return wins * log(p);
  const n = wins + losses;
  const rest = stirlingRemainder(n) - stirlingRemainder(wins) - stirlingRemainder(losses);
  const root = (log(wins) + log(losses) - log(n) + LOG_2PI) / 2;
  return rest - root - g(wins, n * p) - g(losses, n * (1 - p));
}

/** The log of n over k. @param {number} n @param {number} k */
const logBinomial = (n, k) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
const gamma = (/** @type {number} */ z, /** @type {number} */ a) =>
  (log(a) - LOG_2PI) / 2 - stirlingRemainder(a) - g(a, z) - log(z);
const halfnorm = (/** @type {number} */ z) => Math.LN2 + logStandardNormal(z);
const weibull = (/** @type {number} */ z, /** @type {number} */ c) => log(c) + xlogy(c - 1, z) - z ** c;
const levy = (/** @type {number} */ z) => -1.5 * log(z) - 0.5 / z - LOG_2PI / 2;
const vonmises = (/** @type {number} */ z, /** @type {any} */ { kappa }) =>
  kappa * (Math.cos(z) - 1) - log(2 * Math.PI) - logI0e(kappa);

/** log(e^(−κ) I₀(κ)), by the trapezoidal rule over the circle. @param {number} kappa */
function logI0e(kappa) {
  const n = 64 + Math.ceil(12 * Math.sqrt(kappa));
  let sum = 0;
  for (let k = 0; k < n; k += 1) sum += exp(kappa * (Math.cos((2 * Math.PI * k) / n) - 1));
  return log(sum / n);
}

/** @type {Record<string, (z: number, distribution: any) => number>} */
const STANDARD = {
  bernoulli: (k, { p }) => trials(k, 1 - k, p),
  beta: (z, { a, b }) => xlogy(a - 1, z) + xlogy(b - 1, 1 - z) - logBeta(a, b),
  betabinom: (k, { n, a, b }) => logBinomial(n, k) + logBeta(k + a, n - k + b) - logBeta(a, b),
  betaprime: (z, { a, b }) => xlogy(a - 1, z) - (a + b) * log1p(z) - logBeta(a, b),
  binom: (k, { n, p }) => trials(k, n - k, p),
  cauchy: (z) => -log(Math.PI) - log1p(z * z),
  chi: (z, { df }) => (1 - df / 2) * Math.LN2 + xlogy(df - 1, z) - (z * z) / 2 - logGamma(df / 2),
  chi2: (z, { df }) => gamma(z / 2, df / 2) - Math.LN2,
  dlaplace: (k, { a }) => log(tanh(a / 2)) - a * abs(k),
  expon: (z) => -z,
  fisk: (z, { c }) => log(c) + xlogy(c - 1, z) - 2 * softplus(c * log(z)),
  gamma: (z, { a }) => gamma(z, a),
  gengamma: (z, { a, c }) => log(abs(c)) + (c * a - 1) * log(z) - z ** c - logGamma(a),
  geom: (k, { p }) => xlogy(k - 1, 1 - p) + log(p),
  gumbel_l: (z) => z - exp(z),
  gumbel_r: (z) => -z - exp(-z),
  halfcauchy: (z) => log(2 / Math.PI) - log1p(z * z),
  halfnorm,
  invgamma: (z, { a }) => -(a + 1) * log(z) - 1 / z - logGamma(a),
  invgauss: (z, { mu }) => -(LOG_2PI + 3 * log(z)) / 2 - ((z - mu) / mu) ** 2 / (2 * z),
  invweibull: (z, { c }) => log(c) - (c + 1) * log(z) - z ** -c,
  johnsonsb: (z, { a, b }) => logStandardNormal(a + b * (log(z) - log1p(-z))) + log(b) - log(z) - log1p(-z),
  johnsonsu: (z, { a, b }) => logStandardNormal(a + b * Math.asinh(z)) + log(b) - log(hypot(1, z)),
  laplace: (z) => -abs(z) - Math.LN2,
  levy,
  levy_l: (z) => levy(-z),
  loggamma: (z, { c }) => c * z - exp(z) - logGamma(c),
  logistic: (z) => -z - 2 * softplus(-z),
  lognorm: (z, { s }) => logStandardNormal(log(z) / s) - log(s * z),
  logser: (k, { p }) => k * log(p) - log(k) - log(-log1p(-p)),
  loguniform: (z, { a, b }) => -log(z) - log(log(b / a)),
  lomax: (z, { c }) => log(c) - (c + 1) * log1p(z),
  maxwell: (z) => halfnorm(z) + 2 * log(z),
  moyal: (z) => -(z + exp(-z) + LOG_2PI) / 2,
  nakagami: (z, { nu }) => gamma(nu * z * z, nu) + log(2 * nu * z),
  nbinom: (k, { n, p }) => log(n / (n + k)) + trials(n, k, p),
  norm: logStandardNormal,
  pareto: (z, { b }) => log(b) - (b + 1) * log(z),
  planck: (k, { lambda_ }) => log(-expm1(-lambda_)) - lambda_ * k,
  poisson: (k, { mu }) => (k === 0 ? -mu : -g(k, mu) - stirlingRemainder(k) - (log(k) + LOG_2PI) / 2),
  powerlaw: (z, { a }) => log(a) + xlogy(a - 1, z),
  randint: (_, { from, to }) => -log(to - from),
  rayleigh: (z) => log(z) - (z * z) / 2,
  t: (z, { df }) => -logBeta(df / 2, 0.5) - log(df) / 2 - ((df + 1) / 2) * log1p((z * z) / df),
  triang: (z, { c }) => log(z < c ? (2 * z) / c : (2 * (1 - z)) / (1 - c)),
  uniform: () => 0,
  vonmises,
  vonmises_line: vonmises,
  weibull_max: (z, { c }) => weibull(-z, c),
  weibull_min: (z, { c }) => weibull(z, c),
  zipf: (k, { a }) => -a * log(k) - log(zetaJet(a - 1)[0]),
};

/**
 * The log density (or log mass) of a distribution as a function of x; −∞ outside the support.
 * @param {import("./distributions.js").Distribution} distribution
 * @returns {(x: number) => number}
 */
export function logDensity(distribution) {
  if (distribution.name === "rv_discrete") {
    return (x) =>
      log(
        distribution.pk.reduce(
          (/** @type {number} */ sum, /** @type {number} */ mass, /** @type {number} */ i) =>
            distribution.xk[i] === x ? sum + mass : sum,
          0,
        ),
      );
  }
  const inside = (/** @type {number} */ x) => x >= distribution.low && x <= distribution.high;
  if (distribution.name === "truncnorm") {
    const cut = cutNormal(distribution.low, distribution.high, distribution.loc, distribution.scale);
    return (x) => (inside(x) ? cut.logDensity(x - cut.anchor) : -Infinity);
  }
  const standard = STANDARD[distribution.name];
  const unit = distribution.discrete ? 0 : log(distribution.scale);
  return (x) => (inside(x) ? standard((x - distribution.loc) / distribution.scale, distribution) - unit : -Infinity);
}
