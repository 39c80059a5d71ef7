/** A code cell of the page: its editor, its state, and what it shows. */

import { element } from "../parts/element.js";
import { makeEditor } from "./editor.js";
import { duration, Output } from "./output.js";

/** @typedef {{id: string, source: string, brings: string[]}} Source a cell as the notebook has it */
/** @typedef {"new" | "waiting" | "running" | "done" | "failed"} State */

/** @type {Record<State, string>} */
const WORDS = { new: "", waiting: "waits", running: "runs …", done: "", failed: "stopped with an error" };

export class Cell {
  /** @type {import("./editor.js").Editor | undefined} */
  #editor;
  /** @type {State} */
  state = "new";
  /** The code as it last ran. */
  #ran = "";

  /**
   * @param {Source} source
   * @param {HTMLElement | undefined} node undefined for cells that the page does not show
   * @param {import("./edits.js").Edit | undefined} edit what the reader has made of it
   * @param {import("./output.js").Renderers} renderers
   */
  constructor({ id, source, brings }, node, edit, renderers) {
    this.id = id;
    /** The modules that its own imports import. */
    this.brings = brings;
    this.source = source;
    this.node = node;
    this.code = edit?.code ?? source;
    /** Whether the book has newer code than the reader began with. */
    this.outdated = edit !== undefined && edit.source !== source;
    this.output = node && new Output(node, renderers);
    this.words = node?.querySelector(".lb-cell-state");
    this.#mark();
  }

  /** Whether the page does not show it. */
  get hidden() {
    return this.node === undefined;
  }

  /** Whether no other cell needs it: a check of an answer. */
  get optional() {
    return this.node?.dataset.kind === "check";
  }

  /** Whether the code was changed after it ran. */
  get stale() {
    return this.state === "done" && this.code !== this.#ran;
  }

  /** Whether a reader has changed its code. */
  get changed() {
    return this.code !== this.source;
  }

  /**
   * Turns the printed code into an editor.
   * @param {{changed: (cell: Cell) => void, run: (cell: Cell) => void, runOn: (cell: Cell) => void}} acts
   */
  edit(acts) {
    const printed = this.node?.querySelector(".cell_input [class^=highlight-]");
    if (!printed || this.#editor) return;
    const { kind, task } = this.node?.dataset ?? {};
    const run = this.node?.querySelector(".lb-run")?.getAttribute("aria-label") ?? "";
    const label = kind === "answer" ? `Your answer ${task}` : run.replace(/^(Run|Check) /, "Code: ");
    this.#editor = makeEditor(this.code, label, {
      changed: (code) => {
        this.code = code;
        this.#mark();
        acts.changed(this);
      },
      run: () => acts.run(this),
      runOn: () => acts.runOn(this),
    });
    printed.replaceWith(element("div", { class: "lb-editor" }, this.#editor.node));
  }

  focus() {
    this.#editor?.focus();
  }

  /** @param {State} state @param {number} [seconds] */
  enter(state, seconds) {
    this.state = state;
    if (state === "running") {
      this.#ran = this.code;
      this.#editor?.fail(0);
      this.output?.begin();
    }
    if (state === "done") this.output?.end();
    this.#mark(seconds);
  }

  /** Marks the line of this cell where something was raised. @param {number} line */
  fail(line) {
    this.#editor?.fail(line);
  }

  /** The book's own code and output again. */
  reset() {
    this.code = this.source;
    this.outdated = false;
    this.#editor?.replace(this.source);
    this.output?.restore();
    this.enter("new");
  }

  /** @param {number} [seconds] */
  #mark(seconds) {
    if (!this.node || !this.words) return;
    const said = seconds === undefined ? WORDS[this.state] : duration(seconds);
    const newer = this.outdated ? "changed by you; the book has newer code" : "changed by you";
    const changed = this.changed ? newer : "";
    this.words.textContent = [said, changed, this.stale ? "not run since" : ""].filter(Boolean).join(", ");
    this.node.dataset.state = this.state;
    this.node.classList.toggle("lb-changed", this.changed);
  }
}
