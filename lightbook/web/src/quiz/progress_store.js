/** The one place of a page that holds the reader's progress, and tells everybody of changes. */

import { bookOf, CHANGED, load, merge, nothing, progressKey, save } from "./progress.js";

/** @typedef {import("./progress.js").Answer} Answer */

const PLACE = Symbol.for("lightbook.progress");

/** The page's keeper: one for all quizzes, also where each has loaded this module for itself. */
export function keeper() {
  const page = /** @type {any} */ (globalThis);
  page[PLACE] ??= new Keeper(bookOf(document), openStore());
  return /** @type {Keeper} */ (page[PLACE]);
}

/** The browser's store; one that refuses everything where there is none. */
function openStore() {
  try {
    return localStorage;
  } catch (error) {
    const refuse = () => {
      throw error;
    };
    return { getItem: refuse, setItem: refuse, removeItem: refuse };
  }
}

export class Keeper {
  /** @type {Set<string>} */
  #asked = new Set();

  /** @param {string} book @param {import("./progress.js").Store} store */
  constructor(book, store) {
    this.book = book;
    this.store = store;
    /** What was there before a reset, to undo it. */
    this.before = nothing();
    const { progress, trouble } = load(store, book);
    this.progress = progress;
    this.trouble = trouble;
    globalThis.addEventListener?.("storage", (event) => {
      if (event.key !== null && event.key !== progressKey(book)) return;
      this.progress = load(store, book).progress;
      this.#tell();
    });
  }

  /** Makes the questions of the book known, for the score. @param {string[]} names */
  expect(names) {
    for (const name of names) this.#asked.add(name);
  }

  /** @param {string} name @returns {Answer | undefined} */
  answer(name) {
    return this.progress.answers[name];
  }

  /** @param {string} name @param {Answer} answer */
  note(name, answer) {
    // Another tab may have added something since.
    const fresh = load(this.store, this.book).progress;
    const all = merge(this.progress, fresh);
    this.#keep({ ...all, answers: { ...all.answers, [name]: answer } });
  }

  /** Takes in the progress of an exported file. @param {import("./progress.js").Progress} other */
  take(other) {
    this.#keep(merge(this.progress, other));
  }

  forget() {
    this.before = this.progress;
    this.#keep(nothing());
  }

  undo() {
    this.#keep(merge(this.before, this.progress));
    this.before = nothing();
  }

  /** @param {import("./progress.js").Progress} progress */
  #keep(progress) {
    this.progress = progress;
    const kept = save(this.store, this.book, progress, [...this.#asked]);
    this.trouble = kept ? (this.trouble === "unreadable" ? "unreadable" : "") : "blocked";
    this.#tell();
  }

  #tell() {
    globalThis.dispatchEvent?.(new CustomEvent(CHANGED));
  }
}
