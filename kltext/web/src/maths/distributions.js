/**
 * One view of every distribution: name, parameters, loc, scale and the ends of its support; and
 * whether one support lies inside another. The mirror of kltext.distributions.distribution and supports.
 */

/**
 * @typedef {Record<string, any> & {name: string, loc: number, scale: number, low: number, high: number, discrete: boolean}} Distribution
 */

/** @type {Record<string, (distribution: any) => [number, number]>} the standard support of discrete distributions */
const ATOMS = {
  bernoulli: () => [0, 1],
  betabinom: ({ n }) => [0, n],
  binom: ({ n }) => [0, n],
  dlaplace: () => [-Infinity, Infinity],
  geom: () => [1, Infinity],
  logser: () => [1, Infinity],
  nbinom: () => [0, Infinity],
  planck: () => [0, Infinity],
  poisson: () => [0, Infinity],
  randint: ({ low, high }) => [low, high - 1],
  rv_discrete: ({ xk }) => [Math.min(...xk), Math.max(...xk)],
  zipf: () => [1, Infinity],
};

/** @type {Record<string, (distribution: any) => [number, number]>} the standard support where it is not [0, ∞) */
const INTERVALS = {
  beta: () => [0, 1],
  johnsonsb: () => [0, 1],
  loguniform: ({ a, b }) => [a, b],
  levy_l: () => [-Infinity, 0],
  pareto: () => [1, Infinity],
  powerlaw: () => [0, 1],
  triang: () => [0, 1],
  uniform: () => [0, 1],
  vonmises_line: () => [-Math.PI, Math.PI],
  weibull_max: () => [-Infinity, 0],
};
for (const name of [
  "cauchy",
  "gumbel_l",
  "gumbel_r",
  "johnsonsu",
  "laplace",
  "loggamma",
  "logistic",
  "moyal",
  "norm",
  "t",
  "vonmises",
]) {
  INTERVALS[name] = () => [-Infinity, Infinity];
}

/** The distribution of a family. @param {string} name @param {Record<string, any>} parameters @returns {Distribution} */
export function distribution(name, parameters) {
  /** @type {any} */
  const given = { loc: 0, scale: 1, ...parameters, name };
  if (name in ATOMS) {
    const [low, high] = ATOMS[name](given);
    return { ...given, ...(name === "randint" && { from: given.low, to: given.high }), low, high, discrete: true };
  }
  // The bounds of a truncated normal are parameters of their own: a and b follow from them.
  const [low, high] = name === "truncnorm" ? [given.low, given.high] : ends(given);
  return { ...given, low, high, discrete: false };
}

/** @param {any} given @returns {[number, number]} */
function ends(given) {
  const [low, high] = INTERVALS[given.name]?.(given) ?? [0, Infinity];
  return [low * given.scale + given.loc, high * given.scale + given.loc];
}

/** @type {Record<string, (distribution: any) => number | undefined>} the point that carries all mass, if one does */
const POINTS = {
  bernoulli: ({ p }) => (p === 0 ? 0 : p === 1 ? 1 : undefined),
  binom: ({ n, p }) => (p === 0 ? 0 : p === 1 ? n : undefined),
  geom: ({ p }) => (p === 1 ? 1 : undefined),
  nbinom: ({ p }) => (p === 1 ? 0 : undefined),
  poisson: ({ mu }) => (mu === 0 ? 0 : undefined),
};

/** @param {Distribution} p */
export function pointMass(p) {
  if (p.name === "rv_discrete") return atoms(p).length === 1 ? atoms(p)[0] : undefined;
  const point = POINTS[p.name]?.(p);
  return point === undefined && p.low === p.high ? p.low : point;
}

/** The values with mass of a table. @param {Distribution} p @returns {number[]} */
export const atoms = (p) => p.xk.filter((/** @type {number} */ _, /** @type {number} */ i) => p.pk[i] > 0);

/** Whether Q gives mass to everything that P gives mass to. @param {Distribution} p @param {Distribution} q */
export function included(p, q) {
  if (p.discrete !== q.discrete) return false;
  if (p.name === "vonmises" || p.name === "truncnorm") return true; // one circle, the same bounds
  if (!p.discrete) return q.low <= p.low && p.high <= q.high;
  const alone = pointMass(p);
  const points = p.name === "rv_discrete" ? atoms(p) : alone === undefined ? [p.low, p.high] : [alone];
  if (q.name === "rv_discrete") return points.every((/** @type {number} */ x) => atoms(q).includes(x));
  const target = pointMass(q);
  if (target !== undefined) return points.every((/** @type {number} */ x) => x === target);
  return points.every((/** @type {number} */ x) => q.low <= x && x <= q.high);
}

/** Whether both are one distribution. @param {Distribution} p @param {Distribution} q */
export function same(p, q) {
  return p.name === q.name && JSON.stringify(p) === JSON.stringify({ ...p, ...q });
}
