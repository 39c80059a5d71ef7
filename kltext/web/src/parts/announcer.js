/** Telling screen readers the new reading of an explorer. */

/** Milliseconds without a change before the reading is said. */
const QUIET = 600;

/**
 * A function that has words said once they stay the same for a while; the first ones never.
 * @param {HTMLElement} region an element with `aria-live`
 * @param {AbortSignal} signal
 */
export function announcer(region, signal) {
  let timer = 0;
  let last = "";
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return (/** @type {string} */ words) => {
    if (words === last) return;
    const isFirst = last === "";
    last = words;
    if (isFirst) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      region.textContent = words;
    }, QUIET);
  };
}
