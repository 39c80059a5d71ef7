/** Buttons that play, pause and step a path, and a line that says where it stands. */

import { element, setAttribute, write } from "./element.js";

/** Milliseconds between two steps, and the most steps that a path may have. */
const PACE = 60;
const MOST = 600;

/**
 * @template Place
 * @param {import("./explorer.js").Tools} tools
 * @param {object} path
 * @param {(state: any) => Place} path.start
 * @param {(place: Place, state: any) => Place | undefined} path.next nothing at the end
 * @param {(place: Place, state: any) => string} path.tell
 * @param {(places: Place[]) => void} path.show
 * @param {boolean} [path.counted] whether the line begins with the number of the step
 * @param {{words: string, next: (place: Place, state: any) => Place | undefined}[]} [path.steps] what
 *   the buttons beside "Play" do, where it is not one step of the path
 */
export function player(tools, { start, next, tell, show, counted = true, steps = [{ words: "Step", next }] }) {
  const { signal, state, still } = tools;
  const button = (/** @type {string} */ text) => element("button", { type: "button", class: "kl-button" }, text);
  const [play, back] = [button("Play"), button("To the start")];
  const stepping = steps.map(({ words }) => button(words));
  const line = element("p", { class: "kl-note kl-told", "aria-live": "polite" });
  tools.addControl(
    element("div", { class: "kl-wide" }, element("div", { class: "kl-actions" }, play, ...stepping, back), line),
  );

  /** @type {Place[]} */
  let places = [start(state())];
  let over = false;
  let timer = 0;
  const forward = (by = next) => {
    const place = places.length > MOST ? undefined : by(places[places.length - 1], state());
    if (place) places.push(place);
    else over = true;
  };
  const display = () => {
    const running = timer !== 0;
    show(places);
    write(play, running ? "Pause" : "Play");
    play.disabled = over;
    for (const step of stepping) step.disabled = over || running;
    // While the path runs, a screen reader is not told of each step.
    setAttribute(line, "aria-live", running ? "off" : "polite");
    const where = places.length === 1 ? "Start: " : `Step ${places.length - 1}${over ? ", the end" : ""}: `;
    write(line, `${counted ? where : ""}${tell(places[places.length - 1], state())}`);
  };
  const pause = () => {
    clearInterval(timer);
    timer = 0;
  };
  const tick = (/** @type {typeof next} */ by) => {
    forward(by);
    if (over) pause();
    display();
  };
  /** @param {Place} place */
  const jump = (place) => {
    pause();
    over = false;
    places = [place];
    display();
  };
  const restart = () => jump(start(state()));
  play.addEventListener(
    "click",
    () => {
      if (timer) pause();
      else if (still) while (!over) forward();
      else timer = window.setInterval(() => tick(next), PACE);
      display();
    },
    { signal },
  );
  stepping.forEach((step, i) => step.addEventListener("click", () => tick(steps[i].next), { signal }));
  back.addEventListener("click", restart, { signal });
  signal.addEventListener("abort", pause, { once: true });
  return {
    restart,
    /** Goes on from another place. */
    jump,
    /** The place where it stands; nothing before the first. */
    place: () => (places.length > 0 ? places[places.length - 1] : undefined),
  };
}
