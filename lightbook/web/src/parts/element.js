/** Making elements. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `class`, `for`, `aria-…`; `onclick` etc. are not
 *   among them: listeners are registered where they can be removed.
 * @param {...(Node | string)} children
 * @returns {any} the new HTML element
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {AbortSignal} signal ends the listener
 * @returns {HTMLButtonElement}
 */
export function button(text, act, signal) {
  const node = element("button", { type: "button", class: "lb-button" }, text);
  node.addEventListener("click", act, { signal });
  return node;
}

let count = 0;

/** An id that no other element of the page has. @param {string} stem */
export function uniqueId(stem) {
  count += 1;
  return `lightbook-${stem}-${count}`;
}
