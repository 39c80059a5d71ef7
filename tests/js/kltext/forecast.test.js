/** The forecast explorer: numbers of kltext, days as the climate has them, and a mean that stays infinite. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, dayInWords, legend, nextDays, read } from "../../../kltext/web/src/explorers/forecast.js";
import { uniformDraws } from "../../../kltext/web/src/maths/draws.js";
import { tallies } from "../../../kltext/web/src/maths/weather.js";

const DEFAULT = { p: [0.7, 0.2, 0.1], q: [0.5, 0.3, 0.2], days: 365, seed: 1 };
/** What kltext gives. */
const CASES = [
  [{}, { kl: 0.08512282595722173, mean: 0.09308774360819293, spread: 0.391061750729123, error: 0.020469107554163396 }],
  [
    { days: 1 },
    { kl: 0.08512282595722173, mean: 0.33647223662121284, spread: 0.391061750729123, error: 0.391061750729123 },
  ],
  [
    { days: 5000, seed: 999 },
    { kl: 0.08512282595722173, mean: 0.08463525604497889, spread: 0.391061750729123, error: 0.005530448316064924 },
  ],
  [
    { q: [0.75, 0.25, 0], days: 2 },
    { kl: Infinity, mean: -0.14606821140058063, spread: Infinity, error: Infinity },
  ],
  [{ p: [1, 0, 0] }, { kl: Math.LN2, mean: Math.LN2, spread: 0.0, error: 0.0 }],
  [
    { p: [0.25, 0.25, 0.5], q: [0.25, 0.25, 0.5] },
    { kl: 0.0, mean: 0.0, spread: 0.0, error: 0.0 },
  ],
  [
    { p: [0, 0.3, 0.7], q: [0.5, 0.1, 0.4], seed: 7, days: 57 },
    { kl: 0.7213147381552286, mean: 0.7109130512989837, spread: 0.24699922639238578, error: 0.03271584675267491 },
  ],
];
const state = (changes) => ({ ...DEFAULT, ...changes });
const close = (got, wanted) =>
  assert.ok(got === wanted || Math.abs(got - wanted) <= 1e-13 * Math.abs(wanted), `${got} is not ${wanted}`);

test("the readings are those of kltext", () => {
  for (const [changes, wanted] of CASES) {
    const values = compute(state(changes));
    for (const [name, value] of Object.entries(wanted)) close(values[name], value);
  }
});

test("each day adds one to its kind, and the last is the one that is told", () => {
  const counts = tallies(DEFAULT.p, uniformDraws(1, 40));
  counts.slice(1).forEach((count, n) => {
    const grown = count.filter((value, i) => value === counts[n][i] + 1);
    assert.equal(grown.length, 1);
    assert.equal(
      count.reduce((sum, value) => sum + value),
      n + 1,
    );
  });
  assert.match(
    dayInWords(compute(DEFAULT), DEFAULT),
    /^Day 365, (sun|cloud|rain): log\(0\.\d\d\/0\.\d\d\) = [+−]0\.\d{4}$/,
  );
});

test("fewer days are the first of more, and other seeds are other days", () => {
  assert.deepEqual(tallies(DEFAULT.p, uniformDraws(1, 40)), tallies(DEFAULT.p, uniformDraws(1, 400)).slice(0, 41));
  assert.notDeepEqual(tallies(DEFAULT.p, uniformDraws(1, 40)), tallies(DEFAULT.p, uniformDraws(2, 40)));
});

test("days that cannot come never come", () => {
  for (const p of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.5, 0.5, 0],
    [0, 0.3, 0.7],
  ])
    tallies(p, uniformDraws(7, 500))[500].forEach((count, i) => assert.equal(count > 0, p[i] > 0));
});

test("the mean is infinite from the first day on that Q rules out", () => {
  const q = [0.75, 0.25, 0];
  const first = compute(DEFAULT).counts.findIndex((count) => count[2] > 0);
  assert.equal(Number.isFinite(compute(state({ q, days: first - 1 })).mean), true);
  for (const days of [first, first + 1, 5000]) assert.equal(compute(state({ q, days })).mean, Infinity);
  assert.match(legend(compute(state({ q })), 365)[1], new RegExp(`from day ${first} on: rain`));
  assert.equal(read(compute(state({ q })), state({ q })).readouts[0].note, "it stays infinite");
});

test("nine in ten of all records and more end within two standard errors", () => {
  let inside = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const { kl, mean, error } = compute(state({ seed, days: 1000 }));
    inside += Math.abs(mean - kl) < 2 * error;
  }
  assert.ok(inside >= 90 && inside < 100, `${inside}`);
});

test("playing ends at the last day, within the steps of a player", () => {
  let [n, steps] = [1, 0];
  for (; nextDays(n) > n; n = nextDays(n)) steps += 1;
  assert.equal(n, 5000);
  assert.ok(steps < 600);
});
