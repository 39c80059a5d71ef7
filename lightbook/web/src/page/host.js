/** Starts a page's widgets as they come into view. A small script, loaded by each page. */

import { copyText } from "../parts/clipboard.js";
import { element } from "../parts/element.js";
import { loadScript } from "../parts/script.js";
import { readStored, writeStored } from "../parts/storage.js";
import { acceptable, fromHash, isTry, toHash, withoutSwitches } from "./link.js";
import { Manager } from "./manager.js";
import { addressTarget, frames, scrollToTarget } from "./scroll_to_target.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
/** How far below the window a widget is made ready. */
const AHEAD = "500px";
const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;

/** @type {Map<string, Promise<any>>} */
const bundles = new Map();

/**
 * A module that the book has registered; the script that brings it is fetched once.
 * @param {string} name
 * @param {string} script
 */
async function bundled(name, script) {
  if (!bundles.has(script)) bundles.set(script, loadScript(new URL(script, here).href));
  await bundles.get(script);
  const module = /** @type {any} */ (globalThis).lightbookWidgets?.[name];
  if (!module) throw new Error(`There is no widget called ${name}.`);
  return module;
}

function start() {
  const holder = document.querySelector(STATE);
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".lightbook-widget")]);
  if (!holder || places.length === 0) return;
  const { state, scripts } = JSON.parse(holder.textContent ?? "{}");
  const manager = new Manager(state, (name) => bundled(name, scripts[name]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        show(manager, /** @type {HTMLElement} */ (target));
      }
    },
    { rootMargin: AHEAD },
  );
  for (const place of places) {
    takeStaticText(manager, place);
    seen.observe(place);
  }
  const follow = () => {
    const linked = places.filter((place) => applyLink(manager, place));
    const target = linked.at(-1) ?? addressTarget();
    if (target) scrollToTarget(target, places, (place) => show(manager, place));
  };
  follow();
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => followTry(event, manager, places));
  // A printed page shows every explorer as far as it has time, and the still pictures of the others.
  window.addEventListener("beforeprint", () => {
    for (const place of places) show(manager, place);
  });
}

/**
 * What a widget can say without a script stands in its place already; it is not sent twice.
 * @param {Manager} manager
 * @param {HTMLElement} place
 */
function takeStaticText(manager, place) {
  const text = place.querySelector(":scope > .lightbook-quiz");
  if (text) manager.find(place.dataset.model ?? "").model.set("_html", text.outerHTML);
}

/** @type {WeakMap<HTMLElement, Promise<void>>} */
const shown = new WeakMap();

/** Starts a widget, once. @param {Manager} manager @param {HTMLElement} place */
function show(manager, place) {
  const begun = shown.get(place) ?? startWidget(manager, place);
  shown.set(place, begun);
  return begun;
}

/** What a widget of this page keeps in the reader's browser. @param {string} name */
function keptFor(name) {
  const key = `lightbook.widget ${location.pathname}#${name}`;
  return { read: () => readStored(key), write: (/** @type {string} */ text) => writeStored(key, text) };
}

/** @param {Manager} manager @param {HTMLElement} place */
async function startWidget(manager, place) {
  const link = (/** @type {string} */ name) => async (/** @type {Record<string, any>} */ state) => {
    history.replaceState(null, "", toHash(name, state));
    return (await copyText(location.href))
      ? "Copied: the link is in the address bar too."
      : "The link is in the address bar.";
  };
  try {
    const stage = element("div");
    const page = (/** @type {string} */ name) => ({ link: link(name), kept: keptFor(name) });
    await manager.mount(place.dataset.model ?? "", { el: stage, page });
    stage.classList.add("lb-drawing");
    // Paper does not wait: what is printed before the widget is drawn is its still picture.
    const stills = place.querySelectorAll(":scope > img");
    place.replaceChildren(...stills, stage);
    // A widget that fits its picture to its width draws it in the next frame.
    for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
    for (const still of stills) still.remove();
    stage.classList.remove("lb-drawing");
    place.dataset.ready = "true";
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    place.replaceChildren(element("p", {}, `This part of the page could not be started: ${reason}`));
    place.dataset.ready = "false"; // its room is free again
    throw error;
  }
}

/**
 * Gives the widgets of a place the state that the address carries, as far as it is sound.
 * @param {Manager} manager
 * @param {HTMLElement} place
 * @param {string} [hash]
 * @returns {boolean} whether the address is about one of them
 */
function applyLink(manager, place, hash = location.hash) {
  const meant = carried(manager, place, hash);
  for (const { model, state } of meant) {
    const limits = model.get("_limits") ?? {};
    for (const [key, value] of Object.entries(state)) {
      if (Object.hasOwn(limits, key) && acceptable(value, model.get(key), limits[key])) model.set(key, value);
    }
    model.save_changes();
  }
  return meant.length > 0;
}

/** The widgets of a place for which an address carries a state. @param {Manager} manager @param {HTMLElement} place @param {string} hash */
function carried(manager, place, hash) {
  return manager
    .within(place.dataset.model ?? "")
    .map(({ name, model }) => ({ model, state: name ? fromHash(hash, name) : {} }))
    .filter(({ state }) => Object.keys(state).length > 0);
}

/**
 * Follows a link of the page's own text to a state of one of its widgets. Other than a link that
 * was copied it starts from the state in which the page opens, and works every time. Switches come
 * last, so that what they set off is seen.
 * @param {MouseEvent} event
 * @param {Manager} manager
 * @param {HTMLElement[]} places
 */
async function followTry(event, manager, places) {
  const link = event.target instanceof Element && event.target.closest("a");
  if (!link || !isTry(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const place = places.find((one) => carried(manager, one, link.hash).length > 0);
  if (!place) return;
  event.preventDefault();
  await show(manager, place);
  for (const { model } of carried(manager, place, link.hash)) {
    for (const name of Object.keys(model.get("_limits") ?? {})) model.set(name, model.built[name]);
  }
  const [settings, switches] = withoutSwitches(link.hash);
  applyLink(manager, place, settings);
  await frames(2);
  applyLink(manager, place, switches);
  const { top, bottom } = place.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight) place.scrollIntoView();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
