/**
 * A field that filters the tables of its section as one types; without scripts there is none, and
 * all rows stand there. The place is `<div class="lightbook-filter"></div>`.
 */

import { element, uniqueId } from "../parts/element.js";

/**
 * Whether a row has every word that was typed, in any order; case and accents do not count.
 * @param {string} row
 * @param {string} typed
 */
export function matches(row, typed) {
  const text = plain(row);
  return plain(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** @param {string} text */
const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .trim();

/** What a row says, without its formulas. @param {Element} row */
function words(row) {
  const copy = /** @type {Element} */ (row.cloneNode(true));
  for (const formula of copy.querySelectorAll(".katex")) formula.remove();
  return copy.textContent ?? "";
}

/** @param {HTMLElement} place */
function build(place) {
  const section = place.closest("section") ?? document.body;
  const rows = /** @type {HTMLElement[]} */ ([...section.querySelectorAll("tbody tr")]);
  /** @type {string[]} read when something is typed first: it takes a while */
  let said = [];
  const parts = [...section.querySelectorAll("section")].filter((part) => part.querySelector("tbody"));
  const id = uniqueId("filter");
  const input = element("input", {
    type: "search",
    id,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "gamma, normal, torch …",
  });
  const told = element("p", { class: "lightbook-filter-count", role: "status" });
  place.append(element("label", { for: id }, "Filter the pairs"), input, told);
  const tell = (/** @type {number} */ count) => {
    told.textContent = input.value.trim() === "" ? `${rows.length} pairs` : `${count} of ${rows.length} pairs`;
  };
  const update = () => {
    if (said.length === 0) said = rows.map(words);
    let count = 0;
    rows.forEach((row, i) => {
      row.hidden = !matches(said[i], input.value);
      if (!row.hidden) count += 1;
    });
    for (const part of parts) part.toggleAttribute("hidden", !part.querySelector("tbody tr:not([hidden])"));
    tell(count);
  };
  input.addEventListener("input", update);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || input.value === "") return;
    input.value = "";
    update();
  });
  tell(rows.length);
}

if (typeof document !== "undefined") {
  const start = () => {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lightbook-filter")))
      build(place);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
