/** What the first click loads: makes a page run. */

import { element } from "../parts/element.js";
import { bookOf } from "../quiz/progress.js";
import { Page } from "./page.js";

const NO_PYTHON =
  "This copy of the site was built without the Python that its pages run. Download the notebook " +
  "instead; whoever builds the site adds Python by make live.";

/** @param {string} url */
async function readJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`);
  return answer.json();
}

/** Asks before anything comes from another host. @param {string} base @param {number} bytes */
function agreed(base, bytes) {
  const { host } = new URL(base);
  if (host === location.host) return true;
  const size = Math.round(bytes / 1e6);
  return window.confirm(`Python would be loaded from ${host}, at most ${size} MB. Load it?`);
}

/**
 * @param {{script: string, cells: string, python: string, version: string, style: string}} settings
 *   addresses from the page's own, and the script's
 */
async function open({ script, cells, python, version, style }) {
  const base = new URL(python, location.href).href;
  const sizes = await fetch(`${base}sizes.json`, { cache: "no-cache" });
  if (!sizes.ok) throw new Error(NO_PYTHON);
  const all = /** @type {Record<string, number>} */ (await sizes.json());
  if (
    !agreed(
      base,
      Object.values(all).reduce((a, b) => a + b, 0),
    )
  )
    throw new Error("Python was not loaded.");
  const file = (/** @type {string} */ name) => new URL(`${name}?v=${version}`, script).href;
  document.head.append(element("link", { rel: "stylesheet", href: new URL(style, script).href }));
  const notebook = await readJson(new URL(cells, location.href).href);
  const name = new URL(cells, location.href).pathname.split("/live/").at(-1) ?? "";
  return new Page({ notebook, base, worker: file("live-worker.js"), file, book: bookOf(document), name });
}

/** @type {any} */ (globalThis).lightbookLive = { open };
