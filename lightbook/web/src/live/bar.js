/** The bar at the foot of the window: what Python does, how far its loading is, and how to stop it. */

import { announcer } from "../parts/announcer.js";
import { button, element } from "../parts/element.js";

const MEGABYTE = 1e6;

export class Bar {
  /**
   * @param {{runAll: () => void, stop: () => void, restart: () => void, reset: () => void}} acts
   * @param {string} [resetWords]
   */
  constructor(acts, resetWords = "Reset my changes") {
    const { signal } = new AbortController();
    this.words = element("span", { class: "lb-live-words" });
    this.progress = element("progress", { class: "lb-live-progress", "aria-label": "Loading of Python", hidden: true });
    const region = element("span", { class: "lb-live-unseen", role: "status" });
    this.announce = announcer(region, signal);
    this.stop = button("Stop", acts.stop, signal);
    this.restart = button("Restart", acts.restart, signal);
    this.reset = button(resetWords, acts.reset, signal);
    const buttons = element("span", { class: "lb-live-buttons" });
    buttons.append(button("Run all", acts.runAll, signal), this.stop, this.restart, this.reset);
    this.node = element("section", { class: "lb-live-bar", "aria-label": "Python in this page" });
    this.buttons = buttons;
    this.node.append(this.words, this.progress, buttons);
    // Beside the bar, not in it: what is inside of something busy is not read out.
    document.body.append(this.node, region);
    document.documentElement.classList.add("lb-live");
    this.busy(false);
    this.changes(0);
  }

  /** @param {string} words @param {string} [aloud] what a screen reader says; nothing if empty */
  say(words, aloud = words) {
    this.words.textContent = words;
    if (aloud) this.announce(aloud);
  }

  /**
   * Says what goes on, and for how long by now: a training takes its time.
   * @param {string} words
   * @returns {() => void} ends the count
   */
  count(words) {
    const begun = performance.now();
    const show = () => {
      const seconds = Math.floor((performance.now() - begun) / 1000);
      this.say(seconds < 2 ? `${words} …` : `${words} … ${seconds} s`, "");
    };
    show();
    const timer = setInterval(show, 1000);
    return () => clearInterval(timer);
  }

  /** @param {number} loaded @param {number} total bytes */
  load(loaded, total) {
    this.progress.hidden = false;
    this.progress.max = total;
    this.progress.value = Math.min(loaded, total);
    const shown = Math.min(loaded, total) / MEGABYTE;
    this.say(`Python is loading: ${shown.toFixed(0)} of ${(total / MEGABYTE).toFixed(0)} MB`, "");
  }

  loaded() {
    this.progress.hidden = true;
  }

  /** @param {boolean} running @param {boolean} [loading] */
  busy(running, loading = false) {
    this.stop.disabled = !running;
    this.stop.textContent = loading ? "Cancel" : "Stop";
    this.node.setAttribute("aria-busy", String(running));
  }

  /** @param {number} number of cells that the reader has changed */
  changes(number) {
    this.reset.disabled = number === 0;
  }
}
