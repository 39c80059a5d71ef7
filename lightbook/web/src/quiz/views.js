/** How each kind of question is answered, read and marked in the page. */

import { element, uniqueId } from "../parts/element.js";
import { moveItem } from "./marking.js";

/**
 * @typedef {object} View
 * @property {() => any} read what is answered now
 * @property {(given: any) => void} show puts an answer in
 * @property {(locked: boolean) => void} lock
 * @property {(mark: import("./marking.js").Mark | null, key: import("./marking.js").Key) => void} mark
 *
 * @typedef {{signal: AbortSignal, say: (words: string) => void}} Tools
 */

/** @type {Record<string, (question: HTMLElement, tools: Tools) => View>} */
export const VIEWS = {
  single: choices,
  multiple: choices,
  order: (question, tools) => new Sorter(question, tools),
  numeric: entry,
};

/** @param {HTMLElement} question @returns {View} */
function choices(question) {
  const rows = /** @type {HTMLElement[]} */ ([...question.querySelectorAll(".lb-option")]);
  const inputs = rows.map((row) => /** @type {HTMLInputElement} */ (row.querySelector("input")));
  for (const row of rows) sayFormulas(row.querySelector(".lb-text"));
  const group = uniqueId("answer");
  for (const input of inputs) input.name = group;
  const single = inputs[0].type === "radio";
  return {
    read() {
      const chosen = [...inputs.keys()].filter((i) => inputs[i].checked);
      return single ? (chosen[0] ?? null) : chosen;
    },
    show(given) {
      inputs.forEach((input, i) => {
        input.checked = single ? given === i : Boolean(given?.includes?.(i));
      });
    },
    lock(locked) {
      for (const input of inputs) input.disabled = locked;
    },
    mark(mark, key) {
      rows.forEach((row, i) => {
        showMark(row, mark, i);
        const why = showExplanation(row, mark, key, i);
        if (why) inputs[i].setAttribute("aria-describedby", why.id);
        else inputs[i].removeAttribute("aria-describedby");
      });
    },
  };
}

class Sorter {
  #locked = false;

  /** @param {HTMLElement} question @param {Tools} tools */
  constructor(question, { signal, say }) {
    this.say = say;
    this.list = /** @type {HTMLElement} */ (question.querySelector(".lb-items"));
    this.start = /** @type {HTMLElement[]} */ ([...this.list.children]);
    this.order = [...this.start.keys()];
    this.buttons = this.start.map((_, i) => this.#addButtons(i, signal));
    this.#arrange();
  }

  /** The buttons that move an item, up and down. @param {number} item @param {AbortSignal} signal */
  #addButtons(item, signal) {
    const name = plainText(/** @type {HTMLElement} */ (this.start[item].querySelector(".lb-text")));
    const pair = /** @type {const} */ ([
      ["up", "↑", -1],
      ["down", "↓", 1],
    ]).map(([word, sign, step]) => {
      const button = element(
        "button",
        { type: "button", class: "lb-button", "aria-label": `Move ${word}: ${name}` },
        sign,
      );
      button.addEventListener("click", () => this.#shift(item, step, button, name), { signal });
      return button;
    });
    this.start[item].append(element("span", { class: "lb-moves" }, ...pair));
    return pair;
  }

  /** @param {number} item @param {number} step @param {HTMLElement} button @param {string} name */
  #shift(item, step, button, name) {
    const from = this.order.indexOf(item);
    if (this.#locked || from + step < 0 || from + step >= this.order.length) return;
    this.order = moveItem(this.order, from, from + step);
    this.#arrange();
    // At an end this button is out of use: the other one keeps the focus at the item.
    const stuck = button.getAttribute("aria-disabled") === "true";
    const free = stuck ? this.buttons[item].find((other) => other !== button) : button;
    free?.focus();
    this.say(`${name}: now in place ${this.order.indexOf(item) + 1} of ${this.order.length}.`);
  }

  #arrange() {
    const { list, start, order, buttons } = this;
    // Only what is out of place is moved, so that the focus stays where it is.
    order.forEach((item, place) => {
      if (list.children[place] !== start[item]) list.insertBefore(start[item], list.children[place] ?? null);
      buttons[item][0].setAttribute("aria-disabled", String(this.#locked || place === 0));
      buttons[item][1].setAttribute("aria-disabled", String(this.#locked || place === order.length - 1));
    });
  }

  read() {
    return [...this.order];
  }

  /** @param {any} given */
  show(given) {
    const { start } = this;
    const whole = Array.isArray(given) && given.length === start.length && start.every((_, i) => given.includes(i));
    this.order = whole ? [...given] : [...start.keys()];
    this.#arrange();
  }

  /** @param {boolean} locked */
  lock(locked) {
    this.#locked = locked;
    this.list.classList.toggle("lb-locked", locked);
    this.#arrange();
  }

  /** @param {import("./marking.js").Mark | null} mark @param {import("./marking.js").Key} key */
  mark(mark, key) {
    this.start.forEach((item, i) => {
      showMark(item, mark, i);
      showExplanation(item, mark, key, i);
    });
  }
}

/** @param {HTMLElement} question @returns {View} */
function entry(question) {
  const input = /** @type {HTMLInputElement} */ (question.querySelector("input"));
  const verdict = /** @type {HTMLElement} */ (question.querySelector(".lb-verdict"));
  return {
    read: () => input.value,
    show(given) {
      input.value = typeof given === "string" ? given : "";
    },
    lock(locked) {
      input.readOnly = locked;
    },
    mark(mark) {
      question.querySelector(".lb-entry")?.classList.toggle("lb-right", Boolean(mark?.right));
      if (!mark?.why) return;
      const why = element("div", { class: "lb-why" });
      why.innerHTML = mark.why;
      verdict.append(why);
    },
  };
}

/** @param {HTMLElement} row @param {import("./marking.js").Mark | null} mark @param {number} i */
function showMark(row, mark, i) {
  row.classList.toggle("lb-right", Boolean(mark?.good?.includes(i)));
  row.classList.toggle("lb-wrong", Boolean(mark?.bad?.includes(i)));
}

/**
 * Puts the explanation of an option below it, headed by a sign and a word.
 * @param {HTMLElement} row
 * @param {import("./marking.js").Mark | null} mark
 * @param {import("./marking.js").Key} key
 * @param {number} i
 */
function showExplanation(row, mark, key, i) {
  row.querySelector(".lb-why")?.remove();
  const good = mark?.good?.includes(i);
  if (!good && !mark?.bad?.includes(i)) return null;
  const word = row.classList.contains("lb-item") ? ["In its place.", "Not here."] : ["Right.", "Wrong."];
  const why = element("div", { class: "lb-why", id: uniqueId("why") });
  why.innerHTML = mark?.explained?.includes(i) ? key.why[i] : "<p></p>";
  const badge = element("strong", { class: "lb-badge" }, good ? `✓ ${word[0]}` : `✗ ${word[1]}`);
  (why.querySelector("p") ?? why).prepend(badge, " ");
  row.append(why);
  return why;
}

/**
 * Puts formulas into the name that a label gives: Firefox leaves MathML out of it.
 * @param {HTMLElement | null} label
 */
export function sayFormulas(label) {
  if (!label?.querySelector("math")) return;
  const heard = element("span", { class: "lb-unseen" }, plainText(label));
  const seen = element("span", { "aria-hidden": "true" });
  seen.append(...label.childNodes);
  label.append(heard, seen);
}

/** The words of some HTML for the ear: formulas once, as MathML says them. @param {HTMLElement} node */
export function plainText(node) {
  const copy = /** @type {HTMLElement} */ (node.cloneNode(true));
  for (const unseen of copy.querySelectorAll('[aria-hidden="true"], annotation')) unseen.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
