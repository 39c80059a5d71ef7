/**
 * Which pages a reader has read to their end, and which one was opened last. It is kept in the browser
 * and goes nowhere else:
 *
 *     lightbook:BOOK:visited   {"version": 1, "pages": ["chapters/definition", …], "last": "chapters/…"}
 *
 * BOOK is named as in quiz/progress.js. Pages are named by their path from the site's root.
 *
 * @typedef {{version: 1, pages: string[], last: string}} Visits
 * @typedef {import("../parts/storage.js").Store} Store
 */

const VERSION = 1;

/** @param {string} book */
export const visitsKey = (book) => `lightbook:${book}:visited`;

/** @returns {Visits} */
export const noVisits = () => ({ version: VERSION, pages: [], last: "" });

/**
 * The visits as far as they are sound; none where nothing, or nonsense, was kept.
 * @param {Store} store
 * @param {string} book
 * @returns {Visits}
 */
export function loadVisits(store, book) {
  try {
    const kept = JSON.parse(store.getItem(visitsKey(book)) ?? "null");
    if (kept?.version !== VERSION || !Array.isArray(kept.pages)) return noVisits();
    const pages = kept.pages.filter((/** @type {unknown} */ page) => typeof page === "string");
    return { version: VERSION, pages, last: typeof kept.last === "string" ? kept.last : "" };
  } catch {
    return noVisits();
  }
}

/**
 * Notes that a page was opened, or, with `read`, that its end was reached; a store that is full or
 * closed keeps what it had.
 * @param {Store} store
 * @param {string} book
 * @param {string} page
 * @param {boolean} [read]
 */
export function visit(store, book, page, read = false) {
  const { pages } = loadVisits(store, book);
  const visits = { version: VERSION, pages: read ? [...new Set([...pages, page])].sort() : pages, last: page };
  try {
    store.setItem(visitsKey(book), JSON.stringify(visits));
  } catch {
    // Reading works without it.
  }
}

/**
 * The name of a page of the site; nothing for an address that is none of its pages.
 * @param {string} address
 * @param {string} root the address of the site's root, with a slash at its end
 */
export function pageName(address, root) {
  const { origin, pathname, protocol } = new URL(address);
  const top = new URL(root);
  if (protocol !== top.protocol || origin !== top.origin) return "";
  if (!pathname.startsWith(top.pathname) || !pathname.endsWith(".html")) return "";
  return decodeURIComponent(pathname.slice(top.pathname.length, -".html".length));
}
