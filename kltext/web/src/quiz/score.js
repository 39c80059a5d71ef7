/** The panel with the score: how far, how well, which chapter next; export, import, reset. */

import { element } from "../parts/element.js";
import { CHANGED, parse, summary } from "./progress.js";

const TROUBLE = {
  "": "Your answers are kept in this browser, and nowhere else.",
  blocked: "This browser keeps nothing (its storage is blocked or full): export your answers before you leave.",
  unreadable: "What this browser had kept could not be read. It was put aside, and counting starts anew.",
};

/**
 * @param {HTMLElement} panel
 * @param {{keeper: import("./keeper.js").Keeper, names: string[], say: (words: string) => void, signal: AbortSignal}} tools
 */
export function openScore(panel, { keeper, names, say, signal }) {
  const part = (/** @type {string} */ label) => /** @type {HTMLElement} */ (panel.querySelector(label));
  const acts = part(".kl-acts");
  const kept = element("p", { class: "kl-kept" });
  const told = element("p", { class: "kl-told" });
  const done = element("div", { class: "kl-done" });
  const solid = element("div", { class: "kl-solid" });
  part(".kl-bar").append(done, solid);
  acts.after(told, kept);
  for (const table of panel.querySelectorAll("table")) addColumns(table);

  const button = (/** @type {string} */ text, /** @type {() => void} */ act) => {
    const node = element("button", { type: "button", class: "kl-button" }, text);
    node.addEventListener("click", act, { signal });
    return node;
  };
  const file = element("input", { type: "file", accept: ".json,application/json", hidden: true });
  file.addEventListener("change", () => bring(file), { signal });
  const next = button("Next open question", goOn);
  const plain = [next, button("Export", () => download(keeper)), button("Import", () => file.click()), button("Reset", ask)];
  const undo = button("Undo the reset", () => {
    keeper.undo();
    tell("Your answers are back.");
    next.focus();
  });
  acts.append(...plain, file);

  /** @param {string} words */
  function tell(words) {
    told.textContent = words;
    say(words);
  }

  function ask() {
    const count = summary(keeper.progress, names).answered;
    if (count === 0) return tell("There is nothing to reset.");
    const stop = () => acts.replaceChildren(...plain, file);
    const yes = button("Forget them", () => {
      keeper.forget();
      stop();
      acts.append(undo);
      tell("Your answers are forgotten.");
      undo.focus();
    });
    const no = button("Keep them", () => {
      stop();
      tell("");
      plain[3].focus();
    });
    acts.replaceChildren(no, yes);
    tell(`Forget all your answers (${count} here)?`);
    no.focus();
  }

  /** @param {HTMLInputElement} input */
  async function bring(input) {
    const chosen = input.files?.[0];
    if (!chosen) return;
    try {
      const progress = parse(await chosen.text());
      keeper.take(progress);
      const all = Object.keys(progress.answers);
      const known = all.filter((name) => names.includes(name)).length;
      const others = all.length - known ? `, and ${all.length - known} to questions that are not here` : "";
      tell(`Brought in: ${known} answers${others}.`);
    } catch (error) {
      tell(`${chosen.name} is no progress of a quiz: ${error instanceof Error ? error.message : error}.`);
    }
    input.value = "";
  }

  async function goOn() {
    const open = () => [...document.querySelectorAll(".kltext-quiz .kl-question")].find((form) => !keeper.answer(/** @type {HTMLElement} */ (form).dataset.name ?? ""));
    if (!open()) return tell("Every question here is answered.");
    open()?.scrollIntoView({ block: "start" });
    // A question comes to life when it is seen, and is another element then.
    for (let frame = 0; frame < 60 && !open()?.closest(".kl-live"); frame += 1) await new Promise(requestAnimationFrame);
    /** @type {HTMLElement | null | undefined} */ (open()?.querySelector("input, .kl-moves button"))?.focus({ preventScroll: true });
  }

  function refresh() {
    const { answered, right, first, total } = summary(keeper.progress, names);
    part(".kl-tally").replaceChildren(
      element("span", { class: "kl-value" }, `${right} of ${total}`),
      ` right, ${first} at the first try; ${answered} answered.`,
    );
    done.style.width = `${(100 * answered) / total}%`;
    solid.style.width = `${(100 * right) / total}%`;
    for (const row of panel.querySelectorAll("tbody tr")) fill(/** @type {HTMLElement} */ (row), keeper.progress);
    advise(part(".kl-advice"), panel, keeper.progress);
    kept.textContent = TROUBLE[keeper.trouble];
    if (answered > 0) undo.remove();
  }
  window.addEventListener(CHANGED, refresh, { signal });
  refresh();
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
function advise(place, panel, progress) {
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
    const title = row.querySelector(".kl-to, .kl-where");
    if (title) place.append(i > 0 ? ", " : "", title.cloneNode(true));
  });
  place.append(".");
}

/** @param {import("./keeper.js").Keeper} keeper */
function download(keeper) {
  const text = JSON.stringify({ book: keeper.book, ...keeper.progress }, null, 1);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = element("a", { href: url, download: `${keeper.book}-quiz.json` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
