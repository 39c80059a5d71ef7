import assert from "node:assert/strict";
import { test } from "node:test";

import { loadVisits, noVisits, pageName, visit, visitsKey } from "../../../lightbook/web/src/reader/visits.js";

function memory(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => kept.set(key, text),
    removeItem: (key) => kept.delete(key),
  };
}

test("pages that were read are kept once each, and the one opened last is known", () => {
  const store = memory();
  for (const page of ["chapters/b", "chapters/a", "chapters/b"]) visit(store, "book", page, true);
  visit(store, "book", "chapters/c");
  assert.equal(loadVisits(store, "book").last, "chapters/c");
  visit(store, "book", "chapters/b");
  assert.deepEqual(loadVisits(store, "book"), { version: 1, pages: ["chapters/a", "chapters/b"], last: "chapters/b" });
  assert.deepEqual(loadVisits(store, "another"), noVisits());
});

test("nonsense counts as nothing, and is replaced by the next visit", () => {
  for (const text of ["{", "null", "[]", '{"version": 2, "pages": []}', '{"version": 1, "pages": "a"}']) {
    const store = memory({ [visitsKey("book")]: text });
    assert.deepEqual(loadVisits(store, "book"), noVisits(), text);
    visit(store, "book", "a", true);
    assert.deepEqual(loadVisits(store, "book").pages, ["a"]);
  }
  const mixed = memory({ [visitsKey("book")]: '{"version": 1, "pages": ["a", 3, null], "last": 7}' });
  assert.deepEqual(loadVisits(mixed, "book"), { version: 1, pages: ["a"], last: "" });
});

test("a store that refuses breaks nothing", () => {
  const refuse = () => {
    throw new Error("refused");
  };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
  visit(store, "book", "a");
  assert.deepEqual(loadVisits(store, "book"), noVisits());
});

test("pages are named from the root, wherever the site is", () => {
  assert.equal(pageName("https://example.org/kl/chapters/vae.html#x", "https://example.org/kl/"), "chapters/vae");
  assert.equal(pageName("file:///home/a%20b/index.html", "file:///home/a%20b/"), "index");
  assert.equal(pageName("https://example.org/other/a.html", "https://example.org/kl/"), "");
  assert.equal(pageName("https://elsewhere.org/kl/a.html", "https://example.org/kl/"), "");
  assert.equal(pageName("https://example.org/kl/file.pdf", "https://example.org/kl/"), "");
});
