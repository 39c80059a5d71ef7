/** The search of the book, loaded when first used: a dialog on every page, and a page of its own. */

import { element } from "../parts/element.js";
import { makeEngine } from "./engine.js";
import { makeView } from "./view.js";

/**
 * @param {{
 *   entries: [string, string, string, string, number][], words: Record<string, string>,
 *   pairs?: import("./pairs.js").Pairs, root: string,
 *   slash: {on: () => boolean, set: (on: boolean) => void}
 * }} options the index (title, page, url, text, whether it describes a function), other words for what
 *   the book says, pairs of names that open a widget, the root of the site, and the single-key setting
 */
function lightbookSearch({ entries, words, pairs, root, slash }) {
  const named = entries.map(([title, page, url, text, described]) => ({ title, page, url, text, described }));
  const find = makeEngine(named, words, pairs);
  /** @type {{dialog: HTMLDialogElement, field: HTMLInputElement} | undefined} */
  let made;
  return {
    open() {
      made ??= makeDialog(find, root, slash);
      made.dialog.showModal();
      made.field.select();
    },
    /** @param {Element} place */
    page(place) {
      const { view, field, show } = makeView(find, root);
      place.append(view);
      field.value = new URLSearchParams(location.search).get("q") ?? "";
      field.addEventListener("input", () => history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`));
      show();
      field.focus();
    },
  };
}

/**
 * @param {Parameters<typeof makeView>[0]} find
 * @param {string} root
 * @param {{on: () => boolean, set: (on: boolean) => void}} slash
 */
function makeDialog(find, root, slash) {
  const { view, field, show } = makeView(find, root);
  const close = element("button", { type: "button", class: "lb-search-close" }, "Close");
  close.addEventListener("click", () => dialog.close());
  const key = element("input", { type: "checkbox", checked: slash.on() });
  key.addEventListener("change", () => slash.set(key.checked));
  const label = element("label", {}, key, " the key / opens the search");
  const foot = element("div", { class: "lb-search-foot" }, label, close);
  const dialog = element("dialog", { class: "lb-search-dialog", "aria-label": "Search" }, view, foot);
  // A click beside the dialog, and a link into the page that is open, close it.
  dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (event.target === dialog || link) dialog.close();
  });
  document.body.append(dialog);
  show();
  return { dialog, field };
}

/** @type {any} */ (globalThis).lightbookSearch = lightbookSearch;
