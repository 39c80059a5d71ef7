/** What the search finds, and what of it is shown. */

import MiniSearch from "minisearch";

/**
 * @typedef {object} Entry a section of the book
 * @property {string} title
 * @property {string} page the title of its page
 * @property {string} url from the root of the site
 * @property {string} text
 */
/** @typedef {{text: string, marked: boolean}} Piece */
/** @typedef {Entry & {pieces: Piece[]}} Result */

const AROUND = 70;
const LENGTH = 180;
const SHOWN = 20;

/** Letters without their accents: who writes Cramer finds Cramér. @param {string} word */
export function plain(word) {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * A function from what was typed to the best sections, each with an excerpt.
 * @param {Entry[]} entries
 * @returns {(query: string) => Result[]}
 */
export function makeEngine(entries) {
  const engine = new MiniSearch({
    fields: ["title", "page", "text"],
    idField: "id",
    processTerm: plain,
    searchOptions: {
      boost: { title: 6, page: 2 },
      prefix: true,
      fuzzy: (word) => (word.length > 4 ? 0.15 : false),
      combineWith: "AND",
    },
  });
  engine.addAll(entries.map((entry, id) => ({ id, ...entry })));
  return (query) =>
    engine
      .search(query)
      .slice(0, SHOWN)
      .map(({ id, terms }) => ({ ...entries[id], pieces: excerpt(entries[id].text, terms) }));
}

/**
 * The part of a text around the first word found, cut into what is marked and what is not.
 * @param {string} text
 * @param {string[]} terms the words found, as `plain` gives them
 * @returns {Piece[]}
 */
export function excerpt(text, terms) {
  const words = [...text.matchAll(/[\p{L}\p{N}_]+/gu)];
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
