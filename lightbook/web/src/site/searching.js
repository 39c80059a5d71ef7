/** Opens the search; what searches, and the index, are loaded when first asked for. */

import { element } from "../parts/element.js";
import { loadScript } from "../parts/script.js";
import { readStored, writeStored } from "../parts/storage.js";

const own = /** @type {HTMLScriptElement} */ (document.currentScript);
/** The page names the script and the index, each with the hash of what it holds. */
const { search = "search.js", index = "search-index.js" } = own.dataset;
/** The setting that switches the single key off, as people who speak to their computer need. */
const KEY_OFF = "lightbook.search.slash";

/** Whether the key / alone opens the search. */
const slashOpens = () => readStored(KEY_OFF) !== "off";

/** @typedef {{open: () => void, page: (place: Element) => void}} Search */

/** @type {Promise<Search> | undefined} */
let loading;

/** @returns {Promise<Search>} */
function load() {
  loading ??= Promise.all([index, search].map((name) => loadScript(new URL(name, own.src).href))).then(() =>
    /** @type {any} */ (globalThis).lightbookSearch({
      entries: /** @type {any} */ (globalThis).lightbookIndex,
      words: /** @type {any} */ (globalThis).lightbookWords ?? {},
      pairs: /** @type {any} */ (globalThis).lightbookPairs ?? undefined,
      root: new URL(document.documentElement.dataset.content_root ?? "./", location.href).href,
      slash: { on: slashOpens, set: (/** @type {boolean} */ on) => writeStored(KEY_OFF, on ? "on" : "off") },
    }),
  );
  return loading;
}

async function open() {
  (await load()).open();
}

/** @param {KeyboardEvent} event */
function asksForSearch(event) {
  if (event.altKey || event.shiftKey) return false;
  if (event.key.toLowerCase() === "k") return event.ctrlKey !== event.metaKey;
  const field = /** @type {Element} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !field && slashOpens();
}

export function startSearch() {
  for (const button of document.querySelectorAll("[data-search-open]")) button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (!asksForSearch(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  const place = document.querySelector("[data-search-page]");
  if (place) startPage(place);
}

/** The index is large: the page of the search loads it when it has something to look for. @param {Element} place */
function startPage(place) {
  const show = () => load().then(({ page }) => page(place));
  if (new URLSearchParams(location.search).get("q")) return void show();
  const hint = "Search the book";
  const field = element("input", { type: "search", class: "lb-search-field", placeholder: hint, "aria-label": hint });
  field.addEventListener(
    "input",
    async () => {
      await load();
      history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
      field.remove();
      await show();
    },
    { once: true },
  );
  place.append(field);
}
