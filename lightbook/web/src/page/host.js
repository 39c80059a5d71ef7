/** Starts a page's widgets as they come into view. A small script, loaded by each page. */

import { copyText } from "../parts/clipboard.js";
import { element } from "../parts/element.js";
import { loadScript } from "../parts/script.js";
import { acceptable, fromHash, toHash } from "./link.js";
import { Manager } from "./manager.js";
import { addressTarget, scrollToTarget } from "./scroll_to_target.js";

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
  // A printed page shows every explorer, also those never scrolled to.
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
    const page = (/** @type {string} */ name) => ({ link: link(name) });
    await manager.mount(place.dataset.model ?? "", { el: stage, page });
    stage.classList.add("lb-drawing");
    place.replaceChildren(stage);
    // A widget that fits its picture to its width draws it in the next frame.
    for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
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
 * @returns {boolean} whether the address is about one of them
 */
function applyLink(manager, place) {
  const meant = manager.within(place.dataset.model ?? "").filter(({ name, model }) => {
    const state = name ? fromHash(location.hash, name) : {};
    const limits = model.get("_limits") ?? {};
    for (const [key, value] of Object.entries(state)) {
      if (Object.hasOwn(limits, key) && acceptable(value, model.get(key), limits[key])) model.set(key, value);
    }
    model.save_changes();
    return Object.keys(state).length > 0;
  });
  return meant.length > 0;
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
