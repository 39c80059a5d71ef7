/** What the search finds, and what of it is shown. */

import MiniSearch from "minisearch";

import { distance } from "../parts/edit_distance.js";
import { pairFinder } from "./pairs.js";

/**
 * @typedef {object} Entry a section of the book
 * @property {string} title
 * @property {string} page the title of its page
 * @property {string} url from the root of the site
 * @property {string} text
 * @property {number} [described] 1 for the description of a function
 */
/** @typedef {{text: string, marked: boolean}} Piece */
/** @typedef {Entry & {pieces: Piece[]}} Result */

const AROUND = 70;
const LENGTH = 180;
const SHOWN = 20;
const WORD = /[\p{L}\p{N}_]+/gu;

/** Letters without their accents: who writes Cramer finds Cramér. @param {string} word */
export function plain(word) {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A numbered page is a chapter: it explains what the pages beside it use. Its beginning counts most. */
const NUMBERED = /^\d+\. /;
const CHAPTER = { section: 2, beginning: 4 };
/** What is typed to find a function by its name. */
const NAME = /\w[_.]\w/;
/** Words of questions, which say nothing of where the answer stands. */
const QUESTION = new Set(
  "a an and are can do does how i in is it of on or that the this to what when where which why with".split(" "),
);
/** So many places that other words lead to stand before those of the words themselves. */
const LED = 3;

/**
 * A function from what was typed to the best sections, each with an excerpt.
 * @param {Entry[]} entries
 * @param {Record<string, string>} [words] words that readers use, and those of the book
 * @param {import("./pairs.js").Pairs} [pairs] what opens a widget with two names that were typed
 * @returns {(query: string) => Result[]}
 */
export function makeEngine(entries, words = {}, pairs) {
  const engine = new MiniSearch({
    fields: ["title", "page", "text"],
    idField: "id",
    processTerm: plain,
    searchOptions: {
      boost: { title: 6, page: 2 },
      boostDocument: (id) => {
        const { page, title } = entries[id];
        if (!NUMBERED.test(page)) return 1;
        return title === page ? CHAPTER.beginning : CHAPTER.section;
      },
      prefix: true,
      fuzzy: (word) => (word.length > 3 ? 1 : false),
      combineWith: "AND",
    },
  });
  engine.addAll(entries.map((entry, id) => ({ id, ...entry })));
  const rank = (/** @type {any} */ { id }) => entries[id].described ?? 0;
  const chaptersFirst = (/** @type {import("minisearch").SearchResult[]} */ found) =>
    [...found].sort((a, b) => rank(a) - rank(b));
  const namedFirst = (/** @type {import("minisearch").SearchResult[]} */ found, /** @type {string} */ name) => {
    const named = ({ id = 0 }) => entries[id].url.endsWith(`.${name}`);
    return [...found.filter(named), ...found.filter((result) => !named(result))];
  };
  /** @type {Set<string> | undefined} */
  let known;
  const search = (/** @type {string} */ asked) => {
    const query = withoutQuestion(asked);
    const found = engine.search(query);
    if (found.length > 0) return NAME.test(query) ? namedFirst(found, query.trim()) : chaptersFirst(found);
    known ??= new Set(entries.flatMap(({ title, text }) => wordsOf(`${title} ${text}`)));
    const repaired = withoutSwaps(query, known);
    const corrected = repaired === plain(query) ? [] : engine.search(repaired);
    // Rather the places that have some of the words than none.
    return chaptersFirst(corrected.length > 0 ? corrected : engine.search(query, { combineWith: "OR", fuzzy: false }));
  };
  const findPair = pairFinder(pairs, wordsOf);
  return (query) => {
    const led = otherWords(query, words).flatMap((other) => search(other).slice(0, LED));
    const seen = new Set();
    const found = [...led, ...search(query)]
      .filter(({ id }) => !seen.has(id) && seen.add(id))
      .map(({ id, terms }) => ({ ...entries[id], pieces: excerpt(entries[id].text, terms) }));
    return [...findPair(query).map((place) => ({ ...place, pieces: [] })), ...found].slice(0, SHOWN);
  };
}

/** @param {string} text @returns {string[]} */
const wordsOf = (text) => plain(text).match(WORD) ?? [];

/** What was typed without the words of a question, unless there are no others. @param {string} query */
function withoutQuestion(query) {
  const telling = query.split(/\s+/).filter((word) => !QUESTION.has(plain(word)));
  return telling.length > 0 ? telling.join(" ") : query;
}

/**
 * The words of the book for what was typed: those of each entry all of whose words were typed.
 * @param {string} query
 * @param {Record<string, string>} words
 */
export function otherWords(query, words) {
  const typed = wordsOf(query);
  return Object.entries(words)
    .filter(([key]) => wordsOf(key).every((word) => typed.includes(word)))
    .map(([, other]) => other);
}

/**
 * What was typed, with each word that the book lacks replaced by one of which two neighbouring letters
 * have changed places.
 * @param {string} query
 * @param {Set<string>} known
 */
export function withoutSwaps(query, known) {
  return plain(query).replace(WORD, (word) => {
    if (known.has(word) || word.length < 4) return word;
    return [...known].find((other) => other.length === word.length && distance(word, other) === 1) ?? word;
  });
}

/**
 * The part of a text around the first word found, cut into what is marked and what is not.
 * @param {string} text
 * @param {string[]} terms the words found, as `plain` gives them
 * @returns {Piece[]}
 */
export function excerpt(text, terms) {
  const words = [...text.matchAll(WORD)];
  const hits = words.filter(([word]) => terms.includes(plain(word)));
  const first = hits[0]?.index ?? 0;
  const from = wordStart(text, Math.max(0, first - AROUND));
  const to = Math.min(text.length, from + LENGTH);
  /** @type {Piece[]} */
  const pieces = [{ text: from > 0 ? "… " : "", marked: false }];
  let at = from;
  for (const { index, 0: word } of hits) {
    if (index < from || index + word.length > to) continue;
    pieces.push({ text: text.slice(at, index), marked: false }, { text: word, marked: true });
    at = index + word.length;
  }
  pieces.push({ text: text.slice(at, to) + (to < text.length ? " …" : ""), marked: false });
  return pieces.filter((piece) => piece.text);
}

/** @param {string} text @param {number} index */
function wordStart(text, index) {
  return index === 0 ? 0 : text.indexOf(" ", index) + 1;
}
