/** Making elements, and writing into them: nothing is set that is so already. */

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
 * Writes words into an element of nothing but words. The same text node keeps its place in the
 * layout; a new one would cost twice as much, and the same words again as much as new ones.
 * @param {Element} node
 * @param {string} text
 */
export function write(node, text) {
  const { firstChild } = node;
  if (!(firstChild instanceof Text) || node.childNodes.length > 1) node.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

/**
 * Sets an attribute that has another value, or takes it away.
 * @param {Element} node
 * @param {string} name
 * @param {string | number | null | undefined} value
 */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const words = String(value);
  if (node.getAttribute(name) !== words) node.setAttribute(name, words);
}

let count = 0;

/** An id that no other element of the page has. @param {string} stem */
export function uniqueId(stem) {
  count += 1;
  return `kltext-${stem}-${count}`;
}
