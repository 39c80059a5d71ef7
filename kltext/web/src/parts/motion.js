/** Bells on their way to a minimum, for a second. */

/** Milliseconds that they take. */
const DURATION = 1000;

/**
 * Moves the bells along paths, a second in all; the figure shows each place.
 * @param {(bells: Record<string, import("./fit_row.js").Bell>) => void} show
 * @param {AbortSignal} signal
 */
export function motion(show, signal) {
  let frame = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
  };
  signal.addEventListener("abort", stop, { once: true });
  return {
    stop,
    /** @returns {boolean} whether bells are on their way */
    running: () => frame !== 0,
    /** @param {Record<string, import("./fit_row.js").Bell[]>} paths */
    start(paths) {
      stop();
      let begin = NaN;
      const step = (/** @type {number} */ now) => {
        begin = Number.isNaN(begin) ? now : begin;
        const share = Math.min(1, (now - begin) / DURATION);
        frame = share < 1 ? requestAnimationFrame(step) : 0;
        const at = (/** @type {import("./fit_row.js").Bell[]} */ path) => path[Math.round(share * (path.length - 1))];
        show(Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, at(path)])));
      };
      frame = requestAnimationFrame(step);
    },
  };
}
