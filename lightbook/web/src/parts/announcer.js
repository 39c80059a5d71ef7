/** Telling screen readers what has happened. */

/** Milliseconds between emptying the region and filling it: the same words are then said again. */
const PAUSE = 100;

/**
 * A function that has words said.
 * @param {HTMLElement} region an element with the role "status"
 * @param {AbortSignal} signal
 */
export function announcer(region, signal) {
  let timer = 0;
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return (/** @type {string} */ words) => {
    region.textContent = "";
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      region.textContent = words;
    }, PAUSE);
  };
}
