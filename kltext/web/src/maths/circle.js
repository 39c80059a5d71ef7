/** Von Mises distributions, by integrals of positive functions over the angle: the circle of kltext.distributions.von_mises_fisher. */

import { legendreRule, unitIntervalRule } from "./legendre_nodes.js";

/** The peak is integrated this many of its widths to each side. */
const WIDTHS = 13;

/** log ∫ e^(−κ(1 − cos θ)) over half the circle, E[1 − cos θ] and Var[cos θ]. @param {number} kappa */
function colatitude(kappa) {
  const { nodes, weights } = legendreRule(200);
  const high = Math.min(Math.PI, kappa ? WIDTHS / Math.sqrt(kappa) : Math.PI);
  const gaps = nodes.map((x) => 2 * Math.sin((high * (x + 1)) / 4) ** 2);
  const mass = gaps.map((gap, i) => Math.exp(-kappa * gap) * weights[i]);
  const sum = (/** @type {(gap: number) => number} */ of) => gaps.reduce((all, gap, i) => all + mass[i] * of(gap), 0);
  const total = sum(() => 1);
  const mean = sum((gap) => gap) / total;
  return { logNorm: Math.log((total * high) / 2), mean, variance: sum((gap) => (gap - mean) ** 2) / total };
}

/**
 * The divergence of two von Mises distributions.
 * @param {number} kappa1
 * @param {number} kappa2
 * @param {number} turn 1 − cos of the angle between their directions
 */
export function klVonMises(kappa1, kappa2, turn) {
  const step = kappa2 - kappa1;
  const first = colatitude(kappa1);
  let concentration = 0;
  if (Math.abs(step) <= Math.max(kappa1, 1) / 2) {
    const { nodes, weights } = unitIntervalRule(20);
    nodes.forEach((u, i) => (concentration += weights[i] * (1 - u) * colatitude(kappa1 + u * step).variance));
    concentration *= step * step;
  } else {
    concentration = colatitude(kappa2).logNorm - first.logNorm + step * first.mean;
  }
  return concentration + kappa2 * (1 - first.mean) * turn;
}
