/** Marks in the page's contents the section that is being read. */

import { element } from "../parts/element.js";

/** How far from the top of the window the line lies that a section must have reached. */
const LINE = 120;

/**
 * The innermost section on the line, or the last one at the end of the page, or the one before.
 * @param {boolean[]} onLine which sections lie on the line, in the order of the page
 * @param {boolean} atEnd whether the page is scrolled to its end
 * @param {number} before what was read before
 */
export function currentSection(onLine, atEnd, before) {
  if (atEnd) return onLine.length - 1;
  const innermost = onLine.lastIndexOf(true);
  return innermost >= 0 ? innermost : before;
}

export function startContents() {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".bd-toc-nav a[href^='#']")]);
  const known = links.flatMap((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target ? [{ link, region: target.matches("dt") ? (target.closest("dl") ?? target) : target }] : [];
  });
  if (known.length === 0) return;
  const onLine = known.map(() => false);
  let atEnd = false;
  let now = 0;
  const mark = () => {
    now = currentSection(onLine, atEnd, now);
    known.forEach(({ link }, i) => setCurrent(link, i === now));
  };
  // Observers measure after the layout that the browser does anyway: asking here would cost one.
  watchLine(
    known.map(({ region }) => region),
    (i, here) => (onLine[i] = here),
    mark,
  );
  watchEnd((here) => {
    atEnd = here;
    mark();
  });
  mark();
}

/**
 * Tells which regions lie on the line, now and after each change.
 * @param {Element[]} regions
 * @param {(index: number, here: boolean) => void} tell
 * @param {() => void} done called after all that a change has told
 */
function watchLine(regions, tell, done) {
  const observe = () => {
    const below = Math.max(0, innerHeight - LINE - 1);
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) tell(regions.indexOf(target), isIntersecting);
        done();
      },
      { rootMargin: `-${LINE}px 0px -${below}px 0px` },
    );
    for (const region of regions) observer.observe(region);
    return observer;
  };
  let observer = observe();
  addEventListener("resize", () => {
    observer.disconnect();
    observer = observe();
  });
}

/** Tells whether a page that scrolls is at its end. @param {(here: boolean) => void} tell */
function watchEnd(tell) {
  const end = element("div");
  document.body.append(end);
  new IntersectionObserver(([{ isIntersecting }]) => tell(isIntersecting && scrollY > 0)).observe(end);
}

/** @param {HTMLAnchorElement} link @param {boolean} current */
function setCurrent(link, current) {
  link.classList.toggle("active", current);
  link.parentElement?.classList.toggle("active", current);
  if (current) link.setAttribute("aria-current", "location");
  else link.removeAttribute("aria-current");
  // The subsections of what is read are seen; the others stay folded.
  for (let item = link.parentElement; item; item = item.parentElement?.closest(".toc-entry") ?? null) {
    if (current) item.classList.add("active");
  }
}
