/** What stands in for a Jupyter widget model where there is no kernel. */

/**
 * The model that AFM modules are given: the state, and who wants to know of its changes.
 */
export class PageModel {
  /** @type {Map<string, Set<(...args: any[]) => void>>} */
  #listeners = new Map();
  /** @type {Set<string>} */
  #changed = new Set();

  /** @param {Record<string, any>} state */
  constructor(state) {
    this.state = state;
    /** The state as the page was built: where a reset leads. */
    this.built = { ...state };
  }

  /** @param {string} name */
  get(name) {
    return this.state[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    if (Object.is(this.state[name], value)) return;
    this.state[name] = value;
    this.#changed.add(name);
    this.#tell(`change:${name}`, this, value);
  }

  /** @param {string} event @param {(...args: any[]) => void} callback */
  on(event, callback) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event)?.add(callback);
  }

  /** @param {string} [event] @param {(...args: any[]) => void} [callback] */
  off(event, callback) {
    if (event === undefined) this.#listeners.clear();
    else if (callback === undefined) this.#listeners.delete(event);
    else this.#listeners.get(event)?.delete(callback);
  }

  /** There is nobody to save to; listeners of any change hear of it. */
  save_changes() {
    if (this.#changed.size === 0) return;
    this.#changed.clear();
    this.#tell("change", this);
  }

  /** Messages go to a kernel, and there is none. */
  send() {}

  /** How many listeners there are, for tests. */
  get listeners() {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  /** @param {string} event @param {...any} details */
  #tell(event, ...details) {
    for (const callback of [...(this.#listeners.get(event) ?? [])]) callback(...details);
  }
}
