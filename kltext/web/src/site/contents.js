/** Marks in the page's contents the section that is being read. */

/** How far from the top of the window the line lies that a heading must have passed. */
const LINE = 120;

/**
 * The last section whose heading has passed the line; the first one before any has.
 * @param {number[]} tops the distance of each heading from the top of the window
 * @param {boolean} atEnd whether the page is scrolled to its end
 */
export function reading(tops, atEnd) {
  if (atEnd) return tops.length - 1;
  const passed = tops.filter((top) => top <= LINE).length;
  return Math.max(0, passed - 1);
}

export function startContents() {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".bd-toc-nav a[href^='#']")]);
  const known = links.flatMap((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target ? [{ link, target }] : [];
  });
  if (known.length === 0) return;
  let waiting = false;
  const mark = () => {
    waiting = false;
    const page = document.documentElement;
    const atEnd = page.scrollTop > 0 && page.scrollTop + page.clientHeight >= page.scrollHeight - 4;
    const now = reading(known.map(({ target }) => target.getBoundingClientRect().top), atEnd);
    known.forEach(({ link }, i) => setCurrent(link, i === now));
  };
  const later = () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later, { passive: true });
  later();
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
