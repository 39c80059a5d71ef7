/** The triangle explorer: numbers of kltext, the broken inequality, and where it holds. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, read, verdict } from "../../../kltext/web/src/explorers/triangle.js";

const state = (p, q, r) => ({ mu_p: p[0], sigma_p: p[1], mu_q: q[0], sigma_q: q[1], mu_r: r[0], sigma_r: r[1] });
const EXTREMES = [-4, 4].flatMap((mu) => [0.2, 4].map((sigma) => [mu, sigma]));

/** Relative to rounding: both sides use the same stable formula. */
const close = (got, wanted) => assert.ok(Math.abs(got - wanted) <= 1e-14 * Math.abs(wanted), `${got} is not ${wanted}`);

test("the default breaks the inequality, two nats against one", () => {
  const values = compute(state([0, 1], [1, 1], [2, 1]));
  assert.deepEqual(values, { direct: 2, first: 0.5, second: 0.5, detour: 1 });
  const { readouts, words } = read(values);
  assert.deepEqual(
    readouts.map(({ text }) => text),
    ["2.0000 nats", "1.0000 nats"],
  );
  assert.match(words, /the detour is shorter/);
});

test("unequal widths agree with kltext", () => {
  const { direct, first, second } = compute(state([0, 1], [2, 2], [-4, 0.2]));
  close(first, 0.8181471805599453);
  close(direct, 210.3905620875659);
  close(second, 497.19741490700596);
});

test("a stop off the way makes the detour longer, and a stop at an end changes nothing", () => {
  const far = compute(state([0, 1], [-2, 1], [2, 1]));
  assert.equal(far.detour, 10);
  assert.match(read(far).readouts[0].note, /the detour is longer/);
  const end = compute(state([0, 1], [2, 1], [2, 1]));
  assert.equal(end.direct, end.detour);
  assert.match(verdict(end.direct, end.detour), /equal/);
});

test("every reading is finite at the extremes", () => {
  for (const p of EXTREMES) {
    for (const q of EXTREMES) {
      for (const r of EXTREMES) {
        const values = Object.values(compute(state(p, q, r)));
        assert.ok(values.every((value) => Number.isFinite(value) && value >= 0));
      }
    }
  }
});
