/** A search field with its results: inside the dialog, or on a page of its own. */

/** @typedef {import("./engine.js").Result} Result */

const HINT = "Search the book";

/**
 * @param {(query: string) => Result[]} find
 * @param {string} root the address of the book's root
 */
export function makeView(find, root) {
  const field = element("input", { type: "search", className: "kl-search-field", placeholder: HINT, autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-label", HINT);
  const status = element("p", { className: "kl-search-status" });
  status.setAttribute("role", "status");
  const list = element("ol", { className: "kl-search-results" });
  const show = () => {
    const query = field.value.trim();
    const results = query ? find(query) : [];
    status.textContent = told(query, results.length);
    list.replaceChildren(...results.map((result) => item(result, root)));
  };
  field.addEventListener("input", show);
  const view = element("div", { className: "kl-search" });
  view.append(field, status, list);
  view.addEventListener("keydown", (event) => steer(event, field, list));
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
  const link = element("a", { href: new URL(url, root).href });
  link.append(element("span", { className: "kl-search-title", textContent: title }));
  if (page !== title) link.append(" ", element("span", { className: "kl-search-page", textContent: page }));
  const text = element("span", { className: "kl-search-excerpt" });
  for (const piece of pieces) text.append(piece.marked ? element("mark", { textContent: piece.text }) : piece.text);
  link.append(" ", text);
  const entry = element("li", {});
  entry.append(link);
  return entry;
}

/**
 * The arrows walk through the results, Enter follows one (in the field: the first), and typing
 * goes back to the field.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 */
function steer(event, field, list) {
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

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} properties
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
