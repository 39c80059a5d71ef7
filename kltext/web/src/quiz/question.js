/** One question brought to life: check, explain, try again; its record comes from the keeper. */

import { element } from "../parts/element.js";
import { CHANGED } from "./progress.js";
import { mark, solution } from "./marking.js";
import { plain, VIEWS } from "./views.js";

/**
 * @param {HTMLFormElement} form
 * @param {object} tools
 * @param {import("./marking.js").Key} tools.key
 * @param {import("./keeper.js").Keeper} tools.keeper
 * @param {(words: string) => void} tools.say
 * @param {AbortSignal} tools.signal
 */
export function openQuestion(form, { key, keeper, say, signal }) {
  const { name = "", kind = "single" } = form.dataset;
  const part = (/** @type {string} */ label) => /** @type {HTMLElement} */ (form.querySelector(label));
  const verdict = part(".kl-verdict");
  const state = part(".kl-state");
  const view = VIEWS[kind](form, { signal, say });
  let drawn = "";

  const button = (/** @type {string} */ text, /** @type {string} */ type, /** @type {() => void} */ act) => {
    const node = element("button", { type, class: "kl-button" }, text);
    if (type === "button") node.addEventListener("click", act, { signal });
    part(".kl-acts").append(node);
    return node;
  };
  const checkButton = button("Check", "submit", () => {});
  checkButton.classList.add("kl-main");
  const showButton = button("Show the answer", "button", reveal);
  const againButton = button("Try again", "button", () => {
    draw(null, undefined);
    drawn = JSON.stringify(keeper.answer(name) ?? null);
    /** @type {HTMLElement | null} */ (form.querySelector("input, button"))?.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!checkButton.hidden) check();
  }, { signal });

  function check() {
    const given = view.read();
    const result = mark(kind, key, given);
    if ("problem" in result) {
      tell(result.problem, "");
      say(result.problem);
      return;
    }
    const before = keeper.answer(name);
    const right = result.right || (before?.right ?? false);
    record({
      tries: (before?.tries ?? 0) + 1,
      right,
      first: before ? before.first : result.right,
      shown: before?.shown ?? false,
      // What was right stays: a later slip in practice does not replace it.
      given: before?.right && !result.right ? before.given : given,
    }, () => draw(result, given));
    say(spoken(result));
    if (result.right) againButton.focus();
  }

  function reveal() {
    const before = keeper.answer(name);
    const result = solution(kind, key);
    const given = before?.given;
    record({ tries: before?.tries ?? 0, right: before?.right ?? false, first: before?.first ?? false, shown: true, given }, () => draw(result, given));
    say(spoken(result));
    againButton.focus();
  }

  /** Notes an answer, and shows its mark in place of what the note alone would show. @param {import("./progress.js").Answer} answer @param {() => void} show */
  function record(answer, show) {
    drawn = JSON.stringify(answer);
    keeper.note(name, answer);
    drawn = JSON.stringify(keeper.answer(name) ?? null);
    show();
  }

  /** @param {string} text @param {string} look */
  function tell(text, look) {
    verdict.replaceChildren(...(text ? [element("p", { class: `kl-told ${look}` }, text)] : []));
  }

  /** @param {import("./marking.js").Mark | null} result @param {any} given */
  function draw(result, given) {
    const record = keeper.answer(name);
    const solved = result !== null && (result.right || Boolean(record?.shown && result.explained?.length === key.why.length) || result.verdict.startsWith("The answer"));
    const sign = result?.right ? "✓ " : solved ? "" : "✗ ";
    tell(result ? sign + result.verdict : "", result?.right ? "kl-good" : solved ? "" : "kl-bad");
    view.show(solved && kind === "order" ? result?.good : given);
    view.mark(result, key);
    view.lock(solved);
    checkButton.hidden = solved;
    showButton.hidden = solved || result === null;
    againButton.hidden = !solved;
    state.textContent = standing(record);
    form.dataset.state = record ? (record.right ? "right" : "tried") : "open";
  }

  /** What the ear is told: the verdict, and what is said of the reader's own choice. @param {import("./marking.js").Mark} result */
  function spoken(result) {
    const chosen = [...form.querySelectorAll(".kl-option")].filter((row) => row.querySelector("input")?.checked);
    const places = chosen.length > 0 ? chosen : [verdict];
    const whys = places.flatMap((place) => [...place.querySelectorAll(".kl-why")]);
    return [result.verdict, ...whys.map((why) => plain(/** @type {HTMLElement} */ (why)))].join(" ");
  }

  function refresh() {
    const record = keeper.answer(name);
    const now = JSON.stringify(record ?? null);
    if (now === drawn) return;
    drawn = now;
    if (!record) return draw(null, undefined);
    const result = record.shown && !record.right ? solution(kind, key) : mark(kind, key, record.given);
    draw("problem" in result ? null : result, record.given);
  }
  window.addEventListener(CHANGED, refresh, { signal });
  drawn = "-";
  refresh();
}

/** @param {import("./progress.js").Answer | undefined} record */
function standing(record) {
  if (!record) return "";
  if (record.first) return "✓ right at the first try";
  if (record.right) return "✓ right by now";
  return record.shown ? "answer shown" : "✗ not right yet";
}
