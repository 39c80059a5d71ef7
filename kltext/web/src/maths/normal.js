/** Normal distributions: densities and divergences, the mirror of kltext.normal. */

import { g } from "./kernels.js";

/**
 * The density of N(mu, sigma²) at x.
 * @param {number} x
 * @param {number} mu
 * @param {number} sigma the standard deviation
 */
export function normalDensity(x, mu, sigma) {
  const z = (x - mu) / sigma;
  return Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI));
}

/**
 * log p(x)/q(x) for two normals, which stays finite where both densities underflow.
 * @param {number} x
 * @param {number} mu1
 * @param {number} sigma1
 * @param {number} mu2
 * @param {number} sigma2
 */
export function normalLogRatio(x, mu1, sigma1, mu2, sigma2) {
  const a = (x - mu1) / sigma1;
  const b = (x - mu2) / sigma2;
  return Math.log(sigma2 / sigma1) + 0.5 * (b * b - a * a);
}

/**
 * D(N(mu1, sigma1²) ‖ N(mu2, sigma2²)) in nats; the expectation is under the first.
 * @param {number} mu1
 * @param {number} sigma1
 * @param {number} mu2
 * @param {number} sigma2
 */
export function klNormal(mu1, sigma1, mu2, sigma2) {
  const shift = (mu1 - mu2) / sigma2;
  const growth = (sigma1 - sigma2) / sigma2;
  return 0.5 * (shift * shift + growth * growth) + g(sigma2, sigma1, sigma2 - sigma1) / sigma2;
}
