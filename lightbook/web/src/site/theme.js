/** Light, dark, or as the system has it: the button in the header chooses the next of the three. */

import { writeStored } from "../parts/storage.js";

const SYSTEM = matchMedia("(prefers-color-scheme: dark)");
const NAMES = { light: "light", dark: "dark", auto: "as the system" };

/** @typedef {keyof typeof NAMES} Mode */

/** The mode after this one; after "auto" comes what changes something. @param {Mode} mode @param {boolean} dark */
export function nextMode(mode, dark) {
  const round = /** @type {Mode[]} */ (dark ? ["auto", "light", "dark"] : ["auto", "dark", "light"]);
  return round[(round.indexOf(mode) + 1) % round.length];
}

/** @param {Mode} mode */
function show(mode) {
  const { dataset } = document.documentElement;
  dataset.mode = mode;
  dataset.theme = mode === "auto" ? (SYSTEM.matches ? "dark" : "light") : mode;
  for (const button of document.querySelectorAll(".theme-switch-button")) {
    button.setAttribute("aria-label", `Colour theme: ${NAMES[mode]}`);
    button.setAttribute("title", `Colour theme: ${NAMES[mode]}`);
  }
}

export function startTheme() {
  const current = () => /** @type {Mode} */ (document.documentElement.dataset.mode);
  show(current());
  SYSTEM.addEventListener("change", () => show(current()));
  for (const button of document.querySelectorAll(".theme-switch-button")) {
    button.addEventListener("click", () => {
      const mode = nextMode(current(), SYSTEM.matches);
      writeStored("mode", mode);
      show(mode);
    });
  }
}
