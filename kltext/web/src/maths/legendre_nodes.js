/** The nodes and weights of Gauss–Legendre quadrature. */

/** @typedef {{nodes: number[], weights: number[]}} Rule */

/** @type {Map<number, Rule>} */
const known = new Map();

/** The rule of n points on [-1, 1]. @param {number} n @returns {Rule} */
export function legendreRule(n) {
  const rule = known.get(n) ?? compute(n);
  known.set(n, rule);
  return rule;
}

/** The rule of n points on [0, 1]. @param {number} n @returns {Rule} */
export function unitIntervalRule(n) {
  const { nodes, weights } = legendreRule(n);
  return { nodes: nodes.map((x) => (x + 1) / 2), weights: weights.map((w) => w / 2) };
}

/** @param {number} n @returns {Rule} */
function compute(n) {
  const nodes = Array(n).fill(0);
  const weights = Array(n).fill(0);
  for (let i = 0; i < n / 2; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step += 1) {
      const [value, before] = polynomials(n, x);
      slope = (n * (before - x * value)) / (1 - x * x);
      x -= value / slope;
    }
    slope = (n * (polynomials(n, x)[1] - x * polynomials(n, x)[0])) / (1 - x * x);
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
  if (n % 2) nodes[(n - 1) / 2] = 0;
  return { nodes, weights };
}

/** P_n(x) and P_{n-1}(x). @param {number} n @param {number} x */
function polynomials(n, x) {
  let before = 1;
  let value = x;
  for (let k = 2; k <= n; k += 1) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, before];
}
