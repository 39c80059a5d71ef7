/** The curvature of log ζ, the variance of log K under Zipf's distribution: the mirror of kltext.distributions.zeta. */

/** Terms that are summed; Euler and Maclaurin do the rest. */
const DIRECT = 20;
/** B₂ⱼ/(2j)! */
const FACTORS = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000, 1 / 74724249600];

/** @typedef {[number, number, number]} Jet a value with its first and second derivative */

/** @param {Jet} f @param {Jet} h @returns {Jet} */
const times = (f, h) => [f[0] * h[0], f[1] * h[0] + f[0] * h[1], f[2] * h[0] + 2 * f[1] * h[1] + f[0] * h[2]];

/** ζ, ζ' and ζ'' at 1 + excess. @param {number} excess positive @returns {Jet} */
export function zetaJet(excess) {
  const a = 1 + excess;
  /** @type {Jet} */
  const total = [0, 0, 0];
  const add = (/** @type {number} */ factor, /** @type {Jet} */ jet) => jet.forEach((x, i) => (total[i] += factor * x));
  for (let k = 1; k < DIRECT; k += 1) {
    const log = Math.log(k);
    const power = Math.exp(-a * log);
    add(1, [power, -log * power, log * log * power]);
  }
  const log = Math.log(DIRECT);
  const decay = /** @type {Jet} */ ([1, -log, log * log].map((x) => Math.exp(-a * log) * x));
  add(DIRECT, times(decay, [1 / excess, -1 / excess ** 2, 2 / excess ** 3]));
  add(0.5, decay);
  /** @type {Jet} */
  let rising = [a, 1, 0];
  FACTORS.forEach((factor, j) => {
    add(factor / DIRECT ** (2 * j + 1), times(rising, decay));
    for (const i of [2 * j + 1, 2 * j + 2]) rising = times(rising, [a + i, 1, 0]);
  });
  return total;
}

/** e²(log ζ)''(1 + e). @param {number} e */
export function logZetaCurvature(e) {
  const [value, slope, bend] = zetaJet(e);
  return (bend / value - (slope / value) ** 2) * e * e;
}
