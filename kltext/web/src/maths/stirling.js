/**
 * What Stirling's formula leaves of log Γ, and its derivatives: S(x) = log Γ(x) − (x − ½) log x + x
 * − ½ log 2π, about 1/12x. Recurrences of terms of one sign lead to its series, so no digit is lost.
 */

import { atanhExcess, polynomial, SERIES_LIMIT } from "./kernels.js";

export const EULER = 0.5772156649015329;
export const LOG_2PI = Math.log(2 * Math.PI);
/** From here on the series serves. */
const LARGE = 20;
/** Bernoulli numbers B₂, B₄, … */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];
const VALUE = BERNOULLI.map((b, j) => b / ((2 * j + 1) * (2 * j + 2)));
const SLOPE = BERNOULLI.map((b, j) => b / (2 * j + 2));

/**
 * Sums terms at x, x + 1, … until the series serves. @param {number} x
 * @param {(t: number) => number} term
 * @returns {[number, number]} the sum, and where it ends
 */
function sumToLarge(x, term) {
  let sum = 0;
  let t = x;
  for (; t < LARGE; t += 1) sum += term(t);
  return [sum, t];
}

/** S(x), for x > 0. @param {number} x */
export function stirlingRemainder(x) {
  const [sum, far] = sumToLarge(x, (t) => {
    const s = 1 / (2 * t + 1);
    return s <= SERIES_LIMIT ? atanhExcess(s) / (2 * s) : (t + 0.5) * Math.log1p(1 / t) - 1;
  });
  return sum + polynomial(VALUE, 1 / (far * far)) / far;
}

/** S'(x), about −1/12x². @param {number} x */
export function stirlingSlope(x) {
  const [sum, far] = sumToLarge(x, (t) => {
    const s = 1 / (2 * t + 1);
    const log = s <= SERIES_LIMIT ? atanhExcess(s) : Math.log1p(1 / t) - 2 * s;
    return log - s / (2 * t * (t + 1));
  });
  return sum - polynomial(SLOPE, 1 / (far * far)) / (far * far);
}

/** S''(x), about 1/6x³. @param {number} x */
export function remainderCurvature(x) {
  const [sum, far] = sumToLarge(x, (t) => 0.5 / (t * (t + 1)) ** 2);
  return sum + polynomial(BERNOULLI, 1 / (far * far)) * far ** -3;
}

/** x²ψ₁(x) − x: x² times the second derivative of log Γ(x) − x log x + x. @param {number} x */
export function stirlingCurvature(x) {
  const [sum, far] = sumToLarge(x, (t) => (x / t) ** 2 / (t + 1));
  return (0.5 + polynomial(BERNOULLI, far ** -2) / far) * (x / far) ** 2 + sum;
}

/** x² times the second derivative of log Γ. @param {number} x */
export const trigamma = (x) => stirlingCurvature(x) + x;

/** log Γ(x), for x > 0. @param {number} x */
export function logGamma(x) {
  return stirlingRemainder(x) + (x - 0.5) * Math.log(x) - x + LOG_2PI / 2;
}

/** ψ(x), the derivative of log Γ, for x > 0. @param {number} x */
export const digamma = (x) => stirlingSlope(x) + Math.log(x) - 0.5 / x;

/** log B(a, b). @param {number} a @param {number} b */
export function logBeta(a, b) {
  const n = a + b;
  const rest = stirlingRemainder(a) + stirlingRemainder(b) - stirlingRemainder(n);
  const logs = (a - 0.5) * Math.log(a / n) + b * Math.log(b / n) - Math.log(b) / 2;
  return logs + LOG_2PI / 2 + rest;
}
