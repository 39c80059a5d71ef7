/** Every kind of question: right, wrong, half right, and no answer at all. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { mark, moveItem, solution } from "../../../lightbook/web/src/quiz/marking.js";

const SINGLE = { right: [1], why: ["a", "b", "c"] };
const MULTIPLE = { right: [0, 2], why: ["a", "b", "c"] };
const ORDER = { right: [2, 0, 1], why: ["a", "b", "c"] };
const NUMBER = {
  value: 0.0823,
  tolerance: 0.0005,
  unit: "nats",
  why: "how",
  mistakes: [
    { value: 0.1187, why: "bits" },
    { value: -0.0823, why: "sign" },
  ],
};

test("one right", () => {
  assert.deepEqual(mark("single", SINGLE, 1), {
    right: true,
    verdict: "Right.",
    good: [1],
    bad: [0, 2],
    explained: [0, 1, 2],
  });
  assert.deepEqual(mark("single", SINGLE, 0), {
    right: false,
    verdict: "Not right.",
    good: [],
    bad: [0],
    explained: [0],
  });
});

test("several right, and only all of them count", () => {
  assert.equal(mark("multiple", MULTIPLE, [2, 0]).right, true);
  const half = mark("multiple", MULTIPLE, [0]);
  assert.equal(half.right, false);
  assert.match(half.verdict, /1 of your 1 choice is right, and one right option is still missing/);
  assert.deepEqual([half.good, half.bad, half.explained], [[0], [], [0]]);
  const much = mark("multiple", MULTIPLE, [0, 1, 2]);
  assert.match(much.verdict, /2 of your 3 choices are right, and nothing is missing/);
  assert.deepEqual(much.bad, [1]);
});

test("in order", () => {
  assert.equal(mark("order", ORDER, [2, 0, 1]).right, true);
  const wrong = mark("order", ORDER, [2, 1, 0]);
  assert.match(wrong.verdict, /1 of 3 stand/);
  assert.deepEqual([wrong.good, wrong.explained], [[2], [2]]);
  assert.match(mark("order", ORDER, [0, 1, 2]).verdict, /nothing stands/);
});

test("a number, with its tolerance to the last digit", () => {
  for (const text of ["0.0823", "0,0823 nats", "0.0828", "0.0818"])
    assert.equal(mark("numeric", NUMBER, text).right, true, text);
  assert.equal(mark("numeric", NUMBER, "0.0829").right, false);
  assert.equal(mark("numeric", { ...NUMBER, value: 1, tolerance: 0.001 }, "1.001").right, true);
  assert.equal(mark("numeric", NUMBER, "0.1187").why, "bits");
  assert.equal(mark("numeric", NUMBER, "-0.0823").why, "sign");
  assert.match(mark("numeric", NUMBER, "5").verdict, /5 is too large/);
  assert.match(mark("numeric", NUMBER, "-1").verdict, /too small/);
  assert.match(mark("numeric", NUMBER, "inf").verdict, /∞ is too large/);
  assert.match(mark("numeric", NUMBER, "0.08").problem, /more digits/);
  assert.equal(mark("numeric", NUMBER, "0").right, false);
});

test("what is no answer costs no try", () => {
  for (const given of [null, undefined, -1, 3, "1", 1.5])
    assert.ok("problem" in mark("single", SINGLE, given), String(given));
  for (const given of [[], null, [7], [0, 0], "02"])
    assert.ok("problem" in mark("multiple", MULTIPLE, given), String(given));
  for (const given of [[0, 1], [0, 0, 1], null]) assert.ok("problem" in mark("order", ORDER, given), String(given));
  for (const given of ["", "x", null]) assert.ok("problem" in mark("numeric", NUMBER, given), String(given));
});

test("the answer can be shown", () => {
  assert.deepEqual(solution("multiple", MULTIPLE), {
    right: false,
    verdict: "This is the answer.",
    good: [0, 2],
    bad: [1],
    explained: [0, 1, 2],
  });
  assert.deepEqual(solution("order", ORDER).good, [2, 0, 1]);
  assert.equal(solution("numeric", NUMBER).verdict, "The answer is 0.0823 nats.");
});

test("moving an item", () => {
  assert.deepEqual(moveItem(["a", "b", "c"], 0, 2), ["b", "c", "a"]);
  assert.deepEqual(moveItem(["a", "b", "c"], 2, 1), ["a", "c", "b"]);
  for (const [from, to] of [
    [0, -1],
    [2, 3],
    [3, 0],
    [-1, 0],
  ])
    assert.deepEqual(moveItem(["a", "b", "c"], from, to), ["a", "b", "c"]);
});
