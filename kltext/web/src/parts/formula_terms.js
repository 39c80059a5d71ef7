/** A formula whose terms are drawn as areas: who points at a term, or tabs to it, sees its area. */

import { element, setAttribute, write } from "./element.js";

const LOOKS = { loss: "kl-term-loss", gain: "kl-term-gain", plain: "" };

/**
 * @typedef {object} Term
 * @property {string} [before] what stands between it and the term before it
 * @property {string} [text]
 * @property {string} says what of the figure it is, for the ear
 * @property {any[]} lit d3 selections of what is drawn for it
 * @property {"loss" | "gain"} [look] what adds or what is subtracted, as it is drawn
 *
 * @param {HTMLElement} figure
 * @param {{left: string, terms: Term[]}[]} formulas
 * @param {AbortSignal} signal
 */
export function formulaTerms(figure, formulas, signal) {
  const shown = formulas.flatMap(({ terms }) =>
    terms.map((term) => ({
      ...term,
      node: element("button", { type: "button", class: `kl-term ${LOOKS[term.look ?? "plain"]}` }),
    })),
  );
  let place = 0;
  const together = (/** @type {Term} */ { before = "" }) => {
    const { node } = shown[place++];
    return element("span", { class: "kl-together" }, before, node);
  };
  const rows = formulas.map(({ left, terms }) =>
    element("p", {}, left, ...terms.flatMap((term) => [" ", together(term)])),
  );
  figure.before(element("div", { class: "kl-terms" }, ...rows));

  let now = -1;
  const light = (/** @type {number} */ next) => {
    if (next === now) return;
    for (const one of shown[now]?.lit ?? []) one.attr("data-lit", null);
    for (const one of shown[next]?.lit ?? []) one.attr("data-lit", "");
    now = next;
    figure.toggleAttribute("data-dim", next !== -1);
  };
  const change = (/** @type {number} */ i, /** @type {string} */ text) => {
    const { node, says } = shown[i];
    write(node, text);
    setAttribute(node, "aria-label", `${text}: ${says}`);
  };
  shown.forEach(({ node, text = "" }, i) => {
    change(i, text);
    const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ act) =>
      node.addEventListener(type, act, { signal });
    for (const type of ["pointerenter", "focus", "click"]) listen(type, () => light(i));
    listen("blur", () => light(-1));
    // A finger leaves with every tap: what it has lit stays until another place is tapped.
    listen("pointerleave", ({ pointerType }) => {
      if (pointerType === "touch") return;
      light(shown.findIndex((other) => other.node === document.activeElement));
    });
  });
  document.addEventListener(
    "pointerdown",
    ({ target }) => {
      if (!shown.some(({ node }) => node === target)) light(-1);
    },
    { signal },
  );
  return { change };
}

/**
 * The two parts of an integral that is drawn as an area above 0 and one, hatched, below it.
 * @param {string} left
 * @param {[string, string]} densities
 * @param {{loss: any, gain: any}} areas
 * @returns {{left: string, terms: Term[]}}
 */
export function signedAreas(left, [p, q], { loss, gain }) {
  const part = (/** @type {string} */ ratio, /** @type {string} */ sign) =>
    `∫ ${p} log(${ratio}) dx where ${p} ${sign} ${q}`.replaceAll(" ", "\u00a0");
  return {
    left: `${left} =`,
    terms: [
      { text: part(`${p}/${q}`, ">"), says: "the area above 0", lit: [loss], look: "loss" },
      { before: "−", text: part(`${q}/${p}`, "<"), says: "the hatched area below 0", lit: [gain], look: "gain" },
    ],
  };
}
