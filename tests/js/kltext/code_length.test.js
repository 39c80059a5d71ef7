/** The code-length explorer: numbers of kltext, areas that add up, and names that do not overlap. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ceiling, columns, compute, read, spread } from "../../../kltext/web/src/explorers/code_length.js";

const DEFAULT = { p: [0.7, 0.2, 0.1], q: [0.5, 0.3, 0.2] };
const STATES = [DEFAULT.p, DEFAULT.q, [1, 0, 0], [0, 1, 0], [0, 0, 1], [0.99, 0.01, 0], [1e-12, 0, 1 - 1e-12]];

const close = (got, wanted) => assert.ok(Math.abs(got - wanted) <= 4e-15 * Math.abs(wanted), `${got} is not ${wanted}`);

test("the default reads as kltext computes it, in bits", () => {
  const { kl_bits, entropy_bits, cross_entropy_bits } = compute(DEFAULT);
  close(kl_bits, 0.12280627887493813);
  close(entropy_bits, 1.1567796494470395);
  close(cross_entropy_bits, 1.2795859283219777);
  const texts = read(compute(DEFAULT)).readouts.map(({ text }) => text);
  assert.deepEqual(texts, ["1.1568 bits", "1.2796 bits", "0.1228 bits"]);
});

test("the areas drawn are the entropies read out", () => {
  for (const p of STATES) {
    for (const q of STATES) {
      const { entropy_bits, cross_entropy_bits, columns: drawn } = compute({ p, q });
      const area = (of) => drawn.reduce((sum, column) => sum + column.width * of(column), 0);
      assert.ok(Math.abs(area(({ own }) => own) - entropy_bits) < 1e-14);
      const wrong = area(({ other }) => other);
      assert.ok(wrong === cross_entropy_bits || Math.abs(wrong - cross_entropy_bits) < 1e-13);
      assert.ok(Math.abs(area(() => 1) - 1) < 1e-15);
    }
  }
});

test("a word that the code lacks is infinitely long, and named", () => {
  const values = compute({ p: DEFAULT.p, q: [0.5, 0.5, 0] });
  assert.equal(values.kl_bits, Infinity);
  assert.equal(values.cross_entropy_bits, Infinity);
  assert.ok(Number.isFinite(ceiling(values.columns)));
  const { readouts, words } = read(values);
  assert.equal(readouts[2].note, "Q's code has no word for rain");
  assert.match(words, /no word for rain/);
});

test("what never occurs has no rectangle, and no state gives NaN", () => {
  assert.deepEqual(columns([0, 1, 0], [0.5, 0.5, 0]), [{ name: "cloud", start: 0, width: 1, own: 0, other: 1 }]);
  for (const p of STATES) {
    for (const q of STATES) {
      const { columns: drawn, ...numbers } = compute({ p, q });
      assert.ok([...Object.values(numbers), ceiling(drawn)].every((value) => value >= 0));
    }
  }
});

test("names keep their places where there is room, and move where there is none", () => {
  assert.deepEqual(spread([50, 150], [30, 30], 200), [50, 150]);
  assert.deepEqual(spread([99, 99.5, 100], [20, 30, 20], 100), [40, 65, 90]);
  assert.deepEqual(spread([0, 1], [20, 20], 100), [10, 30]);
});
