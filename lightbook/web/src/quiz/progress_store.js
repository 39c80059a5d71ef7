/** The reader's progress on a page: one store for all quizzes, which tells all of them of changes. */

import { browserStorage } from "../parts/storage.js";
import { bookOf, CHANGED, load, merge, noProgress, progressKey, save } from "./progress.js";

/** @typedef {import("./progress.js").Answer} Answer */

/** Where the page keeps its store. Each quiz in JupyterLab brings a copy of this module with it. */
const PROPERTY = Symbol.for("lightbook.progress");

/** The one store of the page. @returns {ProgressStore} */
export function progressStore() {
  const page = /** @type {any} */ (globalThis);
  page[PROPERTY] ??= new ProgressStore(bookOf(document), browserStorage());
  return page[PROPERTY];
}

export class ProgressStore {
  /** @type {Set<string>} */
  #countedNames = new Set();

  /** @param {string} book @param {import("../parts/storage.js").Store} storage */
  constructor(book, storage) {
    this.book = book;
    this.storage = storage;
    /** The progress before a reset, to undo it. */
    this.beforeReset = noProgress();
    const { progress, trouble } = load(storage, book);
    this.progress = progress;
    this.trouble = trouble;
    globalThis.addEventListener?.("storage", (event) => {
      if (event.key !== null && event.key !== progressKey(book)) return;
      this.progress = load(storage, book).progress;
      this.#tell();
    });
  }

  /** Adds questions that the score counts. @param {string[]} names */
  addQuestions(names) {
    for (const name of names) this.#countedNames.add(name);
  }

  /** @param {string} name @returns {Answer | undefined} */
  answer(name) {
    return this.progress.answers[name];
  }

  /** @param {string} name @param {Answer} answer */
  setAnswer(name, answer) {
    // Another tab may have added something since.
    const fresh = load(this.storage, this.book).progress;
    const all = merge(this.progress, fresh);
    this.#save({ ...all, answers: { ...all.answers, [name]: answer } });
  }

  /** Adds the progress of an exported file. @param {import("./progress.js").Progress} other */
  add(other) {
    this.#save(merge(this.progress, other));
  }

  reset() {
    this.beforeReset = this.progress;
    this.#save(noProgress());
  }

  undoReset() {
    this.#save(merge(this.beforeReset, this.progress));
    this.beforeReset = noProgress();
  }

  /** @param {import("./progress.js").Progress} progress */
  #save(progress) {
    this.progress = progress;
    const saved = save(this.storage, this.book, progress, [...this.#countedNames]);
    this.trouble = saved ? (this.trouble === "unreadable" ? "unreadable" : "") : "blocked";
    this.#tell();
  }

  #tell() {
    globalThis.dispatchEvent?.(new CustomEvent(CHANGED));
  }
}
