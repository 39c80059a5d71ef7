/** Progress survives what browsers do to it: blocked, full, broken, and more than one tab. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bookOf,
  load,
  merge,
  noProgress,
  parse,
  progressKey,
  save,
  scoreKey,
  summary,
} from "../../../lightbook/web/src/quiz/progress.js";

const ASKED = ["coin:aa", "die:bb", "code:cc"];
const RIGHT = { tries: 1, right: true, first: true, shown: false, given: 2 };
const WRONG = { tries: 2, right: false, first: false, shown: false, given: 0 };
const LATER = { tries: 3, right: true, first: false, shown: false, given: 1 };
const progress = (answers) => ({ version: 1, answers });

class Store {
  constructor(entries = {}) {
    this.entries = new Map(Object.entries(entries));
  }
  getItem = (key) => this.entries.get(key) ?? null;
  setItem = (key, value) => this.entries.set(key, value);
  removeItem = (key) => this.entries.delete(key);
}

const refuse = () => {
  throw new DOMException("no", "SecurityError");
};
const BLOCKED = { getItem: refuse, setItem: refuse, removeItem: refuse };

test("what is saved is loaded, and the score stands beside it", () => {
  const store = new Store();
  const kept = progress({ "coin:aa": RIGHT, "die:bb": WRONG });
  assert.equal(save(store, "kl", kept, ASKED), true);
  assert.deepEqual(load(store, "kl"), { progress: kept, trouble: "" });
  assert.deepEqual(JSON.parse(store.getItem(scoreKey("kl"))), { answered: 2, right: 1, first: 1, total: 3 });
  assert.deepEqual(load(store, "another"), { progress: noProgress(), trouble: "" });
});

test("an empty progress leaves nothing behind", () => {
  const store = new Store();
  save(store, "kl", progress({ "coin:aa": RIGHT }), ASKED);
  save(store, "kl", noProgress(), ASKED);
  assert.equal(store.entries.size, 0);
});

test("a question that has changed is asked anew", () => {
  assert.equal(summary(progress({ "coin:old": RIGHT }), ASKED).answered, 0);
});

test("a blocked or full store is told, not thrown", () => {
  assert.deepEqual(load(BLOCKED, "kl"), { progress: noProgress(), trouble: "blocked" });
  assert.equal(save(BLOCKED, "kl", progress({ "coin:aa": RIGHT }), ASKED), false);
  const full = { ...BLOCKED, getItem: () => null };
  assert.equal(load(full, "kl").trouble, "");
  assert.equal(save(full, "kl", progress({ "coin:aa": RIGHT }), ASKED), false);
});

for (const text of ["{", "", "null", "[]", "7", '{"answers": []}', '{"version": 2, "answers": {}}']) {
  test(`unreadable text is put aside: ${text}`, () => {
    const store = new Store({ [progressKey("kl")]: text });
    assert.deepEqual(load(store, "kl"), { progress: noProgress(), trouble: "unreadable" });
    assert.equal(store.getItem(`${progressKey("kl")}-unreadable`), text);
    assert.equal(load(store, "kl").trouble, "");
    assert.throws(() => parse(text), /^Error: it /);
  });
}

test("unreadable text in a full store is no error", () => {
  const store = { ...BLOCKED, getItem: () => "{" };
  assert.equal(load(store, "kl").trouble, "unreadable");
});

test("unsound answers are left out, sound ones kept", () => {
  const bad = { ...RIGHT, tries: "1" };
  const text = JSON.stringify(
    progress({
      "coin:aa": RIGHT,
      "die:bb": bad,
      "no name": RIGHT,
      "x:1": null,
      "y:1": { ...RIGHT, right: 1 },
      "z:1": { ...RIGHT, tries: -1 },
    }),
  );
  assert.deepEqual(parse(text), progress({ "coin:aa": RIGHT }));
});

test("merging loses nothing, in either order, and twice is once", () => {
  const [a, b] = [progress({ "coin:aa": RIGHT, "die:bb": WRONG }), progress({ "die:bb": LATER, "code:cc": WRONG })];
  const both = merge(a, b);
  assert.deepEqual(both, { version: 1, answers: { "coin:aa": RIGHT, "die:bb": LATER, "code:cc": WRONG } });
  assert.deepEqual(merge(b, a), both);
  assert.deepEqual(merge(both, b), both);
  assert.deepEqual(merge(noProgress(), a), a);
});

test("merging never takes a right answer away", () => {
  const tried = { ...WRONG, tries: 12 };
  const { answers } = merge(progress({ "coin:aa": RIGHT }), progress({ "coin:aa": tried }));
  assert.deepEqual(answers["coin:aa"], { ...RIGHT, tries: 12 });
  const equal = [
    { ...WRONG, given: 1 },
    { ...WRONG, given: 3 },
  ].map((answer) => progress({ "coin:aa": answer }));
  assert.deepEqual(merge(...equal), merge(...equal.reverse()));
});

test("the book is named by the page", () => {
  const page = (content) => ({ querySelector: () => (content === null ? null : { getAttribute: () => content }) });
  assert.equal(bookOf(page("kl-divergence")), "kl-divergence");
  assert.equal(bookOf(page(null)), "notebook");
  assert.equal(bookOf(page("")), "notebook");
});
