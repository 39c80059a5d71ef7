/** Python in its worker: started when first needed, ended by Stop, started again. */

/**
 * @typedef {object} Listener what a session tells
 * @property {(loaded: number, total: number) => void} progress
 * @property {(text: string) => void} step
 * @property {(message: any) => void} message what a cell prints, shows, glues
 */

export class Session {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<void> | undefined} */
  #ready;
  /** @type {((outcome: {ok: boolean, seconds: number}) => void) | undefined} */
  #running;
  /** @type {((reason: Error) => void) | undefined} */
  #fail;
  /** @type {((reason: Error) => void) | undefined} ends the wait for Python, or for a cell */
  #giveUp;
  /** @type {Map<number, () => void>} */
  #delivered = new Map();
  #serial = 0;
  #isReady = false;

  /**
   * @param {{worker: string, base: string, formats: Record<string, string[]>}} settings
   * @param {Listener} listener
   */
  constructor(settings, listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** Whether Python is there. */
  get alive() {
    return this.#worker !== undefined;
  }

  /**
   * Starts Python, unless it is there.
   * @param {string} code what will run: its imports are loaded at once
   * @param {string[]} modules what these import in turn
   * @returns {Promise<void>}
   */
  start(code, modules) {
    this.#ready ??= new Promise((resolve, reject) => {
      const { worker: url, base, formats } = this.settings;
      const worker = new Worker(url);
      this.#worker = worker;
      this.#giveUp = reject;
      this.#fail = (reason) => {
        reject(reason);
        this.end();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.#fail?.(new Error(event.message || "Python could not be loaded: check the network connection."));
      };
      worker.onmessage = ({ data }) => {
        if (data.type !== "ready") return this.#hear(data);
        this.#isReady = true;
        resolve();
      };
      worker.postMessage({ type: "start", base, formats, code, modules });
    });
    return this.#ready;
  }

  /**
   * Runs a cell.
   * @param {string} cell
   * @param {string} code
   * @returns {Promise<{ok: boolean, seconds: number}>}
   */
  run(cell, code) {
    return new Promise((resolve, reject) => {
      this.#running = resolve;
      this.#giveUp = reject;
      this.#fail = (reason) => {
        reject(reason);
        this.end();
      };
      this.#worker?.postMessage({ type: "run", cell, code });
    });
  }

  /**
   * Hands a widget's message to Python.
   * @param {string} comm
   * @param {any} data
   * @param {ArrayBuffer[]} buffers
   * @returns {Promise<void>} when it was taken
   */
  send(comm, data, buffers) {
    return new Promise((resolve) => {
      this.#serial += 1;
      this.#delivered.set(this.#serial, resolve);
      this.#worker?.postMessage({ type: "comm", comm, data, buffers, serial: this.#serial });
    });
  }

  /** Ends Python, with all that it holds; whoever waits for it is told so by an error. */
  end() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
    this.#isReady = false;
    this.#delivered.clear();
    this.#giveUp?.(new Error("Python was stopped."));
    this.#giveUp = undefined;
    this.#running = undefined;
  }

  /** @param {any} message */
  #hear(message) {
    const { type } = message;
    if (type === "progress") {
      if (!this.#isReady) this.listener.progress(message.loaded, message.total);
    } else if (type === "step") this.listener.step(message.text);
    else if (type === "failed") this.#fail?.(new Error(message.reason));
    else if (type === "comm-done") {
      this.#delivered.get(message.serial)?.();
      this.#delivered.delete(message.serial);
    } else if (type === "done") {
      const running = this.#running;
      this.#running = undefined;
      running?.(message);
    } else this.listener.message(message);
  }
}
