/** Closed forms of discrete distributions: the mirror of kltext.distributions.discrete_pairs. */

import { bregman } from "../bregman.js";
import { klDivergence } from "../discrete.js";
import { expExcess, g, phi } from "../kernels.js";
import { difference, logQuotient } from "../rational.js";
import { logZetaCurvature } from "../zeta.js";

/** Curvatures here decay like e^(−t): longer panels would miss it. */
const LONGEST = 8;

/** Two coins. @param {number} p1 @param {number} p2 @param {number} [d] p1 − p2, if better known */
const bernoulli = (p1, p2, d = p1 - p2) => g(p1, p2, d) + g(1 - p1, 1 - p2, -d);

/** @param {any} p @param {any} q */
const trial = (p, q) => ((p.n ?? 1) === 1 && (q.n ?? 1) === 1 ? bernoulli(p.p, q.p) : NaN);

/** The masses of a beta-binomial distribution, each from its neighbour. @param {any} p */
function betaBinomialMasses({ n, a, b }) {
  /** The mass of k + 1 over that of k. @param {number} k */
  const ratio = (k) => (((n - k) / (k + 1)) * (k + a)) / (n - k - 1 + b);
  const top = likeliest(n, ratio);
  const masses = Array(n + 1).fill(1);
  for (let k = top; k < n; k += 1) masses[k + 1] = masses[k] * ratio(k);
  for (let k = top; k > 0; k -= 1) masses[k - 1] = masses[k] / ratio(k - 1);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** The count with the largest mass. @param {number} n @param {(k: number) => number} ratio of neighbours */
function likeliest(n, ratio) {
  let [top, highest, log] = [0, 0, 0];
  for (let k = 0; k < n; k += 1) {
    log += Math.log(ratio(k));
    if (log > highest) [top, highest] = [k + 1, log];
  }
  return top;
}

/**
 * Sums of log((x + i)/(y + i)) over i < k, for k up to n.
 * @param {number} n
 * @param {number} x
 * @param {number} y
 * @param {number} apart x − y
 */
function logProducts(n, x, y, apart) {
  const sums = [0];
  for (let i = 0; i < n; i += 1) {
    const excess = apart / (y + i);
    sums.push(sums[i] + (Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x + i) - Math.log(y + i)));
  }
  return sums;
}

/** @param {any} p @param {any} q */
function betabinom(p, q) {
  if (p.n !== q.n) return NaN;
  const { n } = p;
  const ups = logProducts(n, p.a, q.a, p.a - q.a);
  const downs = logProducts(n, p.b, q.b, p.b - q.b);
  const apart = difference([p.a], [p.b], [-q.a], [-q.b]);
  const whole = logProducts(n, p.a + p.b, q.a + q.b, apart)[n];
  const logs = ups.map((up, k) => up + downs[n - k] - whole); // log p/q of k
  const near = logs.every((t) => Math.abs(t) < 1);
  const term = (/** @type {number} */ t) => (near ? expExcess(-t) : t);
  return betaBinomialMasses(p).reduce((sum, mass, k) => sum + mass * term(logs[k]), 0);
}

/** @param {any} p @param {any} q */
function planck({ lambda_: l1 }, { lambda_: l2 }) {
  const p1 = -Math.expm1(-l1);
  const d = l2 < l1 ? -Math.exp(-l2) * Math.expm1(l2 - l1) : Math.exp(-l1) * Math.expm1(l1 - l2);
  return (g(p1, -Math.expm1(-l2), d) + g(Math.exp(-l1), Math.exp(-l2), -d)) / p1;
}

/** Over the values that either has; the same value may stand twice in a table. @param {any} p @param {any} q */
function table(p, q) {
  const points = [...new Set([...p.xk, ...q.xk])].sort((x, y) => x - y);
  const masses = [p, q].map(({ xk, pk }) => {
    const row = points.map(() => 0);
    xk.forEach((/** @type {number} */ x, /** @type {number} */ i) => (row[points.indexOf(x)] += pk[i]));
    return row;
  });
  return klDivergence(masses[0], masses[1]);
}

/** @param {any} p @param {any} q */
function logser({ p: p1 }, { p: p2 }) {
  // The natural parameter is log p; t = −log p has the same curvature, the variance of K.
  const variance = (/** @type {number} */ t) => {
    const share = Math.exp(-t);
    const rest = -Math.expm1(-t);
    const excess = share < 0.5 ? phi(-share) : -share - Math.log(rest);
    return share * excess * (t / (rest * Math.log(rest))) ** 2;
  };
  const options = { step: logQuotient([p1], [p2]), longest: LONGEST };
  return bregman(variance, logQuotient([1], [p1]), logQuotient([1], [p2]), options);
}

/** The variance of |K| for the discrete Laplace distribution, cosh a / sinh² a, times a². @param {number} a */
const spread = (a) => 2 * Math.exp(-a) * (1 + Math.exp(-2 * a)) * (a / Math.expm1(-2 * a)) ** 2;

/** @type {import("../registry.js").Table} */
export const DISCRETE = {
  "bernoulli bernoulli": trial,
  "bernoulli binom": trial,
  "binom bernoulli": trial,
  "betabinom betabinom": betabinom,
  "binom binom": (p, q) => (p.n === q.n ? p.n * bernoulli(p.p, q.p) : NaN),
  "geom geom": (p, q) => bernoulli(p.p, q.p) / p.p,
  "planck planck": planck,
  "nbinom nbinom": (p, q) => (p.n * bernoulli(p.p, q.p)) / p.p,
  "poisson poisson": (p, q) => g(p.mu, q.mu),
  "bernoulli poisson": (p, q) => g(p.p, q.mu) + g(1 - p.p, 1),
  "poisson bernoulli": (_, q) => -Math.log1p(-q.p),
  "poisson binom": (_, q) => -q.n * Math.log1p(-q.p),
  "rv_discrete rv_discrete": table,
  "logser logser": logser,
  "zipf zipf": (p, q) => bregman(logZetaCurvature, p.a - 1, q.a - 1, { longest: LONGEST }),
  "dlaplace dlaplace": (p, q) => bregman(spread, p.a, q.a, { longest: LONGEST }),
  "randint randint": (p, q) => logQuotient([q.to - q.from], [p.to - p.from]),
};
