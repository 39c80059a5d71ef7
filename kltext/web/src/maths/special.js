/**
 * Incomplete gamma and beta functions, the exponential integral and erf.
 *
 * @stdlib has the first two with the same digits; its five packages would add 45 kB (gzip) to the
 * page and 220 packages to the build.
 */

import { g } from "./kernels.js";
import { EULER, LOG_2PI, stirlingRemainder } from "./stirling.js";

const SMALLEST = 1e-300;
const EPS = 2 ** -53;
const MOST = 2_000_000;

/**
 * A continued fraction b₀ + a₁/(b₁ + a₂/(b₂ + …)) by Lentz's method.
 * @param {number} b0
 * @param {(k: number) => [number, number]} term a and b of the k-th, from 1
 */
function fraction(b0, term) {
  let value = b0 || SMALLEST;
  let c = value;
  let d = 0;
  for (let k = 1; k < MOST; k += 1) {
    const [a, b] = term(k);
    d = 1 / (b + a * d || SMALLEST);
    c = b + a / c || SMALLEST;
    value *= c * d;
    if (Math.abs(c * d - 1) <= EPS) break;
  }
  return value;
}

/** x^a e^(-x) / Γ(a + 1), in Loader's form. @param {number} a @param {number} x */
const gammaTerm = (a, x) => Math.exp(-g(a, x) - stirlingRemainder(a) - (LOG_2PI + Math.log(a)) / 2);

/** The share of the gamma distribution of shape a below x. @param {number} a @param {number} x */
export function gammaShare(a, x) {
  if (!(x > 0)) return 0;
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; k < MOST && term > EPS * sum; k += 1) sum += term *= x / (a + k);
    return sum * gammaTerm(a, x);
  }
  const tail = fraction(x + 1 - a, (k) => [k * (a - k), x + 2 * k + 1 - a]);
  return 1 - (a * gammaTerm(a, x)) / tail;
}

/** The share of the beta distribution of shapes a, b below x. @param {number} a @param {number} b @param {number} x */
export function betaShare(a, b, x) {
  if (!(x > 0)) return 0;
  if (!(x < 1)) return 1;
  return x <= (a + 1) / (a + b + 2) ? betaLow(a, b, x, 1 - x) : 1 - betaLow(b, a, 1 - x, x);
}

/** @param {number} a @param {number} b @param {number} x @param {number} rest 1 − x */
function betaLow(a, b, x, rest) {
  const n = a + b;
  const scale = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b);
  const root = (Math.log(a) + Math.log(b) - Math.log(n) - LOG_2PI) / 2;
  const front = Math.exp(scale + root - g(a, n * x) - g(b, n * rest)) / a;
  const under = fraction(1, (k) => {
    const m = Math.floor(k / 2);
    const top = k % 2 ? -(a + m) * (n + m) : m * (b - m);
    return [(top * x) / ((a + k - 1) * (a + k)), 1];
  });
  return front / under;
}

/** erf x. @param {number} x */
export const erf = (x) => Math.sign(x) * gammaShare(0.5, x * x);

/** E₁(x) = ∫ₓ^∞ e^(-t)/t dt, for x > 0. @param {number} x */
export function expIntegral(x) {
  if (x > 700) return 0;
  if (x > 1) return Math.exp(-x) / fraction(x, (k) => [Math.ceil(k / 2), k % 2 ? 1 : x]);
  let term = 1;
  let sum = 0;
  for (let k = 1; k < 40; k += 1) {
    term *= -x / k;
    sum -= term / k;
  }
  return sum - EULER - Math.log(x);
}
