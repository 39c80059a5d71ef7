/**
 * The quiz as an AFM module. Python has written the questions as HTML; here they get their buttons.
 * On a page their formulas are rendered already; the module for JupyterLab, in notebook.js,
 * passes a renderer.
 */

import { announcer } from "../parts/announcer.js";
import { element } from "../parts/element.js";
import { CHANGED, summary } from "./progress.js";
import { progressStore } from "./progress_store.js";
import { ENTERED, OpenQuestion } from "./question.js";
import { ScorePanel } from "./score.js";

/** @param {(html: string) => string} [formulas] renders the formulas in some HTML */
export function defineQuiz(formulas = (html) => html) {
  return { render: (/** @type {any} */ context) => render(context, formulas) };
}

/** @param {{model: any, el: HTMLElement}} context @param {(html: string) => string} formulas */
async function render({ model, el }, formulas) {
  const ending = new AbortController();
  const { signal } = ending;
  const keys = await unpack(model.get("_answers"), formulas);
  const names = /** @type {string[]} */ (model.get("_names"));
  const root = asElement(formulas(model.get("_html")));
  const live = element("p", { class: "lb-unseen", role: "status" });
  root.append(live);
  root.classList.add("lb-live");
  const say = announcer(live, signal);

  const store = progressStore();
  store.addQuestions(model.get("_book_names"));
  for (const panel of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".lb-score"))) {
    new ScorePanel(panel, { store, names, say, signal });
  }
  for (const question of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".lb-question"))) {
    const key = keys[(question.dataset.name ?? "").split(":")[0]];
    new OpenQuestion(question, { key, store, say, signal });
  }
  reportScore(model, store, signal);
  keepKeys(root, signal);
  el.append(root);
  return () => {
    ending.abort();
    root.remove();
  };
}

/** @param {string} html @returns {HTMLElement} */
function asElement(html) {
  const holder = element("div");
  holder.innerHTML = html;
  return holder.firstElementChild;
}

/** Keeps the model's score that of the reader. @param {any} model @param {import("./progress_store.js").ProgressStore} store @param {AbortSignal} signal */
function reportScore(model, store, signal) {
  const report = () => {
    const { answered, right } = summary(store.progress, model.get("_names"));
    if (model.get("answered") === answered && model.get("score") === right) return;
    model.set("answered", answered);
    model.set("score", right);
    model.save_changes();
  };
  window.addEventListener(CHANGED, report, { signal });
  report();
}

/**
 * What lightbook/quiz/answers.py has packed.
 * @param {string} word
 * @param {(html: string) => string} formulas
 * @returns {Promise<Record<string, any>>}
 */
async function unpack(word, formulas) {
  if (!word) return {};
  const bytes = Uint8Array.from(atob(word), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const revive = (/** @type {string} */ _, /** @type {any} */ value) =>
    typeof value === "string" ? formulas(value) : value;
  return JSON.parse(await new Response(stream).text(), revive);
}

/**
 * JupyterLab's shortcuts would take Enter, Space and the arrows away from our controls: its
 * listener on the document runs first, and one on the window before that. Enter in an input is
 * told to its question, which is no form.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
function keepKeys(root, signal) {
  const keep = (/** @type {KeyboardEvent} */ event) => {
    const plainKey = !event.ctrlKey && !event.metaKey && !event.altKey;
    const { target } = event;
    if (!plainKey || !(target instanceof Node) || !root.contains(target)) return;
    event.stopPropagation();
    if (event.key !== "Enter" || !(target instanceof HTMLInputElement)) return;
    event.preventDefault(); // what has the focus after the check would be pressed as well
    if (!event.repeat) target.dispatchEvent(new Event(ENTERED, { bubbles: true }));
  };
  window.addEventListener("keydown", keep, { capture: true, signal });
}
