/** A button on each block of code that copies what a reader would type: no prompts, no outputs. */

import { copyText } from "../parts/clipboard.js";
import { element } from "../parts/element.js";

const COPY = `<svg class="lb-icon" aria-hidden="true" width="1em" height="1em" viewBox="0 0 16 16"><path d="M0 6.75C0 5.784.784 5 1.75 5h1.5a.75.75 0 0 1 0 1.5h-1.5a.25.25 0 0 0-.25.25v7.5c0 .138.112.25.25.25h7.5a.25.25 0 0 0 .25-.25v-1.5a.75.75 0 0 1 1.5 0v1.5A1.75 1.75 0 0 1 9.25 16h-7.5A1.75 1.75 0 0 1 0 14.25Z"/><path d="M5 1.75C5 .784 5.784 0 6.75 0h7.5C15.216 0 16 .784 16 1.75v7.5A1.75 1.75 0 0 1 14.25 11h-7.5A1.75 1.75 0 0 1 5 9.25Zm1.75-.25a.25.25 0 0 0-.25.25v7.5c0 .138.112.25.25.25h7.5a.25.25 0 0 0 .25-.25v-7.5a.25.25 0 0 0-.25-.25Z"/></svg>`;
const DONE = `<svg class="lb-icon" aria-hidden="true" width="1em" height="1em" viewBox="0 0 16 16"><path d="M13.78 4.22a.75.75 0 0 1 0 1.06l-7.25 7.25a.75.75 0 0 1-1.06 0L2.22 9.28a.75.75 0 0 1 1.06-1.06L6 10.94l6.72-6.72a.75.75 0 0 1 1.06 0Z"/></svg>`;
const PROMPT = /^(>>> ?|\.\.\. ?|\$ )/;

/**
 * What to copy of a block: all of it, or the lines typed at a prompt if it has any.
 * @param {string} text
 */
export function codeToCopy(text) {
  const lines = text.replace(/\n+$/, "").split("\n");
  if (!lines.some((line) => PROMPT.test(line))) return lines.join("\n");
  return lines
    .filter((line) => PROMPT.test(line))
    .map((line) => line.replace(PROMPT, ""))
    .join("\n");
}

export function startCopying() {
  for (const block of document.querySelectorAll("div.highlight")) {
    const code = block.querySelector("pre");
    if (!code || block.closest(".cell_output, .lightbook-widget")) continue;
    const button = element("button", { type: "button", class: "lb-copy" });
    label(button, "Copy", COPY);
    button.addEventListener("click", () => copy(button, codeToCopy(code.textContent ?? "")));
    block.append(button);
  }
}

/** @param {HTMLButtonElement} button @param {string} words @param {string} icon */
function label(button, words, icon) {
  button.title = words;
  button.setAttribute("aria-label", words);
  button.innerHTML = icon;
}

/** @param {HTMLButtonElement} button @param {string} text */
async function copy(button, text) {
  const copied = await copyText(text);
  label(button, copied ? "Copied" : "The browser allows no copying here", copied ? DONE : COPY);
  setTimeout(() => label(button, "Copy", COPY), 2000);
}
