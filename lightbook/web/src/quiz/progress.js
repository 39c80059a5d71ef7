/**
 * What a reader has answered. It is kept in the browser and goes nowhere else.
 *
 * There are two entries in localStorage. BOOK is the content of the page's
 * `<meta name="lightbook-book">`, the title of the book in lower-case words joined by hyphens;
 * where there is none, as in JupyterLab, it is "notebook".
 *
 *     lightbook:BOOK:quiz         {"version": 1, "answers": {"ID:HASH": Answer, …}}
 *     lightbook:BOOK:quiz-score   {"answered": 12, "right": 9, "first": 7, "total": 51}
 *
 * HASH belongs to the wording of the question, so that a changed question is asked anew. The
 * second entry is for those who only show the score, such as the landing page: it counts over
 * all questions of the book, is written with every answer, and is absent before the first one
 * and after a reset. On the page itself every change fires `lightbook-progress` on `window`;
 * other tabs hear the browser's own `storage` event.
 *
 * @typedef {object} Answer
 * @property {number} tries how often it was answered; 0 where it was only shown
 * @property {boolean} right whether it has been answered rightly, by now
 * @property {boolean} first whether it was right at the first try
 * @property {boolean} shown whether the reader asked to be shown the answer
 * @property {any} [given] the last answer, to show it again
 *
 * @typedef {{version: 1, answers: Record<string, Answer>}} Progress
 * @typedef {{answered: number, right: number, first: number, total: number}} Score
 * @typedef {import("../parts/storage.js").Store} Store
 */

export const CHANGED = "lightbook-progress";
const VERSION = 1;

/** @returns {Progress} */
export const noProgress = () => ({ version: VERSION, answers: {} });

/** The name of the book that a document belongs to. @param {Pick<Document, "querySelector">} document */
export function bookOf(document) {
  const meta = document.querySelector('meta[name="lightbook-book"]');
  return meta?.getAttribute("content") || "notebook";
}

/** @param {string} book */
export const progressKey = (book) => `lightbook:${book}:quiz`;
/** @param {string} book */
export const scoreKey = (book) => `lightbook:${book}:quiz-score`;

/**
 * Reads progress from text, as far as it is sound.
 * @param {string} text
 * @returns {Progress}
 * @throws {Error} if it is no progress at all; the message says why
 */
export function parse(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (typeof read?.answers !== "object" || read.answers === null || Array.isArray(read.answers)) {
    throw new Error("it has no answers in it");
  }
  if (read.version !== VERSION) throw new Error(`it is of version ${read.version}, not ${VERSION}`);
  return { version: VERSION, answers: Object.fromEntries(Object.entries(read.answers).filter(isSound)) };
}

/** @param {[string, any]} entry */
function isSound([name, answer]) {
  if (!/^[\w-]+:\w+$/.test(name) || !Number.isInteger(answer?.tries) || answer.tries < 0) return false;
  return [answer.right, answer.first, answer.shown].every((flag) => typeof flag === "boolean");
}

/**
 * What the browser has kept; nothing where it kept nothing. Text that cannot be read is put
 * aside under the same name with "-unreadable", so that saving does not destroy it.
 * @param {Store} store
 * @param {string} book
 * @returns {{progress: Progress, trouble: "" | "blocked" | "unreadable"}}
 */
export function load(store, book) {
  let text;
  try {
    text = store.getItem(progressKey(book));
  } catch {
    return { progress: noProgress(), trouble: "blocked" };
  }
  if (text === null) return { progress: noProgress(), trouble: "" };
  try {
    return { progress: parse(text), trouble: "" };
  } catch {
    keepUnreadable(store, progressKey(book), text);
    return { progress: noProgress(), trouble: "unreadable" };
  }
}

/** @param {Store} store @param {string} key @param {string} text */
function keepUnreadable(store, key, text) {
  try {
    store.setItem(`${key}-unreadable`, text);
    store.removeItem(key);
  } catch {
    // A full store: the text stays where it is until the next answer is saved over it.
  }
}

/**
 * Keeps progress and score; without an answer, neither.
 * @param {Store} store
 * @param {string} book
 * @param {Progress} progress
 * @param {string[]} asked the names, ID:HASH, of all questions of the book
 * @returns {boolean} whether the browser has kept it
 */
export function save(store, book, progress, asked) {
  try {
    if (Object.keys(progress.answers).length === 0) {
      store.removeItem(progressKey(book));
      store.removeItem(scoreKey(book));
    } else {
      store.setItem(progressKey(book), JSON.stringify(progress));
      store.setItem(scoreKey(book), JSON.stringify(summary(progress, asked)));
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * How many of these questions are answered, and how many rightly.
 * @param {Progress} progress
 * @param {string[]} asked names, ID:HASH
 * @returns {Score} `first`: right at the first try
 */
export function summary({ answers }, asked) {
  const given = asked.map((name) => answers[name]).filter((answer) => answer !== undefined);
  return {
    answered: given.length,
    right: given.filter((answer) => answer.right).length,
    first: given.filter((answer) => answer.first).length,
    total: asked.length,
  };
}

/**
 * Both progresses in one: what was right in either is right. The order does not matter.
 * @param {Progress} one
 * @param {Progress} other
 * @returns {Progress}
 */
export function merge(one, other) {
  const answers = { ...one.answers };
  for (const [name, theirs] of Object.entries(other.answers)) {
    answers[name] = name in answers ? both(answers[name], theirs) : theirs;
  }
  return { version: VERSION, answers };
}

/** @param {Answer} a @param {Answer} b @returns {Answer} */
function both(a, b) {
  return {
    ...(outranks(a, b) ? a : b),
    tries: Math.max(a.tries, b.tries),
    right: a.right || b.right,
    first: a.first || b.first,
    shown: a.shown || b.shown,
  };
}

/** Whether the answer given in `a` is the one to keep. @param {Answer} a @param {Answer} b */
function outranks(a, b) {
  if (a.right !== b.right) return a.right;
  if (a.tries !== b.tries) return a.tries > b.tries;
  return JSON.stringify(a.given ?? null) > JSON.stringify(b.given ?? null);
}
