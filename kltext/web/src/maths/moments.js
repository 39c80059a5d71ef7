/** Entropies and moments of the standard form (loc 0, scale 1): the mirror of kltext.distributions.moments. */

import { phi } from "./kernels.js";
import { unitIntervalRule } from "./legendre_nodes.js";
import { EULER, LOG_2PI, logGamma, remainderCurvature, stirlingRemainder, stirlingSlope } from "./stirling.js";

/**
 * @typedef {object} Moments of a distribution's family, as functions of the distribution
 * @property {(p: any) => number} entropy
 * @property {(p: any) => number} mean
 * @property {(p: any) => number} variance
 * @property {(p: any) => number} [negentropy] D(P‖N) for the normal N of P's mean and variance
 */

const normalEntropy = (/** @type {number} */ variance) => (LOG_2PI + 1 + Math.log(variance)) / 2;
const constant = (/** @type {number} */ value) => () => value;
/** S(x) and (x − 1) S'(x). @param {number} x */
const remainders = (x) => [stirlingRemainder(x), (x - 1) * stirlingSlope(x)];

/** @param {any} p */
function gammaNegentropy({ a }) {
  const [value, slope] = remainders(a);
  return slope - value + 0.5 / a;
}

/** @param {any} p */
const betaVariance = ({ a, b }) => ((a / (a + b)) * (b / (a + b))) / (a + b + 1);

/** @param {any} p */
function betaNegentropy({ a, b }) {
  const n = a + b;
  const [one, two] = [remainders(a), remainders(b)];
  const total = stirlingRemainder(n) + (2 - n) * stirlingSlope(n);
  return 0.5 / a + 0.5 / b - 1 / n - Math.log1p(1 / n) / 2 - (one[0] + two[0]) + (one[1] + two[1]) + total;
}

/** @param {any} p */
function tNegentropy({ df }) {
  const n = df / 2;
  const { nodes, weights } = unitIntervalRule(20);
  let slope = 0;
  let value = stirlingSlope(n) / 2;
  nodes.forEach((u, i) => {
    const curvature = (remainderCurvature(n + u / 2) * weights[i]) / 2;
    slope += curvature;
    value += curvature * (0.5 - u / 2);
  });
  return (phi(-1 / n) + phi(0.5 / n)) / 2 - (n + 0.5) * slope + value;
}

const tVariance = (/** @type {any} */ { df }) => (df > 2 ? df / (df - 2) : Infinity);

/** @param {any} p */
function weibullVariance({ c }) {
  const [once, twice] = [1, 2].map((k) => logGamma(1 + k / c));
  return Math.exp(2 * once) * Math.expm1(twice - 2 * once);
}

/** log(expm1(x)/x) for x > 0. @param {number} x */
const logExpm1Over = (x) => (x < 700 ? Math.log(Math.expm1(x) / x) : x - Math.log(x));

/** @type {Record<string, Moments>} */
const MOMENTS = {
  norm: { entropy: constant((LOG_2PI + 1) / 2), mean: constant(0), variance: constant(1) },
  uniform: { entropy: constant(0), mean: constant(0.5), variance: constant(1 / 12) },
  expon: { entropy: constant(1), mean: constant(1), variance: constant(1) },
  gamma: {
    entropy: (p) => normalEntropy(p.a) - gammaNegentropy(p),
    mean: ({ a }) => a,
    variance: ({ a }) => a,
    negentropy: gammaNegentropy,
  },
  beta: {
    entropy: (p) => normalEntropy(betaVariance(p)) - betaNegentropy(p),
    mean: ({ a, b }) => a / (a + b),
    variance: betaVariance,
    negentropy: betaNegentropy,
  },
  gumbel_r: { entropy: constant(1 + EULER), mean: constant(EULER), variance: constant(Math.PI ** 2 / 6) },
  gumbel_l: { entropy: constant(1 + EULER), mean: constant(-EULER), variance: constant(Math.PI ** 2 / 6) },
  laplace: { entropy: constant(1 + Math.LN2), mean: constant(0), variance: constant(2) },
  logistic: { entropy: constant(2), mean: constant(0), variance: constant(Math.PI ** 2 / 3) },
  pareto: {
    entropy: ({ b }) => 1 + 1 / b - Math.log(b),
    mean: ({ b }) => (b > 1 ? b / (b - 1) : Infinity),
    variance: ({ b }) => (b > 2 ? b / ((b - 1) ** 2 * (b - 2)) : Infinity),
  },
  lognorm: {
    entropy: ({ s }) => (LOG_2PI + 1) / 2 + Math.log(s),
    mean: ({ s }) => Math.exp((s * s) / 2),
    variance: ({ s }) => Math.expm1(s * s) * Math.exp(s * s),
    negentropy: ({ s }) => (s * s) / 2 + logExpm1Over(s * s) / 2,
  },
  weibull_min: {
    entropy: ({ c }) => EULER * (1 - 1 / c) - Math.log(c) + 1,
    mean: ({ c }) => Math.exp(logGamma(1 + 1 / c)),
    variance: weibullVariance,
  },
  rayleigh: {
    entropy: constant(1 - Math.LN2 / 2 + EULER / 2),
    mean: constant(Math.sqrt(Math.PI / 2)),
    variance: constant(2 - Math.PI / 2),
  },
  maxwell: {
    entropy: constant(LOG_2PI / 2 + EULER - 0.5),
    mean: constant(2 * Math.sqrt(2 / Math.PI)),
    variance: constant(3 - 8 / Math.PI),
  },
  halfnorm: {
    entropy: constant(Math.log(Math.PI / 2) / 2 + 0.5),
    mean: constant(Math.sqrt(2 / Math.PI)),
    variance: constant(1 - 2 / Math.PI),
  },
  t: {
    entropy: (p) => normalEntropy(tVariance(p)) - tNegentropy(p),
    mean: ({ df }) => (df > 1 ? 0 : NaN),
    variance: tVariance,
    negentropy: tNegentropy,
  },
  triang: {
    entropy: constant(0.5 - Math.LN2),
    mean: ({ c }) => (1 + c) / 3,
    variance: ({ c }) => (1 - c * (1 - c)) / 18,
  },
};

/** The families whose moments are known. */
export const KNOWN = Object.keys(MOMENTS);

/** @param {any} p a distribution @returns {Moments} */
export const momentsOf = (p) => MOMENTS[p.name];

/** How much less entropy P has than the normal of its variance. @param {any} p */
export function normalGap(p) {
  const known = momentsOf(p);
  return known.negentropy?.(p) ?? normalEntropy(known.variance(p)) - known.entropy(p);
}
