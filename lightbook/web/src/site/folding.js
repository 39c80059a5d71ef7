/**
 * Folded blocks open where an address points into them, and on paper; there, folded code is left out
 * (print.css).
 */

/** What is opened for paper: all but code that hides no output. */
const ON_PAPER = ".bd-article details:not([open], .hide:not(:has(.cell_output)))";

/** @param {Element | null} element */
function unfold(element) {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
}

function unfoldTarget() {
  const target = document.getElementById(fragment());
  if (!target?.closest("details:not([open])")) return;
  unfold(target);
  target.scrollIntoView();
}

export function startFolding() {
  unfoldTarget();
  addEventListener("hashchange", unfoldTarget);
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(ON_PAPER))];
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
  });
}

/** What the address points at; one that somebody has cut in the middle of a letter names nothing. */
function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
