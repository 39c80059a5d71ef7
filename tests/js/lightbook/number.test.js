/** Numbers as people type them, and what is none. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readNumber } from "../../../lightbook/web/src/quiz/number.js";

const READ = [
  ["0.35", 0.35],
  [" 0,35 ", 0.35],
  ["-0.5", -0.5],
  ["−0,5", -0.5],
  ["+.5", 0.5],
  ["3.", 3],
  ["3e-2", 0.03],
  ["3E2", 300],
  ["7/20", 0.35],
  ["1 / 4", 0.25],
  ["½", 0.5],
  ["35 %", 0.35],
  ["1,234.5", 1234.5],
  ["1.234,5", 1234.5],
  ["1,234,567", 1234567],
  ["1 234", 1234],
  ["6·10⁻⁵", 6e-5],
  ["6 × 10^-5", 6e-5],
  ["2**3", 8],
  ["10²", 100],
  ["-2^2", -4],
  ["2^3^2", 512],
  ["2^-1", 0.5],
  ["sqrt(5)", Math.sqrt(5)],
  ["√5", Math.sqrt(5)],
  ["ln 2", Math.log(2)],
  ["log(2)/2", Math.log(2) / 2],
  ["log2(8)", 3],
  ["log10(100)", 2],
  ["exp(-1)", Math.exp(-1)],
  ["e^-1", Math.exp(-1)],
  ["2*pi", 2 * Math.PI],
  ["0.7*ln(0.7/0.5)+0,3*ln(0,3/0,5)", 0.7 * Math.log(1.4) + 0.3 * Math.log(0.6)],
  ["∞", Infinity],
  ["-inf", -Infinity],
  ["1/0", Infinity],
  ["(1+2)*3", 9],
  ["8-3-2", 3],
  ["8/4/2", 1],
];
for (const [text, value] of READ) {
  test(`${text} is ${value}`, () => {
    const read = readNumber(text);
    assert.ok(!("problem" in read), read.problem);
    assert.ok(read.value === value || Math.abs(read.value - value) <= 1e-15 * Math.abs(value), `${read.value}`);
  });
}

const NONE = [
  "abc",
  "1+",
  "(1",
  "1)",
  "1 2",
  "1//2",
  "nats",
  "0.3.5",
  "constructor",
  "__proto__",
  "alert(1)",
  "1;2",
  "ln",
  "()",
  "%",
  "^2",
  "{}",
  "1".repeat(201),
  "(".repeat(100),
];
for (const text of NONE) {
  test(`${text.slice(0, 20)} is no number, and that is said`, () => {
    const { problem } = readNumber(text);
    assert.match(problem, /is not a number that can be read|no unit/);
    assert.ok(problem.length < 140);
  });
}

test("an empty answer and one without a value have messages of their own", () => {
  assert.match(readNumber("  ").problem, /Type a number/);
  assert.match(readNumber("0/0").problem, /no value/);
  assert.match(readNumber("ln(-1)").problem, /no value/);
});

test("the right unit may be typed, another one may not", () => {
  assert.equal(readNumber("0.35 nats", "nats").value, 0.35);
  assert.equal(readNumber("0,35nat", "nats").value, 0.35);
  assert.match(readNumber("0.5 bits", "nats").problem, /asked for in nats; you gave bits/);
  assert.match(readNumber("0.5 bits", "").problem, /no unit/);
});

test("how many decimals were typed", () => {
  assert.equal(readNumber("0,35").decimals, 2);
  assert.equal(readNumber("12").decimals, 0);
  assert.equal(readNumber("7/20").decimals, Infinity);
});
