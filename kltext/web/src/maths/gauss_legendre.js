/** Adaptive Gauss–Legendre quadrature of smooth functions: the mirror of kltext.distributions.gauss_legendre. */

import { legendreRule } from "./legendre_nodes.js";

const EPS = 2 ** -52;
const DEEPEST = 60;

/**
 * The integral of f over the panels between the edges.
 * @param {(x: number) => number} f
 * @param {number[]} edges
 * @param {number} [atol] an absolute error that is good enough
 */
export function integratePanels(f, edges, atol = 0) {
  const { nodes, weights } = legendreRule(15);
  const panel = (/** @type {number} */ low, /** @type {number} */ high) => {
    const half = (high - low) / 2;
    let value = 0;
    let size = 0;
    nodes.forEach((x, i) => {
      const y = weights[i] * half * f(low + half * (x + 1));
      value += y;
      size += Math.abs(y);
    });
    return { low, high, value, size };
  };
  let open = edges.slice(1).map((high, i) => panel(edges[i], high));
  let total = open.reduce((sum, { size }) => sum + size, 0);
  let settled = 0;
  for (let depth = 0; depth < DEEPEST && open.length; depth += 1) {
    const goal = Math.max(1e-13 * total, atol) / 64;
    const next = [];
    for (const whole of open) {
      const middle = (whole.low + whole.high) / 2;
      const parts = [panel(whole.low, middle), panel(middle, whole.high)];
      const value = parts[0].value + parts[1].value;
      const size = parts[0].size + parts[1].size;
      const done = Math.abs(value - whole.value) <= Math.max(goal, 4 * EPS * size);
      if (done) settled += value;
      else next.push(...parts);
    }
    open = next;
    total = Math.max(total, Math.abs(settled));
  }
  return settled + open.reduce((sum, { value }) => sum + value, 0);
}
