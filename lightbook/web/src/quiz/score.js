/** The panel with the score: how far, how well, which chapter next; export, import, reset. */

import { button, element } from "../parts/element.js";
import { CHANGED, parse, summary } from "./progress.js";

const TROUBLE = {
  "": "Your answers are kept in this browser, and nowhere else.",
  blocked: "This browser keeps nothing (its storage is blocked or full): export your answers before you leave.",
  unreadable: "What this browser had kept could not be read. It was set aside, and counting starts again.",
};

/**
 * @typedef {object} Tools
 * @property {import("./progress_store.js").ProgressStore} store
 * @property {string[]} names the questions that are counted, ID:HASH
 * @property {(words: string) => void} say
 * @property {AbortSignal} signal
 */

export class ScorePanel {
  /** @param {HTMLElement} panel @param {Tools} tools */
  constructor(panel, { store, names, say, signal }) {
    this.panel = panel;
    this.store = store;
    this.names = names;
    this.say = say;
    this.acts = this.#part(".lb-acts");
    this.kept = element("p", { class: "lb-kept" });
    this.told = element("p", { class: "lb-told" });
    this.done = element("div", { class: "lb-done" });
    this.solid = element("div", { class: "lb-solid" });
    this.#part(".lb-bar").append(this.done, this.solid);
    this.acts.after(this.told, this.kept);
    for (const table of panel.querySelectorAll("table")) addColumns(table);
    this.file = this.#fileChooser(signal);
    this.buttons = this.#makeButtons(signal);
    this.#offerActs();
    window.addEventListener(CHANGED, () => this.#refresh(), { signal });
    this.#refresh();
  }

  /** @param {string} label */
  #part(label) {
    return /** @type {HTMLElement} */ (this.panel.querySelector(label));
  }

  /** @param {AbortSignal} signal @returns {HTMLInputElement} */
  #fileChooser(signal) {
    const file = element("input", { type: "file", accept: ".json,application/json", hidden: true });
    file.addEventListener("change", () => this.#bring(file), { signal });
    return file;
  }

  /** @param {AbortSignal} signal */
  #makeButtons(signal) {
    return {
      next: button("Next open question", () => this.#goOn(), signal),
      exporting: button("Export", () => download(this.store), signal),
      importing: button("Import", () => this.file.click(), signal),
      reset: button("Reset", () => this.#ask(), signal),
      keep: button("Keep them", () => this.#keep(), signal),
      forget: button("Forget them", () => this.#forget(), signal),
      undo: button("Undo the reset", () => this.#undo(), signal),
    };
  }

  #offerActs() {
    const { next, exporting, importing, reset } = this.buttons;
    this.acts.replaceChildren(next, exporting, importing, reset, this.file);
  }

  /** @param {string} words */
  #tell(words) {
    this.told.textContent = words;
    this.say(words);
  }

  #ask() {
    const count = summary(this.store.progress, this.names).answered;
    if (count === 0) return this.#tell("There is nothing to reset.");
    const { keep, forget } = this.buttons;
    this.acts.replaceChildren(keep, forget);
    this.#tell(`Forget all your answers (${count} here)?`);
    keep.focus();
  }

  #keep() {
    this.#offerActs();
    this.#tell("");
    this.buttons.reset.focus();
  }

  #forget() {
    this.store.reset();
    this.#offerActs();
    this.acts.append(this.buttons.undo);
    this.#tell("Your answers are forgotten.");
    this.buttons.undo.focus();
  }

  #undo() {
    this.store.undoReset();
    this.#tell("Your answers are back.");
    this.buttons.next.focus();
  }

  /** @param {HTMLInputElement} input */
  async #bring(input) {
    const chosen = input.files?.[0];
    if (!chosen) return;
    try {
      const progress = parse(await chosen.text());
      this.store.add(progress);
      this.#tell(this.#brought(Object.keys(progress.answers)));
    } catch (error) {
      this.#tell(`${chosen.name} is no progress of a quiz: ${error instanceof Error ? error.message : error}.`);
    }
    input.value = "";
  }

  /** @param {string[]} all the names of the questions that answers were brought to */
  #brought(all) {
    const known = all.filter((name) => this.names.includes(name)).length;
    const others = all.length - known ? `, and ${all.length - known} to questions that are not here` : "";
    return `Brought in: ${known} answers${others}.`;
  }

  async #goOn() {
    const isOpen = (/** @type {HTMLElement} */ question) => !this.store.answer(question.dataset.name ?? "");
    const questions = () =>
      /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".lightbook-quiz .lb-question")]);
    const open = () => questions().find(isOpen);
    if (!open()) return this.#tell("Every question here is answered.");
    open()?.scrollIntoView({ block: "start" });
    // A question starts when it is seen, and is another element then.
    for (let frame = 0; frame < 60 && !open()?.closest(".lb-live"); frame += 1)
      await new Promise(requestAnimationFrame);
    /** @type {HTMLElement | null | undefined} */ (open()?.querySelector("input, .lb-moves button"))?.focus({
      preventScroll: true,
    });
  }

  #refresh() {
    const { store, panel } = this;
    const { answered, right, first, total } = summary(store.progress, this.names);
    this.#part(".lb-tally").replaceChildren(
      element("span", { class: "lb-value" }, `${right} of ${total}`),
      ` right, ${first} at the first try; ${answered} answered.`,
    );
    this.done.style.width = `${(100 * answered) / total}%`;
    this.solid.style.width = `${(100 * right) / total}%`;
    for (const row of panel.querySelectorAll("tbody tr")) fill(/** @type {HTMLElement} */ (row), store.progress);
    showAdvice(this.#part(".lb-advice"), panel, store.progress);
    this.kept.textContent = TROUBLE[store.trouble];
    if (answered > 0) this.buttons.undo.remove();
  }
}

/** @param {HTMLTableElement} table */
function addColumns(table) {
  for (const title of ["Answered", "Right", "First try"]) {
    table.tHead?.rows[0].append(element("th", { scope: "col" }, title));
    for (const row of table.tBodies[0].rows) row.append(element("td"));
  }
}

/** @param {HTMLElement} row @param {import("./progress.js").Progress} progress */
function fill(row, progress) {
  const { answered, right, first } = summary(progress, (row.dataset.names ?? "").split(" "));
  const cells = row.querySelectorAll("td");
  [answered, right, first].forEach((count, i) => {
    cells[i + 1].textContent = String(count);
  });
}

/**
 * Names the chapters in which answers were not right at the first try, the weakest first.
 * @param {HTMLElement} place
 * @param {HTMLElement} panel
 * @param {import("./progress.js").Progress} progress
 */
function showAdvice(place, panel, progress) {
  const rows = /** @type {HTMLElement[]} */ ([...(panel.querySelector("tbody")?.rows ?? [])]);
  const weak = rows
    .map((row) => ({ row, counts: summary(progress, (row.dataset.names ?? "").split(" ")) }))
    .filter(({ counts }) => counts.first < counts.answered)
    .sort((a, b) => a.counts.first / a.counts.answered - b.counts.first / b.counts.answered)
    .slice(0, 3);
  place.replaceChildren();
  if (weak.length === 0) return;
  place.append("Worth another look: ");
  weak.forEach(({ row }, i) => {
    const title = row.querySelector(".lb-to, .lb-where");
    if (title) place.append(i > 0 ? ", " : "", title.cloneNode(true));
  });
  place.append(".");
}

/** @param {import("./progress_store.js").ProgressStore} store */
function download(store) {
  const text = JSON.stringify({ book: store.book, ...store.progress }, null, 1);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = element("a", { href: url, download: `${store.book}-quiz.json` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
