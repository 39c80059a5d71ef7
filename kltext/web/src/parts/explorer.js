/**
 * What all explorers share: controls wired to the model, a figure that fits its place, a reading
 * for the eye and for the ear, a reset, and a link that carries the state.
 *
 * An explorer is an AFM module (https://anywidget.dev/en/afm/): `render` runs in JupyterLab,
 * with a kernel behind the model, and on a page, with none.
 */

import { announcer } from "./announcer.js";
import { element, setAttribute, write } from "./element.js";
import { tellApart } from "./handle.js";
import { keepMinHeight } from "./min_height.js";
import { select } from "./selection.js";

/**
 * @typedef {Record<string, any>} State the parameters by name
 * @typedef {Record<string, any>} Values what `compute` gives
 *
 * @typedef {object} Readout one number shown above the figure
 * @property {string} label
 * @property {string} text
 * @property {string} [note] a smaller second line
 * @property {boolean} [long] whether the note may need two lines on a phone
 *
 * @typedef {object} Drawing
 * @property {(view: {state: State, values: Values, width: number}) => number} draw draws into the
 *   svg and returns the height it needs
 *
 * @typedef {object} Tools what a figure may use
 * @property {(changes: State) => void} change sets parameters, as a control does
 * @property {() => State} state
 * @property {() => void} redraw draws the same state again, in the next frame
 * @property {Record<string, import("./controls.js").Limits>} limits of the parameters
 * @property {AbortSignal} signal ends listeners
 * @property {(node: HTMLElement, first?: boolean) => void} addControl adds a control of the explorer's
 *   own, behind the others or before them
 * @property {(node: HTMLElement) => void} addSection adds a part under the controls
 * @property {(words: string) => void} say has words said that are no reading
 * @property {(act: () => void) => void} onReset does more when the reader resets
 * @property {Kept} [kept] a text that outlives the page, on a page only
 * @property {boolean} still whether the reader wants no motion
 *
 * @typedef {object} Explorer
 * @property {string} name
 * @property {string} title
 * @property {import("./controls.js").Parameter[]} parameters
 * @property {string[]} [dragged] parameters that are set on the figure itself: their sliders wait behind
 *   a button where there is little room
 * @property {(state: State) => Values} compute pure: all that is read out or drawn
 * @property {(values: Values, state: State) => {readouts: Readout[], words: string}} read
 * @property {(state: any) => State} [repair] the nearest sound state, where the parameters' own
 *   limits do not tell: a link may carry anything
 * @property {(svg: any, tools: Tools) => Drawing} figure
 */

const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
/** Milliseconds for which the message after "Copy link" is seen. */
const MESSAGE_TIME = 4000;

/**
 * The AFM module of an explorer.
 * @param {Explorer} explorer
 */
export function defineExplorer(explorer) {
  return { explorer, render: (/** @type {any} */ context) => render(explorer, context) };
}

/**
 * @param {Explorer} explorer
 * @param {{model: any, el: HTMLElement, page?: Page}} context `page` is there on a page only
 *
 * @typedef {object} Page
 * @property {(state: State) => Promise<string>} link puts the state into the address, and the
 *   address into the clipboard if it may; returns what to tell the reader
 * @property {Kept} kept
 *
 * @typedef {{read: () => string | null, write: (text: string) => void}} Kept
 */
function render(explorer, { model, el, page }) {
  const ending = new AbortController();
  const { signal } = ending;
  const names = explorer.parameters.map((parameter) => parameter.name);
  const { repair = (/** @type {State} */ state) => state } = explorer;
  const read = () => repair(Object.fromEntries(names.map((name) => [name, model.get(name)])));
  // A page knows how it was built; in JupyterLab the start is what this view first shows.
  const { built = read() } = model;
  const start = repair(Object.fromEntries(names.map((name) => [name, built[name]])));

  const frame = buildFrame(explorer.title);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const change = (/** @type {State} */ changes) => {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
  };
  const shown = explorer.parameters.map((parameter) => {
    const control = parameter.build({
      limits: model.get("_limits")[parameter.name],
      set: (value) => change({ [parameter.name]: value }),
      change,
      state: read,
      signal,
    });
    control.node.dataset.parameter = parameter.name;
    if (explorer.dragged?.includes(parameter.name)) control.node.classList.add("kl-dragged");
    (parameter.first ? frame.choices : frame.controls).append(control.node);
    return { name: parameter.name, ...control };
  });
  /** @type {(() => void)[]} */
  const atReset = [];
  const reset = () => {
    for (const control of shown) control.forget?.();
    for (const act of atReset) act();
    change(start);
  };
  addButtons(frame, { reset, link: page && (() => page.link(read())), signal });
  if (explorer.dragged) frame.controls.before(slidersButton(frame.controls, signal));
  const announce = announcer(frame.live, signal);
  const drawing = explorer.figure(select(frame.svg), {
    change,
    state: read,
    redraw: () => soon(),
    limits: model.get("_limits"),
    signal,
    still,
    addControl: (node, first = false) => (first ? frame.controls.prepend(node) : frame.controls.append(node)),
    addSection: (node) => frame.live.before(node),
    say: announce,
    onReset: (act) => atReset.push(act),
    kept: page?.kept,
  });
  el.append(frame.root);

  let width = 0;
  let waiting = 0;
  const update = () => {
    waiting = 0;
    const state = read();
    const values = explorer.compute(state);
    for (const control of shown) control.show(state[control.name], state);
    const { readouts, words } = explorer.read(values, state);
    showReadouts(frame.reading, readouts);
    frame.root.dataset.values = JSON.stringify(numbers(values));
    setAttribute(frame.svg, "aria-label", words);
    announce(words);
    if (width === 0) return;
    const height = drawing.draw({ state, values, width });
    tellApart(frame.figure);
    setAttribute(frame.svg, "viewBox", `0 0 ${width} ${height}`);
    setAttribute(frame.svg, "width", width);
    setAttribute(frame.svg, "height", height);
  };
  const soon = () => {
    waiting ||= requestAnimationFrame(update);
  };
  for (const name of names) model.on(`change:${name}`, soon);
  const fit = new ResizeObserver(([entry]) => {
    const next = Math.floor(entry.contentRect.width);
    if (next === width) return;
    width = next;
    soon();
  });
  fit.observe(frame.figure);
  keepMinHeight(frame.reading, signal);
  keepArrowKeys(frame.root, signal);
  update();

  return () => {
    ending.abort();
    fit.disconnect();
    cancelAnimationFrame(waiting);
    for (const name of names) model.off(`change:${name}`, soon);
    frame.root.remove();
  };
}

/** @param {string} title */
function buildFrame(title) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("role", "img");
  const frame = {
    svg,
    buttons: element("div", { class: "kl-buttons" }),
    message: element("p", { class: "kl-message", role: "status" }),
    choices: element("div", { class: "kl-choices" }),
    reading: element("dl", { class: "kl-reading" }),
    figure: element("div", { class: "kl-figure" }, svg),
    controls: element("div", { class: "kl-controls" }),
    live: element("p", { class: "kl-unseen", "aria-live": "polite" }),
  };
  const head = element(
    "div",
    { class: "kl-head" },
    element("p", { class: "kl-title" }, title),
    frame.buttons,
    frame.message,
  );
  const root = element(
    "div",
    // A group: as landmarks two explorers of one title could not be told apart.
    { class: "kltext-explorer", role: "group", "aria-label": title },
    head,
    frame.choices,
    frame.reading,
    frame.figure,
    frame.controls,
    frame.live,
  );
  return { ...frame, root };
}

/**
 * @param {ReturnType<typeof buildFrame>} frame
 * @param {{reset: () => void, link?: () => Promise<string>, signal: AbortSignal}} acts
 */
function addButtons(frame, { reset, link, signal }) {
  const add = (/** @type {string} */ text, /** @type {() => void} */ act) => {
    const node = element("button", { type: "button", class: "kl-button" }, text);
    node.addEventListener("click", act, { signal });
    frame.buttons.append(node);
  };
  if (link) {
    let timer = 0;
    const show = (/** @type {string} */ words) => {
      if (signal.aborted) return;
      write(frame.message, words);
      clearTimeout(timer);
      timer = window.setTimeout(() => write(frame.message, ""), MESSAGE_TIME);
    };
    add("Copy link", async () => show(await link()));
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }
  add("Reset", reset);
}

/**
 * A button that shows the sliders of what is dragged on the figure, where they are put away.
 * @param {HTMLElement} controls
 * @param {AbortSignal} signal
 */
function slidersButton(controls, signal) {
  const node = element("button", { type: "button", class: "kl-button kl-more", "aria-expanded": "false" }, "Sliders");
  node.addEventListener(
    "click",
    () => node.setAttribute("aria-expanded", String(controls.classList.toggle("kl-all"))),
    { signal },
  );
  return node;
}

/** @param {HTMLElement} list @param {Readout[]} readouts */
function showReadouts(list, readouts) {
  while (list.childElementCount > readouts.length) list.lastElementChild?.remove();
  readouts.forEach(({ label, text, note = "", long = false }, i) => {
    const item =
      list.children[i] ??
      list.appendChild(
        element("div", {}, element("dt"), element("dd", { class: "kl-value" }), element("dd", { class: "kl-note" })),
      );
    item.classList.toggle("kl-long", long);
    [label, text, note].forEach((content, k) => write(item.children[k], content));
  });
}

/** The numbers among the values, as strings where JSON has no word for them. @param {Values} values */
function numbers(values) {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => typeof value === "number")
      .map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
  );
}

/**
 * JupyterLab takes arrow keys away from sliders in a listener on the document that runs before
 * theirs. One on the window runs before that; the slider itself still moves.
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
function keepArrowKeys(root, signal) {
  window.addEventListener(
    "keydown",
    (event) => {
      const target = event.target;
      const ours = target instanceof HTMLInputElement && root.contains(target);
      if (ours && ARROWS.has(event.key)) event.stopPropagation();
    },
    { capture: true, signal },
  );
}
