/** The joint explorer: numbers of kltext, independence, and what no information exceeds. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, independent, positives, read } from "../../../kltext/web/src/explorers/joint.js";

const DEFAULT = { p: [0.08, 0.02, 0.09, 0.81] };
/** What kltext gives. */
const CASES = [
  [
    [0.08, 0.02, 0.09, 0.81],
    { information: 0.11327129462123615, entropy_x: 0.3250829733914482, entropy_y: 0.4558862130273583 },
  ],
  [[0.25, 0.25, 0.25, 0.25], { information: 0.0, entropy_x: Math.LN2, entropy_y: Math.LN2 }],
  [[0.5, 0, 0, 0.5], { information: Math.LN2, entropy_x: Math.LN2, entropy_y: Math.LN2 }],
  [[1, 0, 0, 0], { information: 0.0, entropy_x: 0.0, entropy_y: 0.0 }],
  [[0, 0.3, 0.7, 0], { information: 0.6108643020548935, entropy_x: 0.6108643020548934, entropy_y: 0.6108643020548934 }],
  [[0.4, 0.1, 0.1, 0.4], { information: 0.19274475702175753, entropy_x: Math.LN2, entropy_y: Math.LN2 }],
  [[0, 0, 0.5, 0.5], { information: 0.0, entropy_x: 0.0, entropy_y: Math.LN2 }],
  [
    [0.01, 0.6, 0.29, 0.1],
    { information: 0.3378232402473538, entropy_x: 0.6687480868518094, entropy_y: 0.6108643020548934 },
  ],
];
const close = (got, wanted) =>
  assert.ok(got === wanted || Math.abs(got - wanted) <= 1e-13 * Math.abs(wanted), `${got} is not ${wanted}`);
/** Tables on a grid, with all their corners and sides. */
const TABLES = [0, 1, 2, 3, 4]
  .flatMap((a) =>
    [0, 1, 2, 3, 4].flatMap((b) =>
      [0, 1, 2, 3, 4].filter((c) => a + b + c <= 4).map((c) => [a / 4, b / 4, c / 4, (4 - a - b - c) / 4]),
    ),
  )
  .filter((p) => p.every((value) => value >= 0));

test("the readings are those of kltext", () => {
  for (const [p, wanted] of CASES)
    for (const [name, value] of Object.entries(wanted)) close(compute({ p })[name], value);
});

test("information is a number, no less than 0 and no more than either entropy", () => {
  for (const p of TABLES) {
    const { information, entropy_x, entropy_y } = compute({ p });
    assert.ok(information >= 0 && information <= Math.min(entropy_x, entropy_y) + 1e-15, `${p}`);
  }
});

test("the terms sum to the information", () => {
  for (const p of TABLES) {
    const { information, terms } = compute({ p });
    assert.ok(Math.abs(terms.reduce((sum, term) => sum + term) - information) < 1e-15);
  }
});

test("the product of the marginals tells nothing, and has the same marginals", () => {
  const { x, y, product } = independent(DEFAULT.p);
  const again = compute({ p: product });
  assert.ok(again.information < 1e-30);
  [...x, ...y].forEach((value, i) => close([...again.x, ...again.y][i], value));
  const [ill, well] = positives(product, x);
  close(ill, well);
});

test("it is symmetric in X and Y", () => {
  const [a, b, c, d] = DEFAULT.p;
  close(compute({ p: [a, c, b, d] }).information, compute(DEFAULT).information);
});

test("an empty column has no share, and nothing is said of it", () => {
  assert.deepEqual(positives([0, 0, 0.5, 0.5], [0, 1]), [0, 0.5]);
  assert.equal(read(compute({ p: [0, 0, 0.5, 0.5] })).readouts[1].note, "no uncertainty");
});
