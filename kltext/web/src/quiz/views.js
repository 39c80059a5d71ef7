/** How each kind of question is answered, read and marked in the page. */

import { element, uniqueId } from "../parts/element.js";
import { moved } from "./marking.js";

/**
 * @typedef {object} View
 * @property {() => any} read what is answered now
 * @property {(given: any) => void} show puts an answer in
 * @property {(locked: boolean) => void} lock
 * @property {(mark: import("./marking.js").Mark | null, key: import("./marking.js").Key) => void} mark
 *
 * @typedef {{signal: AbortSignal, say: (words: string) => void}} Tools
 */

/** @type {Record<string, (form: HTMLElement, tools: Tools) => View>} */
export const VIEWS = { single: choices, multiple: choices, order: sorter, numeric: entry };

/** @param {HTMLElement} form @returns {View} */
function choices(form) {
  const rows = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".kl-option")]);
  const inputs = rows.map((row) => /** @type {HTMLInputElement} */ (row.querySelector("input")));
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
        stamp(row, mark, i);
        const why = explain(row, mark, key, i);
        if (why) inputs[i].setAttribute("aria-describedby", why.id);
        else inputs[i].removeAttribute("aria-describedby");
      });
    },
  };
}

/** @param {HTMLElement} form @param {Tools} tools @returns {View} */
function sorter(form, { signal, say }) {
  const list = /** @type {HTMLElement} */ (form.querySelector(".kl-items"));
  const start = /** @type {HTMLElement[]} */ ([...list.children]);
  let order = [...start.keys()];
  let locked = false;
  const buttons = start.map((item, i) => {
    const name = plain(/** @type {HTMLElement} */ (item.querySelector(".kl-text")));
    const pair = /** @type {const} */ ([["up", "↑", -1], ["down", "↓", 1]]).map(([word, sign, step]) => {
      const button = element("button", { type: "button", class: "kl-button", "aria-label": `Move ${word}: ${name}` }, sign);
      button.addEventListener("click", () => shift(i, step, button, name), { signal });
      return button;
    });
    item.append(element("span", { class: "kl-moves" }, ...pair));
    return pair;
  });

  /** @param {number} item @param {number} step @param {HTMLElement} button @param {string} name */
  function shift(item, step, button, name) {
    const from = order.indexOf(item);
    if (locked || from + step < 0 || from + step >= order.length) return;
    order = moved(order, from, from + step);
    arrange();
    // At an end this button is out of use: the other one keeps the focus at the item.
    const free = button.getAttribute("aria-disabled") === "true" ? buttons[item].find((other) => other !== button) : button;
    free?.focus();
    say(`${name}: now in place ${order.indexOf(item) + 1} of ${order.length}.`);
  }

  function arrange() {
    // Only what is out of place is moved, so that the focus stays where it is.
    order.forEach((item, place) => {
      if (list.children[place] !== start[item]) list.insertBefore(start[item], list.children[place] ?? null);
      buttons[item][0].setAttribute("aria-disabled", String(locked || place === 0));
      buttons[item][1].setAttribute("aria-disabled", String(locked || place === order.length - 1));
    });
  }
  arrange();
  return {
    read: () => [...order],
    show(given) {
      const whole = Array.isArray(given) && given.length === start.length && start.every((_, i) => given.includes(i));
      order = whole ? [...given] : [...start.keys()];
      arrange();
    },
    lock(now) {
      locked = now;
      list.classList.toggle("kl-locked", now);
      arrange();
    },
    mark(mark, key) {
      start.forEach((item, i) => {
        stamp(item, mark, i);
        explain(item, mark, key, i);
      });
    },
  };
}

/** @param {HTMLElement} form @returns {View} */
function entry(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const verdict = /** @type {HTMLElement} */ (form.querySelector(".kl-verdict"));
  return {
    read: () => input.value,
    show(given) {
      input.value = typeof given === "string" ? given : "";
    },
    lock(locked) {
      input.readOnly = locked;
    },
    mark(mark) {
      form.querySelector(".kl-entry")?.classList.toggle("kl-right", Boolean(mark?.right));
      if (!mark?.why) return;
      const why = element("div", { class: "kl-why" });
      why.innerHTML = mark.why;
      verdict.append(why);
    },
  };
}

/** @param {HTMLElement} row @param {import("./marking.js").Mark | null} mark @param {number} i */
function stamp(row, mark, i) {
  row.classList.toggle("kl-right", Boolean(mark?.good?.includes(i)));
  row.classList.toggle("kl-wrong", Boolean(mark?.bad?.includes(i)));
}

/**
 * Puts the explanation of an option below it, headed by a sign and a word.
 * @param {HTMLElement} row
 * @param {import("./marking.js").Mark | null} mark
 * @param {import("./marking.js").Key} key
 * @param {number} i
 */
function explain(row, mark, key, i) {
  row.querySelector(".kl-why")?.remove();
  const good = mark?.good?.includes(i);
  if (!good && !mark?.bad?.includes(i)) return null;
  const word = row.classList.contains("kl-item") ? ["In its place.", "Not here."] : ["Right.", "Wrong."];
  const why = element("div", { class: "kl-why", id: uniqueId("why") });
  why.innerHTML = mark?.explained?.includes(i) ? key.why[i] : "<p></p>";
  const badge = element("strong", { class: "kl-badge" }, good ? `✓ ${word[0]}` : `✗ ${word[1]}`);
  (why.querySelector("p") ?? why).prepend(badge, " ");
  row.append(why);
  return why;
}

/** The words of some HTML for the ear: formulas once, as MathML says them. @param {HTMLElement} node */
export function plain(node) {
  const copy = /** @type {HTMLElement} */ (node.cloneNode(true));
  for (const unseen of copy.querySelectorAll('[aria-hidden="true"], annotation')) unseen.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
