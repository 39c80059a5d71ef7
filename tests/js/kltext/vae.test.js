import assert from "node:assert/strict";
import test from "node:test";

import vae, { bestCode, compute, costs, weightFor } from "../../../kltext/web/src/explorers/vae.js";

const START = { mu: 1.5, log_var: -0.5, noise: 0.8, beta: 1 };
const close = (actual, expected) =>
  assert.ok(Math.abs(actual - expected) <= 1e-14 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

test("the default reading is that of kltext", () => {
  const { kl, reconstruction, loss, z } = compute(START);
  close(kl, 1.1782653298563167);
  close(reconstruction, 1.4288956026373335);
  close(loss, kl + reconstruction);
  close(z, 1.5 + 0.8 * Math.exp(-0.25));
  assert.match(vae.explorer.read(compute(START), START).words, /1\.1783 nats.*sample z is 2\.1230/);
});

test("an encoder that returns the prior costs nothing", () => {
  assert.equal(compute({ ...START, mu: 0, log_var: 0 }).kl, 0);
});

test("at weight one the best code is the posterior, and its loss the evidence", () => {
  assert.deepEqual(bestCode(1), { mu: 4 / 3, variance: 1 / 3 });
  // x = 2 is a draw of N(0, 1 + 1/2).
  close(compute(START).best_loss, 4 / 3 + Math.log(3 * Math.PI) / 2);
});

test("no code near the best one is better", () => {
  for (const beta of [0.05, 0.5, 1, 4]) {
    const { mu, variance } = bestCode(beta);
    const { best_loss } = compute({ ...START, beta });
    for (const [dmu, factor] of [
      [0.01, 1],
      [-0.01, 1],
      [0, 1.01],
      [0, 0.99],
    ]) {
      const [kl, reconstruction] = costs(mu + dmu, variance * factor);
      assert.ok(reconstruction + beta * kl > best_loss);
    }
  }
});

test("the extremes of the ranges give numbers", () => {
  for (const mu of [-3, 3])
    for (const log_var of [-4, 2])
      for (const noise of [-3, 3])
        for (const beta of [0, 4]) {
          const values = compute({ mu, log_var, noise, beta });
          for (const [name, value] of Object.entries(values))
            assert.ok(Number.isFinite(value) || (name === "best_kl" && beta === 0 && value === Infinity), name);
          assert.ok(values.loss >= values.best_loss);
        }
});

test("a divergence tells the weight whose best code has it", () => {
  for (const beta of [0.05, 1, 3.5]) {
    const { best_kl } = compute({ mu: 0, log_var: 0, noise: 0, beta });
    assert.ok(Math.abs(weightFor(best_kl, 4) - beta) < 1e-9);
  }
  assert.ok(weightFor(0, 4) > 4 - 1e-9);
  assert.ok(weightFor(50, 4) < 1e-9);
});
