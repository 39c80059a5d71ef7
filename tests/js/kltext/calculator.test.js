/** The calculator: its choices, what it says, what it draws, the code it writes; and the filter of tables. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../../../kltext/web/catalogue.mjs";
import { CATALOGUE } from "../../../kltext/web/generated/catalogue.js";
import {
  distributions,
  formulas,
  nearestSoundState,
  pairName,
  parameters,
  partners,
  withFamilyP,
} from "../../../kltext/web/src/calculator/choices.js";
import { kltextCode, TORCH_PAIRS, TORCH_WRONG, torchCode } from "../../../kltext/web/src/calculator/code.js";
import { parseTable } from "../../../kltext/web/src/calculator/controls.js";
import { infiniteRuns, series } from "../../../kltext/web/src/calculator/picture.js";
import { compute, precise, read } from "../../../kltext/web/src/explorers/calculator.js";
import { asPower } from "../../../kltext/web/src/parts/panel.js";
import { matches } from "../../../lightbook/web/src/page/filter.js";
import { acceptable } from "../../../lightbook/web/src/page/link.js";

const state = (family_p, family_q, parameters_p = {}, parameters_q = {}) =>
  nearestSoundState({ family_p, family_q, parameters_p, parameters_q });

test("it starts with the book's two normals", () => {
  const { kl, kl_reverse, kl_bits } = compute(nearestSoundState({}));
  assert.equal(precise(kl), "0.34990955");
  assert.equal(precise(kl_reverse), "0.71953489");
  assert.ok(Math.abs(kl_bits - kl / Math.LN2) < 1e-15);
});

test("nonsense is led to the nearest sound state", () => {
  assert.deepEqual(state("nonsense", "gamma").family_p, "norm");
  assert.equal(state("gamma", "poisson").family_q, "gamma");
  assert.equal(state("t", "gamma").family_q, "norm");
  assert.deepEqual(state("gamma", "gamma", { a: -3, scale: "x", loc: 5 }).parameters_p, { a: 0.01, scale: 1 });
  assert.deepEqual(state("randint", "randint", { low: 5.4, high: 2 }).parameters_p, { low: 5, high: 6 });
  assert.deepEqual(state("randint", "randint", { low: 100, high: 100 }).parameters_p, { low: 99, high: 100 });
  assert.equal(state("gengamma", "gengamma", { c: 0 }).parameters_p.c, 0.1);
  const table = state("rv_discrete", "rv_discrete", { xk: [1, 2, 3], pk: [0.2, 0.6] }).parameters_p;
  assert.deepEqual(
    [table.xk, table.pk.map((mass) => mass.toFixed(9))],
    [
      [1, 2],
      ["0.250000000", "0.750000000"],
    ],
  );
  assert.deepEqual(state("rv_discrete", "rv_discrete", { xk: [1, 1], pk: [1, 3] }).parameters_p, {
    xk: [0, 1],
    pk: [0.5, 0.5],
  });
  const sound = state("truncnorm", "truncnorm", { low: 1, high: 3, loc: 2, scale: 0.5 });
  assert.deepEqual(nearestSoundState(sound), sound);
});

test("a link may carry parameters by name and nothing else", () => {
  assert.ok(acceptable({ a: 1, pk: [0.5, 0.5] }, {}, { record: true }));
  for (const value of [null, [1], "a", 3, { a: "1" }, { a: { b: 1 } }, { a: Array(51).fill(1) }]) {
    assert.ok(!acceptable(value, {}, { record: true }), JSON.stringify(value));
  }
});

test("every pair starts with a value, can be drawn, and has a formula", () => {
  for (const pair of Object.keys(CATALOGUE.pairs)) {
    const now = state(...pair.split(" "));
    assert.equal(pairName(now), pair);
    const { kl } = compute(now);
    assert.ok(kl > 0.001 && kl < 20, `${pair}: ${kl}`);
    const { rows } = series(...distributions(now));
    assert.ok(rows.length >= 2, pair);
    assert.ok(
      rows.some((row) => row.p > 0 && row.q > 0),
      pair,
    );
    assert.ok(
      rows.every((row, i) => i === 0 || row.x >= rows[i - 1].x),
      pair,
    );
    assert.ok(formulas(pair).length >= 1 && formulas(pair).every((part) => part.startsWith("<math")), pair);
    assert.ok(!formulas(pair).join("").includes("mathcolor"), pair);
    assert.ok(parameters(pair, "p").length + parameters(pair, "q").length > 0);
  }
  assert.deepEqual(partners("poisson"), ["bernoulli", "binom", "poisson"]);
});

test("what is drawn adds up to the value", () => {
  const { rows } = series(...distributions(state("poisson", "poisson", { mu: 4 }, { mu: 6 })));
  const sum = rows.reduce((total, { term }) => total + term, 0);
  assert.ok(Math.abs(sum - compute(state("poisson", "poisson", { mu: 4 }, { mu: 6 })).kl) < 5e-3, `${sum}`);
});

test("an infinite value says why", () => {
  const why = (now) => read(compute(now), now).readouts.map(({ note }) => note);
  assert.equal(
    why(state("uniform", "uniform", { scale: 2 }, { scale: 1 }))[0],
    "P has its values on the numbers from 0 to 2, Q only on the numbers from 0 to 1",
  );
  assert.match(why(state("gamma", "norm"))[1], /Q has its values on the whole line, P only on the numbers from 0 up/);
  assert.match(why(state("pareto", "norm", { b: 2 }))[0], /no finite variance/);
  assert.match(why(state("pareto", "expon", { b: 1 }))[0], /no finite mean/);
  assert.match(why(state("gengamma", "gengamma", { a: 1, c: 1 }, { a: 1, c: -2 }))[0], /opposite signs/);
  assert.match(why(state("gumbel_r", "gumbel_r", {}, { loc: 1000, scale: 0.01 }))[0], /largest number/);
  assert.equal(why(state("t", "norm"))[1], "the registry has none for this direction");
  assert.equal(why(state("norm", "norm", {}, { loc: 0, scale: 1 }))[0], "the same distribution");
});

test("values have eight digits or a power of ten", () => {
  assert.equal(precise(0), "0");
  assert.equal(precise(123.456789123), "123.45679");
  assert.equal(precise(5e-17), "5.00 × 10⁻¹⁷");
  assert.equal(precise(Infinity), "∞");
});

test("infinite terms stand together in runs", () => {
  assert.deepEqual(infiniteRuns([Infinity, Infinity, 1, Infinity]), [
    [0, 1],
    [3, 3],
  ]);
  assert.deepEqual(infiniteRuns([1, 2]), []);
});

test("a table is read from one line", () => {
  assert.deepEqual(parseTable("0: 1, 2: 3"), { xk: [0, 2], pk: [0.25, 0.75] });
  for (const [text, error] of [
    ["", /1 to 50/],
    ["1", /value: weight/],
    ["1: x", /value: weight/],
    ["1: 1, 1: 2", /twice/],
    ["0: -1, 1: 2", /negative/],
    ["0: 0", /sum to 0/],
    ["1e9: 1", /Values go/],
  ]) {
    assert.match(parseTable(text), error);
  }
});

test("a formula is parted from the definitions that follow it", () => {
  assert.deepEqual(parts(String.raw`f(a,b) + x,\quad a = 1,\ b = c,\ d`), [
    "f(a,b) + x",
    "a = 1",
    String.raw`b = c,\ d`,
  ]);
  assert.deepEqual(parts(String.raw`\frac{a,\ b}{c}`), [String.raw`\frac{a,\ b}{c}`]);
});

test("code is written for torch where torch can say it", () => {
  assert.match(
    kltextCode(state("gamma", "gamma", { a: 2 }, { a: 3, scale: 1.5 })),
    /Q = stats.gamma\(a=3, scale=1.5\)/,
  );
  assert.match(torchCode(state("gamma", "gamma")).code ?? "", /Gamma\(2\.0, 1 \/ 1\.0\)/);
  assert.match(torchCode(state("gamma", "norm", { loc: 1 })).note, /no loc/);
  assert.equal(torchCode(state("gamma", "norm", { loc: 1 })).code, undefined);
  assert.match(torchCode(state("zipf", "zipf")).note, /registers no divergence/);
  assert.match(
    torchCode(state("rv_discrete", "rv_discrete", { xk: [1, 2], pk: [0.5, 0.5] })).note,
    /places, not values/,
  );
  for (const pair of TORCH_PAIRS) assert.ok(pair in CATALOGUE.pairs, pair);
  for (const pair of Object.keys(TORCH_WRONG)) assert.match(torchCode(state(...pair.split(" "))).note, /Caution/);
});

test("rows are found by all their words, whatever the case and the accents", () => {
  assert.ok(matches("Lévy levy", "levy"));
  assert.ok(matches("gamma ‖ normal norm equal loc", "NORM gam"));
  assert.ok(!matches("gamma", "gamma norm"));
  assert.ok(matches("gamma", "  "));
});

/** How many children the elements of MathML have; a browser sets one with another number as an error. */
const CHILDREN = { msub: 2, msup: 2, msubsup: 3, mfrac: 2, munder: 2, mover: 2, munderover: 3, mroot: 2 };

/** The elements of some MathML with a wrong number of children. @param {string} html */
function misshapen(html) {
  /** @type {{name: string, children: number}[]} */
  const open = [{ name: "", children: 0 }];
  const found = [];
  for (const [, slash, name, closed] of html.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (slash === "") {
      open[open.length - 1].children += 1;
      if (closed === "") open.push({ name, children: 0 });
      continue;
    }
    const { children } = /** @type {{children: number}} */ (open.pop());
    if (children !== (CHILDREN[name] ?? children)) found.push(`${name} with ${children} children`);
  }
  return found;
}

test("the MathML of every formula, condition and source is whole", () => {
  const facts = Object.values(CATALOGUE.pairs).flatMap(({ condition, source }) => [condition, source]);
  for (const html of [...CATALOGUE.formulas, ...facts]) assert.deepEqual(misshapen(html), [], html);
  assert.deepEqual(misshapen("<msub><mi>H</mi><mi>log</mi><mo>f</mo></msub>"), ["msub with 3 children"]);
});

test("Q follows a new P to a family with a finite divergence", () => {
  for (const family_p of Object.keys(CATALOGUE.families)) {
    for (const family_q of partners(family_p)) {
      for (const other of Object.keys(CATALOGUE.families)) {
        if (!partners(other).includes(family_q)) continue;
        const next = withFamilyP(state(family_p, family_q), other);
        assert.equal(next.family_p, other);
        assert.ok(Number.isFinite(compute(next).kl), `${family_p} ${family_q} to ${other}: ${next.family_q}`);
      }
    }
  }
  assert.equal(withFamilyP(state("gamma", "gamma"), "norm").family_q, "norm");
  assert.equal(withFamilyP(state("norm", "norm"), "laplace").family_q, "norm", "Q stays where it can");
});

test("ticks that are too long to be written out are multiples of a power of ten", () => {
  assert.deepEqual(
    [0, 200000, 1200000].map((value) => asPower(value, 200000)),
    ["0", "2×10⁵", "12×10⁵"],
  );
  assert.deepEqual(
    [-0.0004, 0, 0.00002].map((value) => asPower(value, 0.00002)),
    ["−40×10⁻⁵", "0", "2×10⁻⁵"],
  );
});
