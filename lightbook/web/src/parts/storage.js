/** The browser's storage. A browser may refuse it, as it does for some pages of a folder; it may be full. */

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */

/** The storage; where the browser refuses it, one whose methods all throw. @returns {Store} */
export function browserStorage() {
  try {
    return window.localStorage;
  } catch (error) {
    const refuse = () => {
      throw error;
    };
    return { getItem: refuse, setItem: refuse, removeItem: refuse };
  }
}

/** What is stored under a name; null where there is nothing, or no storage. @param {string} name */
export function readStored(name) {
  try {
    return browserStorage().getItem(name);
  } catch {
    return null;
  }
}

/** Stores a text; without storage it is lost with the page. @param {string} name @param {string} text */
export function writeStored(name, text) {
  try {
    browserStorage().setItem(name, text);
  } catch {
    // Everything works without it.
  }
}

/** @param {string} name */
export function removeStored(name) {
  try {
    browserStorage().removeItem(name);
  } catch {
    // Then there was nothing.
  }
}

/** Where the choice for all code of a page is kept, and what it may be. */
export const CODE = "lightbook.code";
export const CODE_CHOICES = ["shown", "hidden"];
