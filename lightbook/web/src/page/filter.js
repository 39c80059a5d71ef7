/**
 * A field that filters the tables of its section as one types; without scripts there is none, and
 * all rows stand there. The place is `<div class="lightbook-filter"></div>`. Where nothing matches, it
 * offers the nearest word of the tables, and all rows.
 */

import { distance } from "../parts/edit_distance.js";
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

/**
 * What was typed with each word that no row has replaced by the nearest one of the rows; nothing where
 * no row has all of these.
 * @param {string[]} rows
 * @param {string} typed
 */
export function nearest(rows, typed) {
  const known = [...new Set(rows.flatMap((row) => plain(row).match(/[\p{L}\d_]{3,}/gu) ?? []))];
  const repaired = plain(typed)
    .split(/\s+/)
    .map((word) => {
      if (rows.some((row) => matches(row, word))) return word;
      const near = known.map((other) => ({ other, far: distance(word, other) }));
      near.sort((a, b) => a.far - b.far || a.other.localeCompare(b.other));
      return near.length > 0 && near[0].far <= Math.max(1, Math.floor(word.length / 3)) ? near[0].other : "";
    });
  const words = repaired.join(" ");
  return !repaired.includes("") && rows.some((row) => matches(row, words)) ? words : "";
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
  const ways = element("p", { class: "lightbook-filter-ways", hidden: true });
  place.append(element("label", { for: id }, "Filter the pairs"), input, told, ways);
  const set = (/** @type {string} */ words) => {
    input.value = words;
    update();
    input.focus();
  };
  const offer = (/** @type {string} */ text, /** @type {string} */ words) => {
    const button = element("button", { type: "button", class: "lb-filter-way" }, text);
    button.addEventListener("click", () => set(words));
    return button;
  };
  const tell = (/** @type {number} */ count) => {
    const typed = input.value.trim();
    const near = count === 0 ? nearest(said, typed) : "";
    ways.hidden = count > 0;
    if (typed === "") told.textContent = `${rows.length} pairs`;
    else told.textContent = count > 0 ? `${count} of ${rows.length} pairs` : `Nothing matches “${typed}”.`;
    ways.replaceChildren(
      ...(near ? [offer(`Show “${near}”`, near)] : []),
      ...(count === 0 ? [offer(`Show all ${rows.length} pairs`, "")] : []),
    );
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
    if (event.key === "Escape" && input.value !== "") set("");
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
