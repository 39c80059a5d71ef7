import assert from "node:assert/strict";
import test from "node:test";

import { compute, forecasts } from "../../../kltext/web/src/explorers/reliability.js";

const close = (actual, expected) => assert.ok(Math.abs(actual - expected) <= 1e-13, `${actual} is not ${expected}`);

// The reliability terms are kltext's; the log-losses were summed over the single forecasts.
for (const [temperature, reliability, loss] of [
  [0.25, 1.2523622683764868, 1.7390374977569985],
  [1, 0.08597238188191707, 0.5726476112624291],
  [2, 0.0008016662526504129, 0.48747689563316243],
  [5, 0.06510981873959024, 0.5517850481201022],
]) {
  test(`the log-loss and its part at temperature ${temperature}`, () => {
    const values = compute({ temperature });
    close(values.reliability, reliability);
    close(values.log_loss, loss);
    assert.ok(Object.values(values).every((value) => Number.isFinite(value) && value >= 0));
  });
}

test("a temperature moves forecasts towards one half, and never past it", () => {
  const [sharp, flat] = [forecasts(1), forecasts(5)];
  sharp.forEach((p, i) => {
    assert.ok(Math.abs(flat[i] - 0.5) <= Math.abs(p - 0.5));
    assert.ok((flat[i] - 0.5) * (p - 0.5) >= 0);
  });
});
