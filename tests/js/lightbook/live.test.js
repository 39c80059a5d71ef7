/** Code in the page: what runs, what is kept, and what an exercise hands back. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { keptCode, parseEdits } from "../../../lightbook/web/src/live/edits.js";
import { verdictOf, withAnswers } from "../../../lightbook/web/src/live/exercise.js";
import { neededFor } from "../../../lightbook/web/src/live/order.js";

/** Cells by letters: h hidden, o optional; upper case has run, "!" was changed since. */
const cells = (/** @type {string} */ text) =>
  text.split(" ").map((word, number) => ({
    id: `${number}`,
    state: word[0] === word[0].toUpperCase() ? "done" : "new",
    stale: word.includes("!"),
    hidden: word[0].toLowerCase() === "h",
    optional: word[0].toLowerCase() === "o",
  }));

for (const [standing, asked, runs] of [
  ["v v v v", 2, "0 1 2"],
  ["V V V v", 3, "3"],
  ["V V V V", 1, "1"],
  ["V h V h v", 2, "1 2 3"],
  ["V H V H V", 2, "2 3"],
  ["V! H V H V", 4, "0 1 3 4"],
  ["V H V! H V", 4, "2 3 4"],
  ["v o v o", 3, "0 2 3"],
  ["V o v! O v", 1, "1"],
  ["v h h", 0, "0 1 2"],
]) {
  test(`of ${standing}, cell ${asked} needs ${runs}`, () => {
    const found = neededFor(cells(String(standing)), String(asked)).map(({ id }) => id);
    assert.equal(found.join(" "), runs);
  });
}

test("an edit stays with its cell, but not with another that has its number", () => {
  const edit = { code: "mine", source: "old" };
  assert.equal(keptCode(edit, { id: "terms", source: "new" }), edit);
  assert.equal(keptCode(edit, { id: "cell-3", source: "old" }), edit);
  assert.equal(keptCode(edit, { id: "cell-3", source: "new" }), undefined);
  assert.equal(keptCode(undefined, { id: "terms", source: "new" }), undefined);
});

test("only what is sound of stored edits counts", () => {
  const sound = { a: { code: "1", source: "2" } };
  assert.deepEqual(parseEdits(JSON.stringify({ ...sound, b: 3, c: { code: 1, source: "2" }, d: null })), sound);
  for (const text of [null, "", "no JSON", "null", "7", "[]"]) assert.deepEqual(parseEdits(text), {});
});

test("a check's first character says what it found", () => {
  assert.equal(verdictOf("✓ task: right"), "right");
  assert.equal(verdictOf(" ✗ task: wrong"), "wrong");
  assert.equal(verdictOf("· task: not answered yet"), "unanswered");
  assert.equal(verdictOf("a learner's print"), undefined);
});

test("a notebook takes answers by the ids of its cells, and nothing else changes", () => {
  const notebook = {
    cells: [
      { id: "a", source: ["x\n", "y"] },
      { id: "b", source: [] },
    ],
    nbformat: 4,
  };
  const made = withAnswers(
    notebook,
    new Map([
      ["b", "1\n\n2\n"],
      ["c", "no cell"],
    ]),
  );
  assert.deepEqual(made, {
    cells: [
      { id: "a", source: ["x\n", "y"] },
      { id: "b", source: ["1\n", "\n", "2\n"] },
    ],
    nbformat: 4,
  });
  assert.deepEqual(notebook.cells[1].source, []);
});
