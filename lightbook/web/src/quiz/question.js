/** One question: check, explain, try again; its record comes from the store. */

import { button, element } from "../parts/element.js";
import { mark, solution } from "./marking.js";
import { CHANGED } from "./progress.js";
import { plainText, sayFormulas, VIEWS } from "./views.js";

/**
 * @typedef {import("./marking.js").Mark} Mark
 * @typedef {import("./progress.js").Answer} Answer
 *
 * @typedef {object} Tools
 * @property {import("./marking.js").Key} key
 * @property {import("./progress_store.js").ProgressStore} store
 * @property {(words: string) => void} say
 * @property {AbortSignal} signal
 */

/** What an input of a question tells it when Enter is pressed there, as in a form. */
export const ENTERED = "lightbook-entered";

export class OpenQuestion {
  /** The record that is shown now, as JSON; at first none is, not even that there is none. */
  #drawn = "-";

  /** @param {HTMLElement} root @param {Tools} tools */
  constructor(root, { key, store, say, signal }) {
    const { name = "", kind = "single" } = root.dataset;
    this.root = root;
    this.key = key;
    this.store = store;
    this.say = say;
    this.name = name;
    this.kind = kind;
    sayFormulas(root.querySelector("legend"));
    this.view = VIEWS[kind](root, { signal, say });
    this.buttons = this.#addButtons(signal);
    root.addEventListener(
      ENTERED,
      () => {
        if (!this.buttons.check.hidden) this.#check();
      },
      { signal },
    );
    window.addEventListener(CHANGED, () => this.#refresh(), { signal });
    this.#refresh();
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  /** @param {AbortSignal} signal */
  #addButtons(signal) {
    const check = button("Check", () => this.#check(), signal);
    check.classList.add("lb-main");
    const show = button("Show the answer", () => this.#reveal(), signal);
    const again = button("Try again", () => this.#restart(), signal);
    this.#part(".lb-acts").append(check, show, again);
    return { check, show, again };
  }

  #check() {
    const given = this.view.read();
    const result = mark(this.kind, this.key, given);
    if ("problem" in result) {
      this.#tell(result.problem, "");
      this.say(result.problem);
      return;
    }
    const record = afterTry(this.store.answer(this.name), result.right, given);
    this.#record(record, () => this.#draw(result, given));
    this.say(this.#spoken(result));
    if (result.right) this.buttons.again.focus();
  }

  #reveal() {
    const before = this.store.answer(this.name);
    const result = solution(this.kind, this.key);
    const given = before?.given;
    this.#record({ ...untried, ...before, shown: true, given }, () => this.#draw(result, given));
    this.say(this.#spoken(result));
    this.buttons.again.focus();
  }

  #restart() {
    this.#draw(null, undefined);
    this.#drawn = JSON.stringify(this.store.answer(this.name) ?? null);
    /** @type {HTMLElement | null} */ (this.root.querySelector("input, button"))?.focus();
  }

  /** Notes an answer, and shows its mark in place of what the note alone would show. @param {Answer} answer @param {() => void} show */
  #record(answer, show) {
    this.#drawn = JSON.stringify(answer);
    this.store.setAnswer(this.name, answer);
    this.#drawn = JSON.stringify(this.store.answer(this.name) ?? null);
    show();
  }

  #refresh() {
    const record = this.store.answer(this.name);
    const now = JSON.stringify(record ?? null);
    if (now === this.#drawn) return;
    this.#drawn = now;
    if (!record) return this.#draw(null, undefined);
    const shown = record.shown && !record.right;
    const result = shown ? solution(this.kind, this.key) : mark(this.kind, this.key, record.given);
    this.#draw("problem" in result ? null : result, record.given);
  }

  /** @param {Mark | null} result @param {any} given */
  #draw(result, given) {
    const record = this.store.answer(this.name);
    const solved = result !== null && this.#isSolved(result, record);
    this.#announce(result, solved);
    this.view.show(solved && this.kind === "order" ? result?.good : given);
    this.view.mark(result, this.key);
    this.view.lock(solved);
    this.buttons.check.hidden = solved;
    this.buttons.show.hidden = solved || result === null;
    this.buttons.again.hidden = !solved;
    this.#part(".lb-state").textContent = stateInWords(record);
    this.root.dataset.state = record ? (record.right ? "right" : "tried") : "open";
  }

  /** Whether the answer is out: found, or shown. @param {Mark} result @param {Answer | undefined} record */
  #isSolved(result, record) {
    const all = result.explained?.length === this.key.why.length;
    return result.right || Boolean(record?.shown && all) || result.verdict.startsWith("The answer");
  }

  /** @param {Mark | null} result @param {boolean} solved */
  #announce(result, solved) {
    if (!result) this.#tell("", "");
    else if (result.right) this.#tell(`✓ ${result.verdict}`, "lb-good");
    else if (solved) this.#tell(result.verdict, "");
    else this.#tell(`✗ ${result.verdict}`, "lb-bad");
  }

  /** @param {string} text @param {string} look */
  #tell(text, look) {
    const told = text ? [element("p", { class: `lb-told ${look}` }, text)] : [];
    this.#part(".lb-verdict").replaceChildren(...told);
  }

  /** What the ear is told: the verdict, and what is said of the reader's own choice. @param {Mark} result */
  #spoken(result) {
    const chosen = [...this.root.querySelectorAll(".lb-option")].filter((row) => row.querySelector("input")?.checked);
    const places = chosen.length > 0 ? chosen : [this.#part(".lb-verdict")];
    const whys = places.flatMap((place) => [...place.querySelectorAll(".lb-why")]);
    return [result.verdict, ...whys.map((why) => plainText(/** @type {HTMLElement} */ (why)))].join(" ");
  }
}

const untried = { tries: 0, right: false, first: false, shown: false };

/** The record after one more try. @param {Answer | undefined} before @param {boolean} right @param {any} given @returns {Answer} */
function afterTry(before, right, given) {
  return {
    tries: (before?.tries ?? 0) + 1,
    right: right || (before?.right ?? false),
    first: before ? before.first : right,
    shown: before?.shown ?? false,
    // What was right stays: a later slip in practice does not replace it.
    given: before?.right && !right ? before.given : given,
  };
}

/** @param {Answer | undefined} record */
function stateInWords(record) {
  if (!record) return "";
  if (record.first) return "✓ right at the first try";
  if (record.right) return "✓ right by now";
  return record.shown ? "answer shown" : "✗ not right yet";
}
