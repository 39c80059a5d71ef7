/**
 * The widgets of a page that need no kernel: AFM modules, boxes of them, and links between
 * their traits. Everything else was replaced by its picture when the page was built.
 */

import { element } from "../parts/element.js";
import { PageModel } from "./model.js";

const REFERENCE = "IPY_MODEL_";

/**
 * @typedef {object} Place where a widget stands
 * @property {HTMLElement} el
 * @property {(name: string) => any} [page] what the page offers the module of that name, see
 *   parts/explorer.js
 */

export class Manager {
  /** @type {Map<string, Promise<any>>} */
  #modules = new Map();

  /**
   * @param {Record<string, {model_name: string, name?: string, state: Record<string, any>}>} saved
   *   the widget state as Jupyter writes it, and what the page calls a widget
   * @param {(name: string) => Promise<any>} bundled gives one of the page's own modules
   */
  constructor(saved, bundled) {
    this.bundled = bundled;
    this.models = new Map(
      Object.entries(saved).map(([id, { model_name, name = "", state }]) => [
        id,
        { kind: model_name, name, model: new PageModel({ ...state }) },
      ]),
    );
    for (const { kind, model } of this.models.values()) this.#link(kind, model);
  }

  /** @param {string} reference @returns {{kind: string, name: string, model: PageModel}} */
  find(reference) {
    const found = this.models.get(reference.replace(REFERENCE, ""));
    if (!found) throw new Error(`The page has no widget ${reference}.`);
    return found;
  }

  /**
   * A widget, and what it holds if it is a box.
   * @param {string} reference
   * @returns {{kind: string, name: string, model: PageModel}[]}
   */
  within(reference) {
    const found = this.find(reference);
    const children = /** @type {string[]} */ (found.model.get("children") ?? []);
    return [found, ...children.flatMap((child) => this.within(child))];
  }

  /**
   * Shows a widget; returns how to take it away again.
   * @param {string} reference
   * @param {Place} place
   * @returns {Promise<() => void>}
   */
  async mount(reference, { el, page }) {
    const { kind, name, model } = this.find(reference);
    if (kind !== "AnyModel") return this.#mountBox(kind, model, el, page);
    el.dataset.name = name;
    const module = await this.#module(model);
    const ends = [await module.initialize?.({ model }), await module.render?.({ model, el, page: page?.(name) })];
    return () => {
      for (const end of ends.reverse()) end?.();
    };
  }

  /**
   * @param {string} kind
   * @param {PageModel} model
   * @param {HTMLElement} el
   * @param {Place["page"]} page
   */
  async #mountBox(kind, model, el, page) {
    const box = element("div", { class: `lightbook-box lightbook-${kind.toLowerCase()}` });
    el.append(box);
    const children = /** @type {string[]} */ (model.get("children"));
    const ends = await Promise.all(
      children.map((child) => {
        const cell = element("div");
        box.append(cell);
        return this.mount(child, { el: cell, page });
      }),
    );
    return () => {
      for (const end of ends) end();
      box.remove();
    };
  }

  /** @param {PageModel} model */
  #module(model) {
    const name = model.get("_explorer");
    const source = model.get("_esm");
    const key = name ?? source;
    if (!this.#modules.has(key)) {
      const loading = name ? this.bundled(name) : importText(source);
      this.#modules.set(key, loading.then(unwrap));
    }
    return /** @type {Promise<any>} */ (this.#modules.get(key));
  }

  /**
   * ipywidgets' jslink and jsdlink.
   * @param {string} kind
   * @param {PageModel} link
   */
  #link(kind, link) {
    if (kind !== "LinkModel" && kind !== "DirectionalLinkModel") return;
    const [from, sourceTrait] = link.get("source");
    const [to, targetTrait] = link.get("target");
    const source = this.find(from).model;
    const target = this.find(to).model;
    const copy = (
      /** @type {PageModel} */ a,
      /** @type {string} */ i,
      /** @type {PageModel} */ b,
      /** @type {string} */ j,
    ) => {
      const pass = () => b.set(j, a.get(i));
      a.on(`change:${i}`, pass);
      return pass;
    };
    copy(source, sourceTrait, target, targetTrait)();
    if (kind === "LinkModel") copy(target, targetTrait, source, sourceTrait);
  }
}

/** AFM allows an object or a function that gives one. @param {any} module */
async function unwrap(module) {
  const widget = module.default ?? module;
  return typeof widget === "function" ? widget() : widget;
}

/**
 * A module from its text: by a blob, since a page opened from a folder may import no file.
 * @param {string} text
 */
async function importText(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
