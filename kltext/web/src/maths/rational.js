/**
 * Ratios and differences of parameters, rounded once: the mirror of kltext.distributions.rational.
 *
 * A double is a whole number times a power of two; with BigInt, products and sums of such numbers
 * are exact.
 */

/** @typedef {{m: bigint, e: number}} Exact the number m · 2^e */

const BITS = new DataView(new ArrayBuffer(8));

/** @param {number} x finite @returns {Exact} */
function exact(x) {
  BITS.setFloat64(0, x);
  const bits = BITS.getBigUint64(0);
  const raised = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const m = raised ? fraction | (1n << 52n) : fraction;
  return { m: x < 0 ? -m : m, e: Math.max(raised, 1) - 1075 };
}

/** @param {number[]} factors @returns {Exact} */
function product(factors) {
  return factors.map(exact).reduce((a, b) => ({ m: a.m * b.m, e: a.e + b.e }), { m: 1n, e: 0 });
}

/** @param {Exact} a @param {Exact} b @returns {Exact} */
function add(a, b) {
  const e = Math.min(a.e, b.e);
  return { m: (a.m << BigInt(a.e - e)) + (b.m << BigInt(b.e - e)), e };
}

/** @param {bigint} m */
const bitLength = (m) => (m < 0n ? -m : m).toString(2).length;

/** The nearest double, infinite where there is none. @param {Exact} number */
function round({ m, e }) {
  if (m === 0n) return 0;
  const extra = bitLength(m) - 128; // a bit far below the last of a double never changes it by more than rounding
  const [short, power] = extra > 0 ? [m >> BigInt(extra), e + extra] : [m, e];
  const half = Math.trunc(power / 2);
  return Number(short) * 2 ** half * 2 ** (power - half);
}

/** The quotient of two exact numbers, as the nearest double. @param {Exact} a @param {Exact} b */
function divide(a, b) {
  const shift = Math.max(0, 130 + bitLength(b.m) - bitLength(a.m));
  return round({ m: (a.m << BigInt(shift)) / b.m, e: a.e - b.e - shift });
}

/**
 * product(numerator) / product(denominator) − 1, rounded once.
 * @param {number[]} numerator
 * @param {number[]} denominator
 */
export function ratioExcess(numerator, denominator) {
  const top = product(numerator);
  const bottom = product(denominator);
  return divide(add(top, { m: -bottom.m, e: bottom.e }), bottom);
}

/**
 * log(product(numerator) / product(denominator)) of positive numbers.
 * @param {number[]} numerator
 * @param {number[]} denominator
 */
export function logQuotient(numerator, denominator) {
  const excess = ratioExcess(numerator, denominator);
  if (excess > -0.5 && excess < 1) return Math.log1p(excess);
  const logs = (/** @type {number[]} */ list) => list.reduce((sum, x) => sum + Math.log(x), 0);
  return logs(numerator) - logs(denominator);
}

/** The sum of the products of each list, rounded once. @param {...number[]} terms */
export function difference(...terms) {
  return round(terms.map(product).reduce(add, { m: 0n, e: 0 }));
}
