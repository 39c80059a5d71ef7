/** The divergence of two softmaxes, the mirror of kltext.logits. */

import { softmax, sum } from "./discrete.js";
import { expExcess } from "./kernels.js";

/**
 * D(softmax(a)‖softmax(b)) in nats, for finite logits within some hundreds of each other: a
 * sum of non-negative terms, so that nearly equal logits keep their digits.
 * @param {number[]} a
 * @param {number[]} b
 */
export function klLogits(a, b) {
  const p = softmax(a);
  // A common offset changes no softmax; taking it out keeps the digits of what is left.
  const d = a.map((value, i) => b[i] - value - (b[0] - a[0]));
  const mean = sum(p.map((weight, i) => weight * d[i])) / sum(p);
  return Math.log1p(sum(p.map((weight, i) => weight * expExcess(d[i] - mean))));
}

/**
 * Half the variance of b - a, all outcomes alike: what T² D tends to for logits over T.
 * @param {number[]} a
 * @param {number[]} b
 */
export function highTemperatureLimit(a, b) {
  const d = a.map((value, i) => b[i] - value);
  const mean = sum(d) / d.length;
  return sum(d.map((value) => (value - mean) ** 2)) / d.length / 2;
}
