/** Dragging by mouse, pen or finger. The page scrolls as ever unless a drag has begun on a handle. */

import { pointer } from "d3-selection";

/**
 * @param {Element} target what is dragged or drawn on; give it `touch-action: none` in CSS
 *   (class kl-draggable) where a finger is meant to drag
 * @param {(place: [number, number], event: PointerEvent) => void} move gets the place in the
 *   coordinates of `frame`
 * @param {{signal: AbortSignal, frame?: Element, end?: () => void}} options `end` is called when
 *   it is let go
 */
export function draggable(target, move, { signal, frame = target, end }) {
  target.classList.add("kl-draggable");
  const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ act) =>
    target.addEventListener(type, act, { signal });
  let held = -1;
  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = event.pointerId;
    target.setPointerCapture(held);
    move(pointer(event, frame), event);
    event.preventDefault();
  });
  listen("pointermove", (event) => {
    if (event.pointerId === held) move(pointer(event, frame), event);
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
    listen(type, () => {
      if (held === -1) return;
      held = -1;
      end?.();
    });
  }
}
