/** The way in which anywidget's front end hands itself over: to be imported before it. */

/** @type {((parts: any) => any)[]} */
export const factories = [];

/** @type {any} */ (globalThis).define = (/** @type {string[]} */ _names, /** @type {(parts: any) => any} */ factory) =>
  factories.push(factory);
