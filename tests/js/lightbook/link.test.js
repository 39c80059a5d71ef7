/** What an address may carry into an explorer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { acceptable, fromHash, toHash, withoutSwitches } from "../../../lightbook/web/src/page/link.js";

test("a state goes into the address and comes back", () => {
  const state = { mu: 0.5, draws: 100, p: [0.25, 0.75], direction: "forward", on: true };
  assert.deepEqual(fromHash(toHash("estimator-2", state), "estimator-2"), state);
  assert.deepEqual(fromHash(toHash("estimator-2", state), "estimator"), {});
  assert.deepEqual(fromHash("#estimator?mu=%7B&draws=7", "estimator"), { draws: 7 });
});

test("a number must be in its range, and whole where the trait is", () => {
  const whole = { low: 2, high: 2000, whole: true };
  for (const value of [2, 77, 2000]) assert.ok(acceptable(value, 100, whole));
  for (const value of [2.5, 1, 2001, NaN, Infinity, "7", [7], null, true])
    assert.ok(!acceptable(value, 100, whole), String(value));
  assert.ok(acceptable(2.5, 100, { low: 2, high: 2000 }));
});

test("a word must be one of the list, and a distribution one", () => {
  assert.ok(acceptable("forward", "reverse", { options: ["forward", "reverse"] }));
  assert.ok(!acceptable("sideways", "reverse", { options: ["forward", "reverse"] }));
  const simplex = { low: 0, high: 1, simplex: true };
  assert.ok(acceptable([0.25, 0.75], [0.5, 0.5], simplex));
  for (const value of [[0.25, 0.7], [1], [1.5, -0.5], [0.5, "x"]]) assert.ok(!acceptable(value, [0.5, 0.5], simplex));
});

test("switches are apart from the other settings", () => {
  const parts = withoutSwitches("#forward_reverse?mean=1&released=true&sigma=2");
  assert.deepEqual(parts, ["#forward_reverse?mean=1&sigma=2", "#forward_reverse?released=true"]);
  assert.deepEqual(withoutSwitches("#alpha?alpha=1"), ["#alpha?alpha=1", "#alpha?"]);
});
