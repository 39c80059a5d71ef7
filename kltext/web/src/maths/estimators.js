/** k1, k2 and k3 for P = N(0, 1) and Q = N(mu, 1): what they are exactly, and what draws say. */

import { expExcess } from "./kernels.js";

/** What is averaged, by the log ratio t = log p/q of a draw: the mirror of kltext.estimators. */
export const TERMS = {
  k1: (/** @type {number} */ t) => t,
  k2: (/** @type {number} */ t) => 0.5 * t * t,
  k3: (/** @type {number} */ t) => expExcess(-t),
};

/**
 * @typedef {keyof typeof TERMS} Name
 * @typedef {{mean: number, spread: number}} Exact mean and standard deviation of one term
 * @typedef {{value: number, error: number}} Estimate mean, and its standard error
 */

/** @type {Name[]} */
export const NAMES = ["k1", "k2", "k3"];

/** The divergence in nats. @param {number} mu */
export const truth = (mu) => (mu * mu) / 2;

/** @param {number} mu @returns {Record<Name, Exact>} */
export function exact(mu) {
  const square = mu * mu;
  return {
    k1: { mean: square / 2, spread: mu },
    k2: { mean: square / 2 + (square * square) / 8, spread: (square / 2) * Math.sqrt(2 + square) },
    k3: { mean: square / 2, spread: Math.sqrt(expExcess(square)) },
  };
}

/**
 * Where the spread of k3 overtakes that of k1: e^s - 1 - s = s for s = mu², by Newton's method.
 */
export function crossing() {
  let s = 1.3;
  for (let step = 0; step < 20; step += 1) s -= (expExcess(s) - s) / (Math.exp(s) - 2);
  return Math.sqrt(s);
}

/**
 * The estimates from the first 1, 2, … draws of P. The error of a single draw is not a number.
 * @param {number} mu
 * @param {number[]} draws
 * @param {Name} name
 * @returns {Estimate[]}
 */
export function running(mu, draws, name) {
  let [mean, squares] = [0, 0];
  return draws.map((x, i) => {
    const term = TERMS[name](mu * (0.5 * mu - x));
    const gap = term - mean;
    mean += gap / (i + 1);
    squares += gap * (term - mean);
    return { value: mean, error: Math.sqrt(squares / i / (i + 1)) };
  });
}
