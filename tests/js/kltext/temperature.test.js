/** The temperature explorer: numbers of kltext, the limit, extremes, equal networks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, curves, logitFor, read } from "../../../kltext/web/src/explorers/temperature.js";
import { klLogits } from "../../../kltext/web/src/maths/logits.js";

const state = (a, b, temperature) => ({
  temperature,
  ...Object.fromEntries(a.map((value, i) => [`teacher_${i + 1}`, value])),
  ...Object.fromEntries(b.map((value, i) => [`student_${i + 1}`, value])),
});
const A = [2, 1, 0.5, -0.5];
const B = [1.5, 1.2, 0.3, -0.3];

/** A few roundings of a sum of non-negative terms. */
const close = (got, wanted) => assert.ok(Math.abs(got - wanted) <= 1e-13 * Math.abs(wanted), `${got} is not ${wanted}`);

test("the default reads as kltext computes it", () => {
  const values = compute(state(A, B, 2));
  close(values.kl, 0.01230718336372057);
  close(values.loss, 0.04922873345488228);
  close(values.limit, 0.0434375);
  const texts = read(values, state(A, B, 2)).readouts.map(({ text }) => text);
  assert.deepEqual(texts, ["0.0492 nats", "0.0123 nats"]);
});

test("other temperatures agree with kltext", () => {
  close(compute(state(A, B, 0.5)).kl, 0.14347460883745314);
  close(compute(state(A, B, 1)).kl, 0.048832094256908584);
  close(compute(state(A, B, 20)).loss, 0.04425365433745192);
});

test("opposite networks and shifted logits", () => {
  close(klLogits([-10, 10, -10], [10, -10, 10]), 20.693147012575928);
  const far = compute(state([5, -5, -5, -5], [-5, 5, -5, -5], 0.5));
  assert.ok(far.kl > 19 && far.kl < 21);
  assert.equal(compute(state(A, A, 2)).kl, 0);
  assert.equal(compute(state([0, 1, 2, 3], [1, 2, 3, 4], 2)).kl, 0);
});

test("everything drawn is a number at the extremes", () => {
  for (const a of [-5, 5]) {
    for (const b of [-5, 5]) {
      for (const temperature of [0.5, 20]) {
        const here = state([a, -a, 5, -5], [b, 5, -b, -5], temperature);
        const { p, q, ...values } = compute(here);
        const { kl, loss } = curves(here);
        assert.ok(
          [...p, ...q, ...kl, ...loss, ...Object.values(values)].every((value) => Number.isFinite(value) && value >= 0),
        );
      }
    }
  }
});

test("the curve of the loss comes down to its limit", () => {
  const { loss } = curves(state(A, B, 2));
  assert.ok(Math.abs(loss.at(-1) - 0.0434375) < 1e-3);
});

test("a bar's height gives back the logit that it was drawn from", () => {
  const { p } = compute(state(A, B, 2));
  p.forEach((height, k) => {
    const others = A.map((value, i) => (i === k ? 99 : value)); // its own logit does not matter
    close(logitFor(height, others, k, 2), A[k]);
  });
  assert.ok(logitFor(1.2, A, 0, 2) > 10);
  assert.ok(logitFor(-0.1, A, 0, 2) < -10);
});
