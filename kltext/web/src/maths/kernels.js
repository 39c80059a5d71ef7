/**
 * The functions that every accurate divergence is a sum of: the mirror of kltext.kernels.
 *
 * Each is zero where two numbers agree and positive elsewhere. Where the textbook form
 * would subtract nearly equal numbers, a short series takes over.
 */

/** Up to this |s| the series for atanh(s) - s is cut after eleven terms, an error of 6e-16. */
export const SERIES_LIMIT = 0.2;
/** Below TINY numbers are multiplied by SCALE, which loses none of their digits. */
const TINY = 1e-280;
const SCALE = 2 ** 900;
/** 2/3, 2/5, …: atanh(s) - s = (s³/2) (2/3 + 2s²/5 + …). */
const ATANH = Array.from({ length: 11 }, (_, k) => 2 / (2 * k + 3));
/** 1/2!, 1/3!, …: e^t - 1 - t = t² (1/2! + t/3! + …). */
const EXP = factorials(15);

/** @param {number} count */
function factorials(count) {
  const values = [];
  for (let k = 2, product = 2; values.length < count; k += 1, product *= k) values.push(1 / product);
  return values;
}

/**
 * A polynomial by Horner's rule.
 * @param {number[]} coefficients from the constant term up
 * @param {number} z
 */
export function polynomial(coefficients, z) {
  return coefficients.reduceRight((sum, coefficient) => sum * z + coefficient, 0);
}

/** 2 (atanh(s) - s) for |s| up to SERIES_LIMIT. @param {number} s */
export function atanhExcess(s) {
  const z = s * s;
  return polynomial(ATANH, z) * z * s;
}

/**
 * log(x / y), which does not cancel for close numbers nor overflow for distant ones.
 * @param {number} x non-negative
 * @param {number} y non-negative
 * @param {number} [d] x - y, if it is known better than its rounding
 */
export function logRatio(x, y, d = x - y) {
  const quotient = Math.abs(d) / Math.min(x, y);
  if (!Number.isFinite(quotient)) return Math.log(x) - Math.log(y);
  return d < 0 ? -Math.log1p(quotient) : Math.log1p(quotient);
}

/**
 * g(x, y) = x log(x/y) - x + y, never negative.
 * @param {number} x non-negative
 * @param {number} y non-negative
 * @param {number} [d] x - y, if it is known better than its rounding
 * @returns {number} y where x is 0; infinite where x > 0 = y
 */
export function g(x, y, d = x - y) {
  const total = x + y;
  if (Number.isNaN(total)) return NaN;
  if (total === 0) return 0;
  if ((x === Infinity) !== (y === Infinity)) return Infinity;
  if (total < TINY) return g(x * SCALE, y * SCALE, d * SCALE) / SCALE;
  const s = d / total;
  if (Math.abs(s) <= SERIES_LIMIT) return d * s + x * atanhExcess(s);
  return x === 0 ? y : x * logRatio(x, y, d) - d;
}

/** φ(t) = t - log(1 + t) for t ≥ -1, never negative; infinite at -1. @param {number} t */
export function phi(t) {
  if (t === Infinity) return Infinity;
  const s = t / (2 + t);
  return Math.abs(s) <= SERIES_LIMIT ? t * s - atanhExcess(s) : t - Math.log1p(t);
}

/** e^t - 1 - t, never negative. @param {number} t */
export function expExcess(t) {
  if (t === Infinity) return Infinity;
  return Math.abs(t) < 0.5 ? polynomial(EXP, t) * t * t : Math.expm1(t) - t;
}
