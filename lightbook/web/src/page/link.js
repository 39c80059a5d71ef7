/**
 * The state of an explorer in the address: `#gaussian?mu_p=0.5&sigma_q=2`. The place on the page
 * is counted, so that a second Gaussian explorer is `gaussian-2`.
 */

/**
 * @param {string} place
 * @param {Record<string, any>} state
 */
export function toHash(place, state) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) search.set(name, JSON.stringify(value));
  return `#${place}?${search}`;
}

/**
 * The state that an address carries for a place; nothing where it carries none, or nonsense.
 * @param {string} hash
 * @param {string} place
 * @returns {Record<string, any>}
 */
export function fromHash(hash, place) {
  const [name, search = ""] = hash.slice(1).split("?");
  if (name !== place) return {};
  /** @type {Record<string, any>} */
  const state = {};
  for (const [key, value] of new URLSearchParams(search)) {
    try {
      state[key] = JSON.parse(value);
    } catch {
      // An address that somebody has cut or changed: the explorer keeps its own value.
    }
  }
  return state;
}

/** Whether a link of the page leads to a state of a widget. @param {HTMLAnchorElement} link */
export const isTry = (link) => (link.getAttribute("href") ?? "").startsWith("#") && link.hash.includes("?");

/**
 * An address without what it switches on or off, and that alone.
 * @param {string} hash
 */
export function withoutSwitches(hash) {
  const [name, search = ""] = hash.split("?");
  const pairs = search.split("&");
  const isSwitch = (/** @type {string} */ pair) => /=(true|false)$/.test(pair);
  return [pairs.filter((pair) => !isSwitch(pair)), pairs.filter(isSwitch)].map((some) => `${name}?${some.join("&")}`);
}

/**
 * Whether a linked value may replace one of the model's: same kind, and within its limits.
 * @param {any} value
 * @param {any} old
 * @param {{low?: number, high?: number, whole?: boolean, options?: any[], record?: boolean} | undefined} limits
 * @returns {boolean}
 */
export function acceptable(value, old, limits) {
  if (limits?.options) return limits.options.includes(value);
  if (limits?.record) return isRecord(value);
  if (Array.isArray(old)) return acceptableList(value, old, limits);
  if (typeof value !== typeof old) return false;
  if (typeof value !== "number" || !limits) return typeof value === "boolean";
  if (limits.whole && !Number.isInteger(value)) return false;
  return value >= (limits.low ?? -Infinity) && value <= (limits.high ?? Infinity);
}

/** Numbers, or short lists of them, by name; the explorer repairs what else is wrong. @param {any} value */
function isRecord(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.values(value);
  return (
    entries.length <= 8 &&
    entries.every((entry) => [entry].flat().every((x) => typeof x === "number") && [entry].flat().length <= 50)
  );
}

/** @param {any} value @param {any[]} old @param {any} limits */
function acceptableList(value, old, limits) {
  if (!Array.isArray(value) || value.length !== old.length) return false;
  if (!value.every((item, i) => acceptable(item, old[i], limits))) return false;
  const sum = (/** @type {any[]} */ list) => list.reduce((total, item) => total + item, 0);
  return !limits?.simplex || Math.abs(sum(value) - 1) < 1e-9;
}
