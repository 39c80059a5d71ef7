/** The calculator's closed forms against the cases that kltext is held to as well. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CATALOGUE } from "../../../kltext/web/generated/catalogue.js";
import { distributions, named } from "../../../kltext/web/src/calculator/choices.js";
import { quantiles } from "../../../kltext/web/src/calculator/quantiles.js";
import { logDensity } from "../../../kltext/web/src/maths/densities.js";
import { klDistributions, PAIRS } from "../../../kltext/web/src/maths/registry.js";

const CASES = JSON.parse(readFileSync(new URL("../../fixtures/pair_cases.json", import.meta.url), "utf8"));
/** Over all that is accepted, two beta distributions may be the difference of integrals that are thousands of times larger. */
const TOLERANCE = { draw: 1e-12, near: 1e-12, wide: 1e-11 };

const both = (pair, p, q) => {
  const [family_p, family_q] = pair.split(" ");
  return distributions({ family_p, family_q, parameters_p: named(pair, "p", p), parameters_q: named(pair, "q", q) });
};

test("every pair of the calculator has a closed form and cases, and there are no others", () => {
  assert.deepEqual(Object.keys(PAIRS).sort(), Object.keys(CATALOGUE.pairs).sort());
  assert.deepEqual(Object.keys(CASES).sort(), Object.keys(CATALOGUE.pairs).sort());
  for (const rows of Object.values(CASES)) assert.ok(rows.filter(([kind]) => kind === "draw").length >= 20);
});

for (const [pair, rows] of Object.entries(CASES)) {
  test(`${pair} has twelve digits in every case`, () => {
    for (const [kind, p, q, value] of rows) {
      const got = klDistributions(...both(pair, p, q));
      const wanted = value === "inf" ? Infinity : value;
      const near = Number.isFinite(wanted) && Math.abs(got - wanted) <= TOLERANCE[kind] * wanted;
      assert.ok(got === wanted || near, `${pair} ${kind} ${JSON.stringify([p, q])} gave ${got}, not ${wanted}`);
    }
  });
}

/** Σ or ∫ of p log(p/q), between far quantiles, with no closed form. */
function bySum([p, q]) {
  const [logP, logQ] = [logDensity(p), logDensity(q)];
  const [low, high] = p.name === "vonmises" ? [p.loc - Math.PI, p.loc + Math.PI] : quantiles(p, [1e-9, 1 - 1e-9]);
  const count = p.discrete ? high - low + 1 : 200_000;
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    const x = p.discrete ? low + i : low + ((high - low) * (i + 0.5)) / count;
    const log = logP(x);
    if (log > -700) total += Math.exp(log) * (log - logQ(x));
  }
  return total * (p.discrete ? 1 : (high - low) / count);
}

/** Tails that end only far beyond where a plain sum with equal steps can go, and poles at the ends. */
const HEAVY = new Set([
  "cauchy",
  "fisk",
  "halfcauchy",
  "invgamma",
  "invweibull",
  "levy",
  "levy_l",
  "lomax",
  "pareto",
  "betaprime",
  "t",
  "zipf",
  "rv_discrete",
]);

test("the densities that are drawn belong to the closed forms", () => {
  let seen = 0;
  for (const [pair, rows] of Object.entries(CASES)) {
    const [family] = pair.split(" ");
    if (HEAVY.has(family)) continue;
    const finite = rows
      .filter(([kind, , , value]) => kind === "draw" && value !== "inf" && value > 0.01 && value < 20)
      .slice(0, 4);
    const errors = finite
      .map(([, p, q, value]) => Math.abs(bySum(both(pair, p, q)) / value - 1))
      .filter(Number.isFinite); // a pole may hit a point
    assert.ok(finite.length === 0 || Math.min(...errors) < 2e-4, `${pair}: ${errors}`);
    seen += finite.length ? 1 : 0;
  }
  assert.ok(seen >= 80, `${seen}`);
});
