/** The calculator's controls: families from grouped menus, and whatever parameters these have. */

import { element, setAttribute, uniqueId, write } from "../parts/element.js";
import { decimal } from "../parts/format.js";
import { FAMILIES, nearestSoundState, pairName, parameters, partners, soundValue, withFamilyP } from "./choices.js";

/** @typedef {"p" | "q"} Side */

/** What a parameter is, for its label. @type {Record<string, string>} */
const WORDS = {
  loc: "location (loc)",
  scale: "scale",
  df: "degrees of freedom (df)",
  kappa: "concentration (kappa)",
  lambda_: "rate (lambda_)",
  low: "low end",
  high: "high end",
  "bernoulli p": "probability p",
  "betabinom n": "trials n",
  "binom n": "trials n",
  "binom p": "probability p",
  "geom p": "probability p",
  "nbinom n": "successes n",
  "nbinom p": "probability p",
  "poisson mu": "mean (mu)",
  "randint high": "end, not reached (high)",
  "triang c": "place of the peak c",
};

/** @param {string} family @param {string} name */
const label = (family, name) => WORDS[`${family} ${name}`] ?? WORDS[name] ?? `shape ${name}`;

/** @param {string} family */
const title = (family) => `${FAMILIES[family].title} · ${family}`;

/** Families in their groups. @param {string[]} names */
function grouped(names) {
  const groups = [...new Set(names.map((name) => FAMILIES[name].group))];
  return groups.map((group) => {
    const inside = names.filter((name) => FAMILIES[name].group === group);
    return element(
      "optgroup",
      { label: group },
      ...inside.map((name) => element("option", { value: name }, title(name))),
    );
  });
}

/**
 * The menu of a family; a new P brings the partners that it has a closed form with.
 * @param {Side} side
 * @returns {import("../parts/controls.js").Parameter}
 */
export function familyMenu(side) {
  const name = `family_${side}`;
  return {
    name,
    first: true,
    build({ change, state, signal }) {
      const id = uniqueId(name);
      const select = element("select", { id, class: "kl-select" });
      const words = side === "p" ? "P, under which the expectation is taken" : "Q, with which P has a closed form";
      select.addEventListener(
        "change",
        () => {
          const now = /** @type {import("./choices.js").State} */ (state());
          if (side === "p") change(withFamilyP(now, select.value));
          else change(nearestSoundState({ ...now, family_q: select.value, parameters_q: {} }));
        },
        { signal },
      );
      let listed = "";
      return {
        node: element("div", { class: `kl-menu kl-of-${side}` }, element("label", { for: id }, words), select),
        show(value, { family_p }) {
          const names = side === "p" ? Object.keys(FAMILIES) : partners(family_p);
          if (names.join() !== listed) select.replaceChildren(...grouped(names));
          listed = names.join();
          select.value = value;
        },
      };
    },
  };
}

/**
 * The parameters of one side, a slider and a number each; rebuilt when the pair is another.
 * @param {Side} side
 * @returns {import("../parts/controls.js").Parameter}
 */
export function parameterFields(side) {
  const name = `parameters_${side}`;
  return {
    name,
    build({ change, state, signal }) {
      const legend = element("legend", {});
      const node = element("fieldset", { class: `kl-parameters kl-of-${side}` }, legend);
      const told = element("p", { class: "kl-told", role: "status" });
      let built = "";
      /** @type {{node: HTMLElement, show: (values: any) => void, forget?: () => void}[]} */
      let rows = [];
      const set = (/** @type {any} */ changes) => {
        told.textContent = "";
        change(nearestSoundState({ ...state(), [name]: { ...state()[name], ...changes } }));
      };
      const tell = (/** @type {string} */ words) => (told.textContent = words);
      return {
        node,
        show(values, now) {
          const pair = pairName(now);
          if (pair !== built) {
            const family = now[`family_${side}`];
            for (const row of rows) row.node.remove();
            told.textContent = "";
            rows = build(pair, side, family, { set, tell, signal });
            node.append(...rows.map((row) => row.node), told);
            legend.textContent = `${side.toUpperCase()}: ${FAMILIES[family].title}`;
            built = pair;
          }
          for (const row of rows) row.show(values);
        },
        forget() {
          for (const row of rows) row.forget?.();
        },
      };
    },
  };
}

/**
 * @typedef {{set: (changes: any) => void, tell: (words: string) => void, signal: AbortSignal}} Acts
 * @param {string} pair @param {Side} side @param {string} family @param {Acts} acts
 */
function build(pair, side, family, acts) {
  const free = parameters(pair, side);
  if (free.some((parameter) => parameter.list)) return [tableRow(side, acts)];
  if (free.length === 0) {
    return [{ node: element("p", { class: "kl-note" }, "All is given by P, or fixed."), show: () => undefined }];
  }
  return free.map((parameter) => numberRow(parameter, label(family, parameter.name), side, acts));
}

/** @param {number} x */
const short = (x) => String(x).replace("-", "−");

/**
 * @param {import("./choices.js").Parameter} parameter
 * @param {string} words
 * @param {Side} side
 * @param {Acts} acts
 */
function numberRow(parameter, words, side, { set, signal }) {
  const { name, low, high, slide, whole } = parameter;
  const id = uniqueId(name);
  const slider = element("input", { type: "range", id, min: slide.low, max: slide.high, step: slide.step });
  const number = element("input", {
    type: "number",
    class: "kl-number",
    min: low,
    max: high,
    step: whole ? 1 : "any",
    "aria-label": `${words} of ${side.toUpperCase()}, from ${short(low)} to ${short(high)}`,
  });
  const refusal = element("p", { class: "kl-told kl-refusal", role: "status", id: uniqueId("refusal") });
  // What cannot be used stays as it was typed, with a word beside it, until another value is chosen.
  let refused = false;
  const refuse = (/** @type {string} */ why) => {
    refused = why !== "";
    write(refusal, why);
    setAttribute(number, "aria-invalid", refused ? "true" : null);
    setAttribute(number, "aria-describedby", refused ? refusal.id : null);
  };
  slider.addEventListener(
    "input",
    () => {
      refuse("");
      set({ [name]: soundValue(parameter, Number(slider.value)) });
    },
    { signal },
  );
  const range = `from ${short(low)} to ${short(high)}${parameter.away ? `, but none within ${parameter.away} of 0` : ""}${whole ? ", without a fraction" : ""}`;
  const take = () => {
    const typed = number.value === "" ? NaN : Number(number.value);
    if (soundValue(parameter, typed) === typed) {
      refuse("");
      set({ [name]: typed });
    } else refuse(`Not used: ${words} takes numbers ${range}. The picture keeps ${short(shown)}.`);
  };
  number.addEventListener("change", take, { signal });
  let shown = parameter.initial;
  return {
    node: element("div", { class: "kl-numbered" }, element("label", { for: id }, words), number, refusal, slider),
    forget() {
      refuse("");
      number.value = String(shown);
    },
    show(/** @type {any} */ values) {
      if (refused && values[name] === shown) return;
      refuse("");
      shown = values[name];
      if (Number(slider.value) !== shown) slider.value = String(shown);
      setAttribute(slider, "aria-valuetext", shown);
      if (number.value === "" || Number(number.value) !== shown) number.value = String(shown);
    },
  };
}

/** A table of values and weights in one line of text. @param {Side} side @param {Acts} acts */
function tableRow(side, { set, tell, signal }) {
  const id = uniqueId("table");
  const input = element("input", {
    type: "text",
    id,
    class: "kl-table-text",
    autocomplete: "off",
    spellcheck: "false",
  });
  input.addEventListener(
    "change",
    () => {
      const table = parseTable(input.value);
      if (typeof table === "string") tell(table);
      else set(table);
    },
    { signal },
  );
  return {
    node: element(
      "div",
      { class: "kl-numbered" },
      element("label", { for: id }, `value: weight, … of ${side.toUpperCase()}`),
      input,
    ),
    show(/** @type {any} */ { xk, pk }) {
      const text = xk
        .map(
          (/** @type {number} */ x, /** @type {number} */ i) =>
            `${x}: ${decimal(pk[i], 6)
              .replace(/(\.\d*?)0+$/, "$1")
              .replace(/\.$/, "")}`,
        )
        .join(", ");
      if (
        parseTable(input.value)?.toString() !== parseTable(text)?.toString() ||
        input.value === "" ||
        document.activeElement !== input
      )
        input.value = text;
    },
  };
}

/**
 * "0: 1, 1: 2" as values and probabilities, or what is wrong with it.
 * @param {string} text
 * @returns {{xk: number[], pk: number[]} | string}
 */
export function parseTable(text) {
  const rows = text
    .split(/[,;]/)
    .filter((row) => row.trim() !== "")
    .map((row) => row.split(":").map((part) => (part.trim() === "" ? NaN : Number(part))));
  if (rows.length === 0 || rows.length > 50) return "Write 1 to 50 entries, such as 0: 1, 1: 2.";
  if (rows.some((row) => row.length !== 2 || row.some((x) => !Number.isFinite(x))))
    return "Write each entry as value: weight, such as 0: 1, 1: 2.";
  const xk = rows.map(([value]) => value);
  const weights = rows.map(([, weight]) => weight);
  if (new Set(xk).size < xk.length) return "A value occurs twice.";
  if (xk.some((x) => Math.abs(x) > 1e6)) return "Values go from −1000000 to 1000000.";
  if (weights.some((weight) => weight < 0)) return "A weight is negative.";
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return "The weights sum to 0.";
  return { xk, pk: Math.abs(total - 1) < 1e-9 ? weights : weights.map((weight) => weight / total) };
}
