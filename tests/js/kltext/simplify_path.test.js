/** Curves without the points that nobody could see missing. */

import assert from "node:assert/strict";
import test from "node:test";

import { roundLimits } from "../../../kltext/web/src/parts/panel.js";
import { simplifyPath, simplifyRun } from "../../../kltext/web/src/parts/simplify_path.js";

/** @type {[number, number][]} */
const bell = Array.from({ length: 241 }, (_, i) => [3 * i, 130 * Math.exp(-(((i - 120) / 25) ** 2))]);

/** @param {[number, number][]} kept @param {number} x */
function between(kept, x) {
  const i = Math.max(
    1,
    kept.findIndex(([at]) => at >= x),
  );
  const [[a, u], [b, v]] = [kept[i - 1], kept[i]];
  return u + ((x - a) / (b - a)) * (v - u);
}

test("a thinned curve is a tenth of a pixel from the whole one, and much shorter", () => {
  const kept = simplifyRun(bell);
  assert.ok(kept.length < bell.length / 2, `${kept.length} points`);
  for (const [x, y] of bell) assert.ok(Math.abs(between(kept, x) - y) <= 0.1 + 1e-9, `at ${x}`);
});

test("a corner is kept", () => {
  assert.deepEqual(
    simplifyRun([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 5],
      [4, 10],
    ]),
    [
      [0, 0],
      [2, 0],
      [4, 10],
    ],
  );
});

test("a curve that turns back is left whole", () => {
  /** @type {[number, number][]} */
  const back = [
    [0, 0],
    [1, 0],
    [2, 0],
    [1, 0],
    [0, 0],
  ];
  assert.deepEqual(simplifyRun(back), back);
});

test("gaps stay gaps", () => {
  assert.deepEqual(
    simplifyPath([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, Infinity],
      [4, 1],
      [5, 1],
      [6, 1],
    ]),
    [
      [0, 0],
      [2, 0],
      [3, Infinity],
      [4, 1],
      [6, 1],
    ],
  );
});

test("limits go outwards to round numbers, and small moves leave them there", () => {
  assert.deepEqual(roundLimits(-4.01, 5.3), [-5, 6]);
  assert.deepEqual(roundLimits(-4.9, 5.9), roundLimits(-4.01, 5.3));
  assert.deepEqual(roundLimits(0, 0.4468), [0, 0.45]);
});
