/** The parts under the controls: the formula with its condition and source, and the code. */

import { element, uniqueId, write } from "../parts/element.js";
import { catalogueEntry, formulas } from "./choices.js";
import { codes } from "./code.js";

/** HTML of our own making: MathML and words from the registry, rendered when bundled. @param {string} tag @param {any} attributes @param {string} html */
function made(tag, attributes, html) {
  const node = element(tag, attributes);
  node.innerHTML = html;
  return node;
}

/** Formula, condition and source. */
export function formulaSection() {
  const body = element("div", {
    class: "kl-formulas",
    role: "group",
    tabindex: "0",
    "aria-label": "The formula of D(P ‖ Q)",
  });
  const facts = element("div", { class: "kl-facts" });
  const node = element(
    "div",
    { class: "kl-section" },
    element("p", { class: "kl-section-title" }, "The formula, in nats"),
    body,
    facts,
  );
  let shown = "";
  return {
    node,
    /** @param {string} pair */
    show(pair) {
      if (pair === shown) return;
      shown = pair;
      const [first, ...where] = formulas(pair);
      const head = made("div", { class: "kl-formula" }, first);
      const rest = where.map((part, i) =>
        made("div", { class: "kl-formula kl-where" }, `${i ? "" : "<span>where </span>"}${part}`),
      );
      body.replaceChildren(head, ...rest);
      const { condition, source } = catalogueEntry(pair);
      const lines = [
        ["Condition", condition],
        ["Source", source],
      ].filter(([, text]) => text);
      facts.replaceChildren(...lines.map(([name, text]) => made("p", {}, `<strong>${name}:</strong> ${text}`)));
    },
  };
}

const TABS = /** @type {const} */ ([
  ["kltext", "kltext"],
  ["scipy", "SciPy"],
  ["torch", "PyTorch"],
]);

/** The code, in three dialects, with a button that copies it. @param {AbortSignal} signal */
export function codeSection(signal) {
  const group = uniqueId("dialect");
  const inputs = TABS.map(([value], i) =>
    element("input", { type: "radio", name: group, id: `${group}-${value}`, value, checked: i === 0 }),
  );
  const tabs = element(
    "fieldset",
    { class: "kl-choice" },
    element("legend", {}, "The code that gives it"),
    ...inputs.map((input, i) =>
      element("span", { class: "kl-together" }, input, element("label", { for: input.id }, TABS[i][1])),
    ),
  );
  const code = element("code", {});
  const block = element("pre", { class: "kl-code", tabindex: "0", role: "group", "aria-label": "Python code" }, code);
  const copy = element("button", { type: "button", class: "kl-button" }, "Copy code");
  const told = element("span", { class: "kl-told", role: "status" });
  const note = element("p", { class: "kl-note" });
  const node = element(
    "div",
    { class: "kl-section" },
    tabs,
    block,
    element("div", { class: "kl-actions" }, copy, told),
    note,
  );
  /** @type {Record<string, {code?: string, note: string}>} */
  let written = {};
  const update = () => {
    const chosen = written[inputs.find((input) => input.checked)?.value ?? "kltext"];
    if (!chosen) return;
    const text = chosen.code ?? "";
    if (code.textContent !== text) told.textContent = "";
    write(code, text);
    block.hidden = copy.hidden = text === "";
    write(note, chosen.note);
  };
  tabs.addEventListener("change", update, { signal });
  copy.addEventListener("click", async () => (told.textContent = await copied(code)), { signal });
  return {
    node,
    /** @param {import("./choices.js").State} state @param {boolean} discrete @param {number} kl */
    show(state, discrete, kl) {
      written = codes(state, discrete, kl);
      update();
    },
  };
}

/** Puts a text into the clipboard, or selects it where that is not allowed. @param {HTMLElement} node */
async function copied(node) {
  try {
    await navigator.clipboard.writeText(node.textContent ?? "");
    return "Copied.";
  } catch {
    getSelection()?.selectAllChildren(node);
    return "Selected: copy it with Ctrl+C or ⌘C.";
  }
}
