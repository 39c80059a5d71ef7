/** The page of an exercise: what is right so far, and the notebook with the reader's answers. */

import { button, element } from "../parts/element.js";
import { readStored, writeStored } from "../parts/storage.js";

/** @typedef {"right" | "wrong" | "unanswered"} Verdict */

/** How a check begins what it prints. @type {Record<string, Verdict>} */
const MARKS = { "✓": "right", "✗": "wrong", "·": "unanswered" };

/** What a check has said, by its first character. @param {string} text @returns {Verdict | undefined} */
export const verdictOf = (text) => MARKS[text.trimStart().charAt(0)];

/**
 * A notebook with other code in some of its cells.
 * @param {any} notebook
 * @param {Map<string, string>} code by the ids of cells
 */
export function withAnswers(notebook, code) {
  const cells = notebook.cells.map((/** @type {any} */ cell) =>
    code.has(cell.id) ? { ...cell, source: lines(code.get(cell.id) ?? "") } : cell,
  );
  return { ...notebook, cells };
}

/** A text as notebooks store it: each line with its end. @param {string} text */
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

export class Exercise {
  /** @type {Record<string, Verdict>} */
  #verdicts = {};

  /**
   * @param {HTMLElement} article names the exercise and its notebook
   * @param {string} book
   * @param {() => import("./cell.js").Cell[]} cells
   */
  constructor(article, book, cells) {
    const { exercise: slug = "", notebook = "" } = article.dataset;
    this.slug = slug;
    this.notebook = new URL(notebook, location.href).href;
    this.key = `lightbook:exercise:${book}:${slug}`;
    this.cells = cells;
    try {
      const stored = JSON.parse(readStored(this.key) ?? "{}");
      for (const [task, said] of Object.entries(stored)) {
        if (Object.values(MARKS).includes(said)) this.#verdicts[task] = said;
      }
    } catch {
      // Something else has written there.
    }
    this.words = element("span", { class: "lb-exercise-points" });
    const { signal } = new AbortController();
    this.node = element("span", { class: "lb-live-buttons" }, this.words);
    this.node.append(button("Download my notebook", () => void this.download(), signal));
    this.show();
  }

  /** The cells that check an answer. */
  get checks() {
    return this.cells().filter((cell) => cell.node?.dataset.kind === "check");
  }

  /** Takes note of what a check has said. @param {import("./cell.js").Cell} cell @param {string} text */
  hear(cell, text) {
    const said = verdictOf(text);
    const task = cell.node?.dataset.task;
    if (cell.node?.dataset.kind !== "check" || !task || !said) return;
    this.#verdicts[task] = said;
    writeStored(this.key, JSON.stringify(this.#verdicts));
    this.show();
  }

  /** Forgets what was checked: of one task, since its answer has changed, or of all. @param {string} [task] */
  forget(task) {
    if (task === undefined) this.#verdicts = {};
    else delete this.#verdicts[task];
    writeStored(this.key, JSON.stringify(this.#verdicts));
    this.show();
  }

  show() {
    let earned = 0;
    let all = 0;
    for (const { node } of this.checks) {
      const { task = "", points = "0" } = node?.dataset ?? {};
      const right = this.#verdicts[task] === "right";
      all += Number(points);
      if (right) earned += Number(points);
      if (node) node.dataset.verdict = this.#verdicts[task] ?? "";
    }
    this.words.textContent = `${earned} of ${all} points`;
  }

  /** Hands the reader the released notebook with their answers in it. */
  async download() {
    const answer = await fetch(this.notebook);
    if (!answer.ok) throw new Error(`${this.notebook} answers ${answer.status}.`);
    const code = new Map(this.cells().map((cell) => [cell.id, cell.code]));
    const text = `${JSON.stringify(withAnswers(await answer.json(), code), null, 1)}\n`;
    const link = element("a", { download: `${this.slug}.ipynb` });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}
