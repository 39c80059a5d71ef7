/** A search field with its results: inside the dialog, or on a page of its own. */

import { element } from "../parts/element.js";

/** @typedef {import("./engine.js").Result} Result */

const HINT = "Search the book";

/**
 * @param {(query: string) => Result[]} find
 * @param {string} root the address of the book's root
 */
export function makeView(find, root) {
  const look = { class: "lb-search-field", placeholder: HINT, "aria-label": HINT };
  const field = element("input", { type: "search", ...look, autocomplete: "off", spellcheck: "false" });
  const status = element("p", { class: "lb-search-status", role: "status" });
  const list = element("ol", { class: "lb-search-results" });
  const show = () => {
    const query = field.value.trim();
    const results = query ? find(query) : [];
    status.textContent = told(query, results.length);
    list.replaceChildren(...results.map((result) => item(result, root)));
  };
  field.addEventListener("input", show);
  const view = element("div", { class: "lb-search" }, field, status, list);
  view.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => moveFocusByKeys(event, field, list));
  return { view, field, show };
}

/** @param {string} query @param {number} count */
function told(query, count) {
  if (!query) return "Type a word, a name or a symbol.";
  if (count === 0) return `Nothing in the book matches “${query}”.`;
  return count === 1 ? "1 place" : `${count} places`;
}

/** @param {Result} result @param {string} root */
function item({ title, page, url, pieces }, root) {
  const link = element("a", { href: new URL(url, root).href }, element("span", { class: "lb-search-title" }, title));
  if (page !== title) link.append(" ", element("span", { class: "lb-search-page" }, page));
  const text = pieces.map((piece) => (piece.marked ? element("mark", {}, piece.text) : piece.text));
  link.append(" ", element("span", { class: "lb-search-excerpt" }, ...text));
  return element("li", {}, link);
}

/**
 * The arrows walk through the results, Enter follows one (in the field: the first), and typing
 * goes back to the field.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 */
function moveFocusByKeys(event, field, list) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(/** @type {any} */ (document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && links.length > 0) {
    event.preventDefault();
    (links[at + step] ?? (step < 0 ? field : links[at])).focus();
  } else if (event.key === "Enter" && event.target === field) {
    event.preventDefault();
    links[0]?.click();
  } else if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") {
    field.focus();
  }
}
