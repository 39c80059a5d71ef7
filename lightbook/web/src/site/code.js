/**
 * One choice for all code of a page, in the line below its title: as its author has it, all shown, or
 * all hidden. It is kept for the other pages; early.js puts it into `data-code` of the page, by which
 * code.css hides. An exercise page has none: there the reader writes code.
 */

import { element, uniqueId } from "../parts/element.js";
import { CODE, CODE_CHOICES, readStored, removeStored, writeStored } from "../parts/storage.js";

const WORDS = { author: "as on the page", shown: "all shown", hidden: "all hidden" };
const FOLDS = ".bd-article .cell details.hide";

/** The folds that the choice has opened, to be closed again. @type {HTMLDetailsElement[]} */
let opened = [];

/** @param {string} choice */
function apply(choice) {
  const { dataset } = document.documentElement;
  if (CODE_CHOICES.includes(choice)) dataset.code = choice;
  else delete dataset.code;
  for (const fold of opened) fold.open = false;
  opened = [];
  if (choice !== "shown") return;
  const folds = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(FOLDS));
  opened = [...folds].filter((fold) => !fold.open);
  for (const fold of opened) fold.open = true;
}

export function startCode() {
  const tools = document.querySelector(".lightbook-tools");
  if (!tools || !document.querySelector(".bd-article .cell .cell_input")) return;
  if (document.querySelector("article[data-exercise]")) return void apply("author");
  const chosen = readStored(CODE) ?? "author";
  const id = uniqueId("code");
  const select = element("select", { id, class: "lb-code-choice" });
  for (const [value, words] of Object.entries(WORDS))
    select.append(element("option", { value, selected: value === chosen }, words));
  select.addEventListener("change", () => {
    if (select.value === "author") removeStored(CODE);
    else writeStored(CODE, select.value);
    apply(select.value);
  });
  tools.append(element("li", {}, element("label", { for: id }, "Code "), select));
  apply(chosen);
}
