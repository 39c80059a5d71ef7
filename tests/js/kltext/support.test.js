/** The support explorer: numbers of kltext, bins that never add, and the reason of an infinite value. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BINS, compute, read, reason, stairs, sumInNumbers } from "../../../kltext/web/src/explorers/support.js";
import { binMasses } from "../../../kltext/web/src/maths/cut_pair.js";

const DEFAULT = { mu_q: 0, sigma_q: 1, cut: "Q", edge: 2.5, merges: 4 };
const state = (changes) => ({ ...DEFAULT, ...changes });
const close = (got, wanted) =>
  assert.ok(got === wanted || Math.abs(got - wanted) <= 1e-13 * Math.abs(wanted), `${got} is not ${wanted}`);
/** What kltext gives: both directions of the densities, and of the bins. */
const CASES = [
  [{}, Infinity, 0.5238668509727767, 0.41848280355819517, 0.3943218918467512],
  [{ merges: 3 }, Infinity, 0.5238668509727767, Infinity, 0.47946608445303207],
  [{ cut: "none" }, 0.5, 0.5, 0.37413871460940934, 0.3788952156551782],
  [{ cut: "P", edge: 0, mu_q: 2, sigma_q: 2, merges: 1 }, 2.093526916049086, Infinity, 2.0911593741673586, Infinity],
  [{ cut: "P", edge: 0, mu_q: -2, sigma_q: 0.5, merges: 2 }, 4.633954064759015, Infinity, 4.098695546938075, Infinity],
  [
    { cut: "none", mu_q: -2, sigma_q: 0.5, merges: 1 },
    18.806852819440056,
    4.818147180559945,
    18.438840909993694,
    4.789101042874537,
  ],
  [{ cut: "none", mu_q: 1, sigma_q: 1, merges: 2 }, 0.0, 0.0, 0.0, 0.0],
  [
    { cut: "Q", edge: 4, mu_q: -2, sigma_q: 0.5, merges: 5 },
    Infinity,
    4.8181471805599445,
    8.278988738388009,
    1.8406090208743477,
  ],
];
/** Corners of the range, and what lies between. */
const STATES = ["none", "P", "Q"].flatMap((cut) =>
  [0, 2.5, 4].flatMap((edge) =>
    [-2, 0, 2].flatMap((mu_q) => [0.5, 1, 2].map((sigma_q) => state({ cut, edge, mu_q, sigma_q }))),
  ),
);

test("the readings are those of kltext", () => {
  for (const [changes, ...wanted] of CASES) {
    const { kl, kl_reverse, kl_bins, kl_bins_reverse } = compute(state(changes));
    [kl, kl_reverse, kl_bins, kl_bins_reverse].forEach((got, i) => close(got, wanted[i]));
  }
});

test("no merge adds, and one bin tells nothing", () => {
  for (const one of STATES) {
    const { steps } = compute(one);
    assert.equal(steps.length, BINS.length);
    for (const key of ["kl", "kl_reverse"]) {
      const values = steps.map((step) => step[key]);
      values.slice(1).forEach((value, i) => assert.ok(value <= values[i] * (1 + 1e-12), `${key} ${values}`));
      assert.equal(values.at(-1), 0);
    }
  }
});

test("exactly the direction that meets the missing place is infinite", () => {
  for (const one of STATES) {
    const { kl, kl_reverse } = compute(one);
    assert.deepEqual([kl === Infinity, kl_reverse === Infinity], [one.cut === "Q", one.cut === "P"]);
    const said = reason(compute(one), one).join(" ");
    assert.equal(said.includes(`x > ${one.edge.toFixed(2)}`), one.cut !== "none");
  }
});

test("masses of bins sum to one, and are zero beyond the edge alone", () => {
  const masses = binMasses([0, 1], 2.5, 32);
  assert.ok(Math.abs(masses.reduce((sum, mass) => sum + mass) - 1) < 1e-14);
  assert.deepEqual(
    masses.map((mass) => mass > 0),
    masses.map((_, k) => -4 + k / 4 < 2.5),
  );
});

test("what is lost and the sum are written with the numbers of the explorer", () => {
  const values = compute(DEFAULT);
  assert.deepEqual(
    read(values, DEFAULT).readouts.map(({ text, note }) => [text, note]),
    [
      ["∞", "= 0.4185 of 4 bins + ∞ lost"],
      ["0.5239 nats", "= 0.3943 of 4 bins + 0.1295 lost"],
    ],
  );
  const numbers = sumInNumbers(values, DEFAULT)
    .match(/\d+\.\d+/g)
    .map(Number);
  let sum = 0;
  for (let i = 0; i < 12; i += 3) sum += numbers[i] * Math.log(numbers[i + 1] / numbers[i + 2]);
  assert.ok(Math.abs(sum - numbers[12]) < 0.01);
});

test("the bars have the area of their masses", () => {
  const corners = stairs([0.1, 0.4, 0.3, 0.2]);
  const area = corners.slice(1).reduce((sum, [x, y], i) => sum + (x - corners[i][0]) * y, 0);
  assert.ok(Math.abs(area - 1) < 1e-14);
});
