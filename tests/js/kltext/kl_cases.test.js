/** The page's arithmetic against the cases that kltext is held to as well. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { crossEntropy, entropy, klDivergence } from "../../../kltext/web/src/maths/discrete.js";
import { normalDraws } from "../../../kltext/web/src/maths/draws.js";
import { expExcess, g, phi } from "../../../kltext/web/src/maths/kernels.js";
import { klNormal } from "../../../kltext/web/src/maths/normal.js";

const CASES = JSON.parse(readFileSync(new URL("../../fixtures/kl_cases.json", import.meta.url), "utf8"));
const FUNCTIONS = {
  g,
  phi,
  exp_excess: expExcess,
  kl_divergence: klDivergence,
  kl_normal: klNormal,
  entropy,
  cross_entropy: crossEntropy,
  normal_draw: (seed, place) => normalDraws(seed, place + 1)[place],
};

/** Twelve digits, or one unit of the smallest numbers there are. */
const agrees = (got, wanted) =>
  got === wanted || Math.abs(got - wanted) <= Math.max(1e-12 * Math.abs(wanted), Number.MIN_VALUE);

for (const [kind, compute] of Object.entries(FUNCTIONS)) {
  test(`${kind} has twelve digits in every case`, () => {
    const cases = CASES.filter((one) => one.kind === kind);
    assert.ok(cases.length >= 35);
    for (const one of cases) {
      const got = compute(...one.arguments);
      const wanted = one.value === "inf" ? Infinity : one.value;
      assert.ok(Number.isFinite(wanted) ? agrees(got, wanted) : got === wanted, `${JSON.stringify(one)} gave ${got}`);
    }
  });
}

test("every case has a function", () => {
  assert.ok(CASES.length >= 500);
  assert.deepEqual([...new Set(CASES.map(({ kind }) => kind))].sort(), Object.keys(FUNCTIONS).sort());
});
