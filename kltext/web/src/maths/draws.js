/**
 * Draws from a seed: the mirror of kltext.widgets.draws, number for number.
 *
 * The generator is Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011): ten rounds that scramble a
 * counter, with the seed as the key. NumPy has the same one.
 */

import { normalQuantile } from "./quantile.js";

const WORD = 0xffffffffffffffffn;
const FACTORS = [0xd2e7470ee14c6c93n, 0xca5a826395121157n];
const STEPS = [0x9e3779b97f4a7c15n, 0xbb67ae8584caa73bn];
const ROUNDS = 10;

/**
 * The first standard normal draws of a seed.
 * @param {number} seed a whole number, not negative
 * @param {number} count
 */
export const normalDraws = (seed, count) => uniformDraws(seed, count).map(normalQuantile);

/**
 * The first draws of a seed between 0 and 1.
 * @param {number} seed a whole number, not negative
 * @param {number} count
 */
export function uniformDraws(seed, count) {
  /** @type {number[]} */
  const draws = [];
  for (let block = 1n; draws.length < count; block += 1n) {
    for (const word of scrambled(block, BigInt(seed))) draws.push(Number(word >> 11n) * 2 ** -53);
  }
  return draws.slice(0, count);
}

/** Four words of 64 bits for a counter. @param {bigint} counter @param {bigint} seed */
function scrambled(counter, seed) {
  let [a, b, c, d] = [counter, 0n, 0n, 0n];
  let [first, second] = [seed, 0n];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, two] = [FACTORS[0] * a, FACTORS[1] * c];
    [a, b, c, d] = [(two >> 64n) ^ b ^ first, two & WORD, (one >> 64n) ^ d ^ second, one & WORD];
    first = (first + STEPS[0]) & WORD;
    second = (second + STEPS[1]) & WORD;
  }
  return [a, b, c, d];
}
