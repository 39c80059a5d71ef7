/** A switch that looks like a button. */

import { element, uniqueId, write } from "./element.js";

/**
 * A switch that stands above the figure as a button, and says what to do next.
 * @param {string} name
 * @param {string} label
 * @param {{off: string, on: string}} hints
 * @returns {import("./controls.js").Parameter}
 */
export function press(name, label, hints) {
  return {
    name,
    first: true,
    build({ set, signal }) {
      const id = uniqueId(name);
      const input = element("input", { type: "checkbox", id });
      const hint = element("p", { class: "kl-note" });
      const box = element("div", { class: "kl-press" }, input, element("label", { for: id }, label));
      input.addEventListener("change", () => set(input.checked), { signal });
      return {
        node: element("div", { class: "kl-press-row kl-wide" }, box, hint),
        show(value) {
          input.checked = value;
          write(hint, value ? hints.on : hints.off);
        },
      };
    },
  };
}
