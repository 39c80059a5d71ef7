/**
 * Leads a reader to the place that the address names. Widgets that start on the way grow, and
 * would push it out of the window: those before it start first.
 */

/** What shows that a reader has moved on alone. */
const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"];

/**
 * @param {Element} target where the address leads
 * @param {HTMLElement[]} places of all widgets
 * @param {(place: HTMLElement) => Promise<void>} show starts a widget, unless it has started
 */
export async function scrollToTarget(target, places, show) {
  const before = places.filter(
    (place) => place === target || place.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const moved = new AbortController();
  for (const move of MOVES) {
    window.addEventListener(move, () => moved.abort(), { passive: true, signal: moved.signal });
  }
  await Promise.allSettled(before.map(show));
  await document.fonts.ready;
  await frames(2); // explorers take their height when they are first drawn
  if (!moved.signal.aborted) target.scrollIntoView({ behavior: "instant" });
  moved.abort();
}

/** The element that the address names by its id. @returns {Element | null} */
export function addressTarget() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // an address that somebody has cut
  }
}

/** Waits for the page to draw. @param {number} count */
export async function frames(count) {
  for (let i = 0; i < count; i += 1) await new Promise((done) => requestAnimationFrame(done));
}
