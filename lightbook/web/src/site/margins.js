/** Folds the page's contents into their title while a margin note stands where they are. */

/** How long before a note comes there, in pixels. */
const EARLY = 24;

export function startMargins() {
  const contents = document.getElementById("page-contents");
  const list = /** @type {HTMLElement | null} */ (contents?.querySelector(".bd-toc-nav") ?? null);
  const notes = document.querySelectorAll(".margin-note");
  if (!contents || !list || notes.length === 0) return;
  let observer = /** @type {IntersectionObserver | undefined} */ (undefined);
  const observe = () => {
    observer?.disconnect();
    const below = innerHeight - Math.min(innerHeight, list.offsetHeight + EARLY);
    const there = new Set();
    observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) there[isIntersecting ? "add" : "delete"](target);
        contents.classList.toggle("lb-folded", there.size > 0);
      },
      { rootMargin: `0px 0px -${below}px 0px` },
    );
    for (const note of notes) observer.observe(note);
  };
  // The subsections of what is being read unfold, and the list grows.
  new ResizeObserver(observe).observe(list);
  addEventListener("resize", observe);
  // A finger does not hover: what it touches is focused, and the list stays while something in it is.
  list.querySelector(".onthispage")?.addEventListener("click", () => {
    /** @type {HTMLElement | null} */ (list.querySelector("a[aria-current]") ?? list.querySelector("a"))?.focus({
      preventScroll: true,
    });
  });
}
