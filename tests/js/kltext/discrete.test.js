/** The discrete explorer: numbers of kltext, lost support, and bars that share the rest. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, lost, read } from "../../../kltext/web/src/explorers/discrete.js";
import { redistribute } from "../../../kltext/web/src/parts/controls.js";
import { termLimits, threeDecimals } from "../../../kltext/web/src/parts/term_bars.js";

const DEFAULT = { p: [0.4, 0.3, 0.2, 0.1], q: [0.2, 0.4, 0.15, 0.25] };
const CORNERS = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));

const close = (got, wanted) => assert.ok(Math.abs(got - wanted) <= 4e-15 * Math.abs(wanted), `${got} is not ${wanted}`);

test("the default reads as kltext computes it", () => {
  const { kl, kl_reverse, entropy, cross_entropy, terms } = compute(DEFAULT);
  close(kl, 0.15686159179138462);
  close(kl_reverse, 0.16236376496949487);
  close(entropy, 1.2798542258336676);
  close(cross_entropy, 1.4367158176250523);
  [0.2772588722239781, -0.0863046217355343, 0.05753641449035621, -0.0916290731874155].forEach((term, i) =>
    close(terms[i], term),
  );
  const texts = read(compute(DEFAULT), DEFAULT).readouts.map(({ text }) => text);
  assert.deepEqual(texts, ["0.1569 nats", "0.1624 nats"]);
});

test("equal distributions have a divergence of exactly 0", () => {
  for (const p of [DEFAULT.p, DEFAULT.q, ...CORNERS]) {
    const { kl, kl_reverse, entropy, cross_entropy } = compute({ p, q: [...p] });
    assert.deepEqual([kl, kl_reverse, cross_entropy], [0, 0, entropy]);
  }
});

test("lost support is infinite one way only, and said", () => {
  const state = { p: DEFAULT.p, q: [0.5, 0.5, 0, 0] };
  const values = compute(state);
  assert.equal(values.kl, Infinity);
  assert.equal(values.cross_entropy, Infinity);
  assert.deepEqual(values.terms.map(Number.isFinite), [true, true, false, false]);
  assert.ok(Number.isFinite(values.kl_reverse));
  assert.deepEqual(lost(state.p, state.q), ["c", "d"]);
  assert.deepEqual(lost(state.q, state.p), []);
  const { readouts, words } = read(values, state);
  assert.deepEqual([readouts[0].text, readouts[0].note], ["∞ nats", "Q rules out c, which P sends"]);
  assert.match(words, /is infinity nats, for Q rules out c/);
  assert.ok(termLimits(values.terms).every(Number.isFinite));
});

test("no state gives NaN, and exchanging P and Q exchanges the readings", () => {
  const states = [...CORNERS, DEFAULT.p, DEFAULT.q, [0.01, 0.99, 0, 0]];
  for (const p of states) {
    for (const q of states) {
      const there = compute({ p, q });
      const back = compute({ p: q, q: p });
      assert.ok(
        Object.values(there)
          .flat()
          .every((value) => !Number.isNaN(value)),
      );
      assert.equal(there.kl, back.kl_reverse);
      assert.ok(there.kl >= 0);
    }
  }
});

test("a dragged bar leaves a distribution behind, and the others keep their proportions", () => {
  assert.deepEqual(redistribute([0.4, 0.3, 0.2, 0.1], 0, 1), [1, 0, 0, 0]);
  assert.deepEqual(
    redistribute([1, 0, 0, 0], 0, 0.7).map((value) => value.toFixed(9)),
    ["0.700000000", "0.100000000", "0.100000000", "0.100000000"],
  );
  for (let i = 0; i <= 100; i += 1) {
    const moved = redistribute(DEFAULT.p, 1, i / 100);
    assert.ok(moved.every((value) => value >= 0 && value <= 1));
    assert.ok(Math.abs(moved.reduce((sum, value) => sum + value, 0) - 1) < 1e-15 * 4);
    assert.ok(i === 100 || Math.abs(moved[0] / moved[2] - 2) < 1e-14);
  }
});

test("terms are written briefly, with a true minus sign and no negative zero", () => {
  assert.deepEqual([0.27726, -0.0863, -1e-9, 0, Infinity].map(threeDecimals), [
    "0.277",
    "−0.086",
    "0.000",
    "0.000",
    "∞",
  ]);
});
