/** Offers to run the code of a page. Small: what runs it is loaded by the first click. */

import { element } from "../parts/element.js";
import { loadScript } from "../parts/script.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const settings = script.dataset;
const FOLDER =
  "This page was opened from a folder, where browsers let no page run Python. " +
  "Serve the folder and open the page there: python -m http.server";

/** @type {Promise<any> | undefined} */
let opening;

/** The page that runs, or why it cannot. */
async function open() {
  if (location.protocol === "file:") throw new Error(FOLDER);
  await loadScript(new URL(settings.live ?? "", script.src).href);
  return /** @type {any} */ (globalThis).lightbookLive.open({ ...settings, script: script.src });
}

/**
 * @param {HTMLElement} place where to say that it cannot be done
 * @param {(page: any) => void} act
 */
async function withPage(place, act) {
  try {
    opening ??= open();
    act(await opening);
  } catch (error) {
    opening = undefined; // the next click tries again
    const words = error instanceof Error ? error.message : String(error);
    place.parentElement?.querySelector(".lb-run-trouble")?.remove();
    place.after(element("p", { class: "lb-run-trouble", role: "alert" }, words));
  }
}

/** @param {string} words @param {string} label */
const button = (words, label) => element("button", { type: "button", class: "lb-run", "aria-label": label }, words);

const cells = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("div.cell[data-cell]")]);
cells.forEach((cell, number) => {
  const code = cell.querySelector(".cell_input");
  if (!code) return;
  const { kind, task } = cell.dataset;
  const run =
    kind === "check"
      ? button("Check", `Check the answer ${task}`)
      : button("Run", `Run code cell ${number + 1} of ${cells.length}`);
  const bar = element("div", { class: "lb-cell-bar" }, run, element("span", { class: "lb-cell-state" }));
  run.addEventListener("click", () => withPage(bar, (page) => page.run(cell.dataset.cell)));
  code.append(bar);
});
const tools = document.querySelector(".lightbook-tools");
if (tools && cells.some((cell) => cell.querySelector(".lb-run"))) {
  const all = button("Run all", "Run all code of this page");
  all.addEventListener("click", () => withPage(/** @type {HTMLElement} */ (tools), (page) => page.runAll()));
  tools.append(element("li", {}, all));
}
