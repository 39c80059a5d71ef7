/** The asymmetry explorer: numbers of kltext, extremes, and the direction that costs more. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, curves, read, verdict } from "../../../kltext/web/src/explorers/asymmetry.js";
import { separateNames } from "../../../kltext/web/src/parts/separate_names.js";

const state = (mu_p, sigma_p, mu_q, sigma_q) => ({ mu_p, sigma_p, mu_q, sigma_q });
const DEFAULT = state(0, 1, 2, 2);
const EXTREMES = [-4, 4].flatMap((mu) => [0.2, 4].map((sigma) => [mu, sigma]));

/** Relative to rounding: both sides use the same stable formula. */
const close = (got, wanted) => assert.ok(Math.abs(got - wanted) <= 1e-14 * Math.abs(wanted), `${got} is not ${wanted}`);

test("the default reads as kltext computes it", () => {
  const { kl, kl_reverse, difference } = compute(DEFAULT);
  close(kl, 0.8181471805599453);
  close(kl_reverse, 2.8068528194400546);
  close(difference, 2.8068528194400546 - 0.8181471805599453);
  const texts = read(compute(DEFAULT), DEFAULT).readouts.map(({ text }) => text);
  assert.deepEqual(texts, ["0.8181 nats", "2.8069 nats", "1.9887 nats"]);
});

test("the largest divergences agree with kltext", () => {
  const { kl, kl_reverse } = compute(state(-4, 0.2, 4, 4));
  close(kl, 4.496982273553991);
  close(kl_reverse, 996.504267726446);
});

test("the wider one first costs more, and equal widths cost the same", () => {
  for (const [mu_p, sigma_p] of EXTREMES) {
    for (const [mu_q, sigma_q] of EXTREMES) {
      const { kl, kl_reverse, difference } = compute(state(mu_p, sigma_p, mu_q, sigma_q));
      assert.ok(Number.isFinite(kl) && Number.isFinite(kl_reverse));
      assert.equal(Math.sign(difference), Math.sign(sigma_q - sigma_p));
    }
  }
  assert.match(verdict(1, 2), /^Q is wider/);
  assert.match(verdict(2, 1), /^P is wider/);
  assert.match(verdict(1, 1), /^equal widths/);
});

test("exchanging P and Q exchanges the readings and the curves", () => {
  const there = compute(DEFAULT);
  const back = compute(state(2, 2, 0, 1));
  assert.equal(there.kl, back.kl_reverse);
  assert.equal(there.difference, -back.difference);
  const drawn = curves(state(2, 2, 0, 1));
  curves(DEFAULT).forward.forEach((value, i) => assert.ok(Math.abs(value - drawn.reverse[i]) < 1e-15));
});

test("the areas drawn are the divergences", () => {
  const { xs, forward, reverse } = curves(DEFAULT);
  const area = (ys) => ys.reduce((sum, y) => sum + y, 0) * (xs[1] - xs[0]);
  // What lies beyond four standard deviations is not drawn: less than 1 per cent here.
  assert.ok(Math.abs(area(forward) - 0.8181) < 0.005);
  assert.ok(Math.abs(area(reverse) - 2.8069) < 0.02);
});

test("every curve is finite at the extremes", () => {
  for (const p of EXTREMES) {
    for (const q of EXTREMES) {
      const drawn = curves(state(...p, ...q));
      assert.ok(Object.values(drawn).flat().every(Number.isFinite));
    }
  }
});

test("names that would lie on each other are moved apart", () => {
  assert.deepEqual(
    separateNames([
      [10, 5],
      [40, 5],
    ]),
    [
      [10, 5],
      [40, 5],
    ],
  );
  assert.deepEqual(
    separateNames([
      [10, 5],
      [10, 50],
    ]),
    [
      [10, 5],
      [10, 50],
    ],
  );
  assert.deepEqual(
    separateNames([
      [10, 5],
      [12, 6],
      [11, 5],
    ]),
    [
      [10, 5],
      [23, 6],
      [36, 5],
    ],
  );
});
