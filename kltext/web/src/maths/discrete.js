/** Distributions over a list of outcomes, the mirror of kltext.discrete. All in nats. */

import { g, logRatio, phi } from "./kernels.js";

/** A sum that carries its rounding errors along (Neumaier). @param {Iterable<number>} terms */
export function sum(terms) {
  let total = 0;
  let lost = 0;
  for (const term of terms) {
    const next = total + term;
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
    total = next;
  }
  // Where the total is infinite or NaN, so is `lost`, and it must not spoil the total.
  return Number.isFinite(total) ? total + lost : total;
}

/**
 * p log(p/q), with 0 log(0/q) = 0.
 * @param {number} p
 * @param {number} q
 */
export const klTerm = (p, q) => (p === 0 ? 0 : p * logRatio(p, q));

/** The terms of the divergence. @param {number[]} p @param {number[]} q */
export const klTerms = (p, q) => p.map((value, i) => klTerm(value, q[i]));

/**
 * D(P‖Q) of p/Σp and q/Σq, never negative, exactly 0 for equal rows.
 * @param {number[]} p
 * @param {number[]} q
 * @returns {number} infinite where p > 0 = q
 */
export function klDivergence(p, q) {
  const total = sum(p);
  const u = sum(q.map((value, i) => value - p[i])) / total;
  const plain = sum(p.map((value, i) => g(value, q[i]))) / total;
  if (!Number.isFinite(plain)) return plain;
  // Σ g counts the difference of the two sums as well; φ(u) takes it out again, and where
  // nothing else is left, the rounding of the two must not make a negative divergence.
  return Math.max(0, plain - phi(u));
}

/** H(P). @param {number[]} p */
export const entropy = (p) => sum(p.map((value) => (value === 0 ? 0 : -value * Math.log(value))));

/** H(P, Q), infinite where p > 0 = q. @param {number[]} p @param {number[]} q */
export const crossEntropy = (p, q) => sum(p.map((value, i) => (value === 0 ? 0 : -value * Math.log(q[i]))));

/** Probabilities proportional to e^(logits). @param {number[]} logits */
export function softmax(logits) {
  const largest = Math.max(...logits);
  const weights = logits.map((value) => Math.exp(value - largest));
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}
