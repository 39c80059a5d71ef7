/** A page whose code runs: its cells in the notebook's order, one interpreter, one queue. */

import { element } from "../parts/element.js";
import { loadScript } from "../parts/script.js";
import { Bar } from "./bar.js";
import { Cell } from "./cell.js";
import { Edits, editsKey, keptCode } from "./edits.js";
import { Exercise } from "./exercise.js";
import { neededFor } from "./order.js";
import { Session } from "./session.js";

/**
 * @typedef {object} Settings
 * @property {{cells: import("./cell.js").Source[], setup: string}} notebook
 * @property {string} base where Python is
 * @property {string} worker
 * @property {(name: string) => string} file the address of one of the book's scripts
 * @property {string} book
 * @property {string} name the page's
 */

const SETUP = "setup of this page";
/** How many characters of an output a screen reader is given at once. */
const SPOKEN = 300;
const NOT_KEPT = "Your browser keeps nothing of this page: what you type is lost when you leave it.";

export class Page {
  /** @type {Promise<void>} */
  #queue = Promise.resolve();
  /** Counts what Stop and Restart have ended: what waits from before does not run. */
  #era = 0;
  /** @type {any} */
  #widgets;
  /** @type {Map<string, Promise<void>>} */
  #parts = new Map();
  #prepared = false;
  /** How many runs a reader has asked for that have not ended. */
  #waiting = 0;
  /** Whether something that the reader typed is kept nowhere. */
  #lost = false;

  /** @param {Settings} settings */
  constructor({ notebook, base, worker, file, book, name }) {
    this.file = file;
    this.notebook = notebook;
    this.edits = new Edits(editsKey(book, name));
    const kept = this.edits.read();
    const renderers = {
      widget: this.#widget.bind(this),
      markup: this.#markup.bind(this),
    };
    this.renderers = renderers;
    const places = new Map(
      /** @type {HTMLElement[]} */ ([...document.querySelectorAll("div.cell[data-cell]")])
        .filter((node) => node.querySelector(".cell_input"))
        .map((node) => [node.dataset.cell, node]),
    );
    this.cells = notebook.cells.map((source) => {
      const place = places.get(source.id);
      return new Cell(source, place, place && keptCode(kept[source.id], source), renderers);
    });
    const article = /** @type {HTMLElement | null} */ (document.querySelector("[data-exercise]"));
    this.exercise = article && new Exercise(article, book, () => this.cells);
    const acts = {
      runAll: () => this.runAll(),
      stop: () => this.stop(),
      restart: () => this.restart(),
      reset: () => this.reset(),
    };
    this.bar = new Bar(acts, this.exercise ? "Start over" : undefined);
    if (this.exercise) this.bar.buttons.before(this.exercise.node);
    this.session = new Session(
      { worker, base, formats: wantedFormats() },
      {
        progress: (loaded, total) => this.bar.load(loaded, total),
        step: (text) => this.bar.say(text, ""),
        message: (message) => this.#hear(message),
      },
    );
    this.#offerEditors();
    this.bar.changes(this.cells.filter((cell) => cell.changed).length);
    window.addEventListener("beforeunload", (event) => {
      if (this.#lost) event.preventDefault();
    });
  }

  /** Runs a cell with all that it needs. @param {string} id */
  run(id) {
    return this.#enqueue(() => neededFor(this.cells, id));
  }

  /** Runs every cell, in order, in a Python without a past. */
  runAll() {
    if (this.cells.some((cell) => cell.state !== "new")) this.#begin();
    return this.#enqueue(() => this.cells);
  }

  stop() {
    const wasLoading = !this.#prepared;
    this.#begin();
    this.bar.say(wasLoading ? "Cancelled." : "Stopped. Python starts again with the next cell that you run.");
  }

  restart() {
    this.#begin();
    this.bar.say("Restarted: nothing has run yet.");
  }

  /** The book's own code, outputs and numbers again. */
  reset() {
    if (!window.confirm("Discard your changes to the code of this page?")) return;
    this.#begin();
    for (const cell of this.cells) {
      cell.reset();
      this.edits.keep(cell.id, cell.source, cell.source);
    }
    this.exercise?.forget();
    for (const place of gluedPlaces()) {
      place.textContent = place.dataset.printed ?? place.textContent;
      place.classList.remove("lb-glued-anew");
    }
    this.#lost = false;
    this.bar.changes(0);
    this.bar.say("The page is as the book has it.");
  }

  /** Ends what runs, and forgets that anything has run. */
  #begin() {
    this.#era += 1;
    this.session.end();
    this.#prepared = false;
    this.#widgets = undefined; // what it has shown stays, and moves nothing any more
    for (const cell of this.cells) cell.enter("new");
    this.#waiting = 0;
    this.bar.loaded();
    this.bar.busy(false);
  }

  /** @param {() => Cell[]} choose asked again when its turn comes: much may have run by then */
  #enqueue(choose) {
    const era = this.#era;
    for (const cell of choose()) if (cell.state !== "running") cell.enter("waiting");
    this.#waiting += 1;
    this.bar.busy(true, !this.#prepared);
    this.#queue = this.#queue.then(async () => {
      if (era !== this.#era) return;
      await this.#runThrough(choose(), era);
      if (era !== this.#era) return;
      this.#waiting -= 1;
      this.bar.busy(this.#waiting > 0);
    });
    return this.#queue;
  }

  /** @param {Cell[]} cells @param {number} era */
  async #runThrough(cells, era) {
    let failed;
    try {
      await this.#prepare(cells);
      for (const cell of cells) {
        if (era !== this.#era) return;
        const ok = await this.#runCell(cell, cells);
        if (era !== this.#era) return;
        if (!ok) failed = cell;
        // What is wrong with one answer is no reason to leave the next task unchecked.
        if (!ok && !cell.hidden && !this.exercise) break;
      }
    } catch (error) {
      if (era !== this.#era) return;
      this.#begin();
      this.bar.say(`Python has stopped: ${error instanceof Error ? error.message : error} Run a cell to try again.`);
      return;
    }
    for (const cell of cells) if (cell.state === "waiting") cell.enter("new");
    const words = report(
      failed,
      this.cells.some((cell) => cell.changed),
    );
    this.bar.say(words, `${words} ${this.#shown(cells, failed)}`.trim());
  }

  /**
   * What a run has shown, for a screen reader: the text of the cell that was asked for, or the points.
   * @param {Cell[]} cells
   * @param {Cell | undefined} failed
   */
  #shown(cells, failed) {
    const all = cells === this.cells;
    if (all && this.exercise) return this.exercise.words.textContent ?? "";
    const cell = failed ?? (all ? undefined : cells.findLast(({ hidden }) => !hidden));
    const text = cell?.output?.text ?? "";
    return text.length > SPOKEN ? `${text.slice(0, SPOKEN)} …` : text;
  }

  /** @param {Cell[]} cells */
  async #prepare(cells) {
    const loading = !this.session.alive;
    this.bar.busy(true, loading);
    if (loading) this.bar.say("Python is loading …");
    const code = [this.notebook.setup, ...cells.map((cell) => cell.code)].join("\n");
    await this.session.start(
      code,
      cells.flatMap(({ brings }) => brings),
    );
    this.bar.loaded();
    this.bar.busy(true);
    if (!this.#prepared && this.notebook.setup) {
      const { ok } = await this.session.run(SETUP, this.notebook.setup);
      if (!ok) throw new Error("The setup of this page has failed.");
    }
    this.#prepared = true;
  }

  /** @param {Cell} cell @param {Cell[]} cells what runs */
  async #runCell(cell, cells) {
    cell.enter("running");
    const stop = this.bar.count(`Cell ${cells.indexOf(cell) + 1} of ${cells.length} runs`);
    const { ok, seconds } = await this.session.run(cell.id, cell.code).finally(stop);
    cell.enter(ok ? "done" : "failed", ok ? seconds : undefined);
    return ok;
  }

  /** @param {any} message */
  #hear(message) {
    if (message.type === "glue") return showGlued(message.key, message.texts);
    if (message.type === "comm") return this.#withWidgets((widgets) => widgets.receive(message));
    if (message.into) return this.#withWidgets((widgets) => widgets.output(message));
    const cell = this.cells.find(({ id }) => id === message.cell);
    if (message.type === "error") {
      for (const { cell: id, line } of message.lines) this.cells.find((other) => other.id === id)?.fail(line);
      if (!cell || cell.hidden) console.warn(`${message.cell}: ${message.text}`);
    }
    cell?.output?.take(message);
    if (cell && message.type === "stream") this.exercise?.hear(cell, message.text);
  }

  /** Editors are made as they come near: a chapter has dozens of cells. */
  #offerEditors() {
    const acts = {
      changed: (/** @type {Cell} */ cell) => {
        if (!this.edits.keep(cell.id, cell.code, cell.source) && !this.#lost) {
          this.#lost = true;
          this.bar.say(NOT_KEPT);
        }
        const { kind, task = "" } = cell.node?.dataset ?? {};
        if (kind === "answer") this.exercise?.forget(task);
        this.bar.changes(this.cells.filter((other) => other.changed).length);
      },
      run: (/** @type {Cell} */ cell) => void this.run(cell.id),
      runOn: (/** @type {Cell} */ cell) => {
        void this.run(cell.id);
        this.cells
          .slice(this.cells.indexOf(cell) + 1)
          .find((next) => !next.hidden)
          ?.focus();
      },
    };
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          this.cells.find((cell) => cell.node === target)?.edit(acts);
        }
      },
      { rootMargin: "800px" },
    );
    for (const cell of this.cells) if (cell.node) near.observe(cell.node);
  }

  /** @param {string} model @param {HTMLElement} place */
  async #widget(model, place) {
    await this.#withWidgets((widgets) => widgets.show(model, place));
  }

  /**
   * Does something with the widget manager, in order; its script comes with the first widget.
   * @param {(widgets: any) => any} act
   */
  async #withWidgets(act) {
    if (!this.#widgets) {
      const era = this.#era; // widgets of a Python that has ended must not reach the next one
      const session = {
        send: (/** @type {Parameters<Session["send"]>} */ ...message) =>
          era === this.#era ? this.session.send(...message) : new Promise(() => {}),
      };
      this.#widgets = this.#part("live-widgets").then(() => {
        const { WidgetManager } = /** @type {any} */ (globalThis).lightbookLiveWidgets;
        return new WidgetManager(session, this.renderers);
      });
    }
    return act(await this.#widgets);
  }

  /** Loads a script and its style, once. @param {string} name */
  #part(name) {
    if (!this.#parts.has(name)) {
      document.head.append(element("link", { rel: "stylesheet", href: this.file(`${name}.css`) }));
      this.#parts.set(name, loadScript(this.file(`${name}.js`)));
    }
    return /** @type {Promise<void>} */ (this.#parts.get(name));
  }

  /** @param {string} kind @param {string} text */
  async #markup(kind, text) {
    await this.#part("live-markup");
    return /** @type {any} */ (globalThis).lightbookLiveMarkup[kind](text);
  }
}

/** @param {Cell | undefined} failed @param {boolean} changed */
function report(failed, changed) {
  if (!failed) return "Done.";
  if (!failed.hidden) return "Stopped at an error: see the cell.";
  const why = changed ? " It may rest on what you have changed." : "";
  return `Done, but a check that the page does not show has failed.${why}`;
}

/** @returns {HTMLElement[]} */
const gluedPlaces = () => [...document.querySelectorAll("[data-glue]")].map((e) => /** @type {HTMLElement} */ (e));

/** The formats in which the prose shows each glued value. */
function wantedFormats() {
  /** @type {Record<string, string[]>} */
  const formats = {};
  for (const { dataset } of gluedPlaces()) {
    const { glue = "", format = "" } = dataset;
    formats[glue] = [...new Set([...(formats[glue] ?? []), format])];
  }
  return formats;
}

/** @param {string} key @param {Record<string, string>} texts */
function showGlued(key, texts) {
  for (const place of gluedPlaces()) {
    const { glue, format = "" } = place.dataset;
    if (glue !== key || !(format in texts)) continue;
    place.dataset.printed ??= place.textContent ?? "";
    place.textContent = texts[format];
    place.classList.toggle("lb-glued-anew", texts[format] !== place.dataset.printed);
  }
}
