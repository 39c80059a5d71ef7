/**
 * What is wider than its column scrolls inside itself. Where it does, the keyboard must reach it,
 * a reader of screens should hear what it is, and its edge fades as long as there is more beyond it
 * (scrolling.css).
 */

const WIDE = [
  ["pre", "Code"],
  [".pst-scrollable-table-container", "Table"],
  [".cell_output table", "Table"],
  [".cell_output > .output", "Output"],
  ["div.math", "Formula"],
  [".katex-display", "Formula"],
];

export function startScrolling() {
  const all = WIDE.flatMap(([selector, name]) =>
    [...document.querySelectorAll(`.bd-article ${selector}`)].map((element) => ({
      element: /** @type {HTMLElement} */ (element),
      name,
    })),
  );
  const seen = new ResizeObserver((entries) => {
    // Read all, then write all: otherwise every write costs a layout.
    const found = entries
      .filter(({ target }) => !isNotLaidOut(target))
      .map(({ target }) => /** @type {HTMLElement} */ (target))
      .map((target) => ({ target, wide: isWide(target), more: hidesMore(target) }));
    for (const { target, wide, more } of found) {
      mark(target, wide);
      target.toggleAttribute("data-more", wide && more);
    }
  });
  // To know how wide something is that waits to be laid out would cost its layout.
  const waiting = all.filter(({ element }) => isNotLaidOut(element));
  for (const { element, name } of all) element.dataset.scrollName = name;
  for (const { element } of waiting) mark(element, true);
  for (const { element } of all) {
    seen.observe(element);
    const fade = () => element.toggleAttribute("data-more", hidesMore(element));
    element.addEventListener("scroll", fade, { passive: true });
  }
  const again = (/** @type {HTMLElement[]} */ elements) => {
    for (const element of elements) {
      seen.unobserve(element);
      seen.observe(element);
    }
  };
  // A font that arrives widens what is inside a box, and the box itself stays as it is.
  document.fonts.addEventListener("loadingdone", () => again(all.map(({ element }) => element)));
  // So does a block that has waited to be laid out, if the room kept for it was just right.
  const within = (/** @type {Event} */ { target }) =>
    again(all.map(({ element }) => element).filter((element) => target instanceof Node && target.contains(element)));
  document.addEventListener("contentvisibilityautostatechange", within);
  // And what was folded.
  document.addEventListener("toggle", within, { capture: true });
}

/** Whether what an element holds is not laid out yet. @param {Element} element */
function isNotLaidOut(element) {
  return element.firstElementChild?.checkVisibility?.({ contentVisibilityAuto: true }) === false;
}

/** @param {Element} element */
function isWide(element) {
  const tooWide = element.scrollWidth > element.clientWidth;
  const tooHigh = element.scrollHeight > element.clientHeight;
  if (!tooWide && !tooHigh) return false;
  const { overflowX, overflowY } = getComputedStyle(element);
  const scrolls = (/** @type {string} */ kind) => kind === "auto" || kind === "scroll";
  return (tooWide && scrolls(overflowX)) || (tooHigh && scrolls(overflowY));
}

/** Whether something lies beyond the right edge of an element. @param {Element} element */
function hidesMore(element) {
  return element.scrollLeft + element.clientWidth < element.scrollWidth - 2;
}

/** @param {HTMLElement} element @param {boolean} wide */
function mark(element, wide) {
  if (wide && element.tabIndex !== 0) {
    element.tabIndex = 0;
    if (element.tagName !== "TABLE" && !element.closest("[aria-hidden=true]")) {
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", `${element.dataset.scrollName}, scrolls`);
    }
  } else if (!wide && element.hasAttribute("tabindex")) {
    for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
  }
}
