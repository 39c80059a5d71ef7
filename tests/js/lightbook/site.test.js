import assert from "node:assert/strict";
import { test } from "node:test";

import { excerpt, makeEngine, otherWords, plain } from "../../../lightbook/web/src/search/engine.js";
import { currentSection } from "../../../lightbook/web/src/site/contents.js";
import { codeToCopy } from "../../../lightbook/web/src/site/copying.js";

test("what is copied has no prompts and no outputs", () => {
  assert.equal(codeToCopy("a = 1\nb = 2\n"), "a = 1\nb = 2");
  assert.equal(codeToCopy(">>> f(1)\n2\n>>> for x in y:\n...     g(x)\n3"), "f(1)\nfor x in y:\n    g(x)");
  assert.equal(codeToCopy("$ make book\nbuilt"), "make book");
});

test("the section being read is the innermost on the line, the last one at the end of the page", () => {
  assert.equal(currentSection([true, false, false], false, 2), 0);
  assert.equal(currentSection([true, true, false], false, 0), 1);
  assert.equal(currentSection([false, true, false], true, 1), 2);
});

test("between two sections, the one before is still being read", () =>
  assert.equal(currentSection([false, false, false], false, 1), 1));

test("accents do not hide a word", () => assert.equal(plain("Cramér"), "cramer"));

test("an excerpt shows the word found, marked, and as much around it as fits", () => {
  const text = `${"before ".repeat(40)}the entropy of Cramér ${"after ".repeat(60)}`;
  const pieces = excerpt(text, ["entropy", "cramer"]);
  assert.deepEqual(
    pieces.filter((piece) => piece.marked).map((piece) => piece.text),
    ["entropy", "Cramér"],
  );
  const whole = pieces.map((piece) => piece.text).join("");
  assert.match(whole, /^… before .* …$/);
  assert.ok(whole.length < 190);
  assert.deepEqual(excerpt("", ["x"]), []);
});

const BOOK = [
  { title: "Entropy", page: "Codes", url: "codes.html#entropy", text: "What one symbol costs." },
  { title: "Codes", page: "Codes", url: "codes.html", text: "Huffman and the entropy of a source." },
  { title: "Kullback", page: "People", url: "people.html", text: "A divergence by Kullback and Leibler." },
];

test("a title counts for more than a text, every word must be there, and slips are forgiven", () => {
  const find = makeEngine(BOOK);
  const titles = (/** @type {string} */ query) => find(query).map((result) => result.title);
  assert.deepEqual(titles("entropy"), ["Entropy", "Codes"]);
  assert.deepEqual(titles("huff ent"), ["Codes"]);
  assert.deepEqual(titles("Kulback"), ["Kullback"]);
  assert.deepEqual(titles("nothing of the kind"), []);
  assert.deepEqual(titles("<script> \"' ( [ \\"), []);
});

test("a question is answered by its telling words, and if need be by some of them", () => {
  const find = makeEngine(BOOK);
  const titles = (/** @type {string} */ query) => find(query).map((result) => result.title);
  assert.deepEqual(titles("What is the entropy"), titles("entropy"));
  assert.deepEqual(titles("leibler xyzzy"), ["Kullback"]);
});

test("one wrong letter, or two that changed places, still find the word", () => {
  const find = makeEngine(BOOK);
  for (const typed of ["entrpy", "entroppy", "entrapy", "entorpy", "Kulblack"]) {
    assert.ok(find(typed).length > 0, typed);
  }
  assert.deepEqual(find("xyzzy"), []);
});

test("chapters come before described functions", () => {
  const text = "The entropy_of a source is its entropy.";
  const described = { title: "entropy_of", page: "API", url: "api.html#book.entropy_of", text, described: 1 };
  const chapter = { title: "Codes", page: "Codes", url: "codes.html", text: "Huffman, entropy, entropy_of." };
  const find = makeEngine([described, chapter]);
  const pages = (/** @type {string} */ query) => find(query).map(({ page }) => page);
  assert.deepEqual(pages("entropy"), ["Codes", "API"]);
  assert.deepEqual(pages("entropy_of"), ["API", "Codes"], "but a function is found by its name");
});

test("a reader's words lead to those of the book, first of all", () => {
  const find = makeEngine(BOOK, { errata: "kullback", "kl between": "huffman" });
  assert.equal(find("errata")[0].title, "Kullback");
  assert.equal(find("KL between two gammas")[0].title, "Codes");
  assert.deepEqual(find("between"), []);
  assert.deepEqual(otherWords("Erratas", { errata: "kullback" }), []);
});

const PAIRS = {
  asked: ["kl between", "calculator"],
  page: "Calculator",
  url: "calculator.html",
  names: { gamma: "gamma", "inverse gamma": "invgamma", normal: "norm", Gaussian: "norm", "Student's t": "t" },
  pairs: /** @type {Record<string, [string, string]>} */ ({
    "gamma gamma": ["gamma ‖ gamma", "both"],
    "gamma norm": ["gamma ‖ normal", "one"],
    "invgamma invgamma": ["inverse gamma ‖ inverse gamma", "inverse"],
    "t norm": ["t ‖ normal", "tail"],
  }),
};

test("two names open the widget with both chosen", () => {
  const find = makeEngine(BOOK, {}, PAIRS);
  const first = (/** @type {string} */ query) => find(query)[0]?.url;
  assert.equal(first("KL between two gammas"), "calculator.html#both");
  assert.equal(first("KL between a gamma and a Gaussian"), "calculator.html#one");
  assert.equal(first("KL between a normal and a gamma"), "calculator.html#one", "it is there in this order alone");
  assert.equal(first("KL between inverse gammas"), "calculator.html#inverse");
  assert.equal(first("calculator Student's t normal"), "calculator.html#tail");
  assert.equal(first("KL between two things"), undefined);
  assert.equal(first("gamma"), undefined);
});
