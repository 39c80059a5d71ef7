/**
 * The two tables of contents. On a narrow window each slides over the page; on a wide one the
 * button folds the left one away. What is open stands in a hidden checkbox, as the theme's style
 * sheet expects.
 */

const SIDES = [
  { button: ".primary-toggle", box: "pst-primary-sidebar-checkbox", bar: "book-contents", wide: 992 },
  { button: ".secondary-toggle", box: "pst-secondary-sidebar-checkbox", bar: "page-contents", wide: 1200 },
];

export function startSidebars() {
  for (const side of SIDES) start(side);
  showCurrentPage();
}

/** @param {typeof SIDES[number]} side */
function start({ button: selector, box: boxId, bar: barId, wide }) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById(boxId));
  const bar = document.getElementById(barId);
  if (!button || !box || !bar) return;
  const isWide = matchMedia(`(min-width: ${wide}px)`);
  const tell = () => {
    const open = box.checked !== isWide.matches;
    button.setAttribute("aria-expanded", String(open));
    // Nobody tabs behind the bar that covers the page.
    const main = document.querySelector(".bd-article-container");
    if (!isWide.matches && main && barId === "book-contents") main.toggleAttribute("inert", open);
    else main?.removeAttribute("inert");
  };
  const close = () => {
    box.checked = false;
    tell();
    button.focus();
  };
  button.addEventListener("click", () => {
    box.checked = !box.checked;
    tell();
    const first = /** @type {HTMLElement | null} */ (bar.querySelector("a, button"));
    if (box.checked && !isWide.matches) setTimeout(() => first?.focus(), 100);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isWide.matches && box.checked) close();
  });
  bar.addEventListener("click", (event) => {
    const inside = /** @type {Element} */ (event.target).closest("a[href^='#']");
    if (inside && !isWide.matches) {
      box.checked = false;
      tell();
    }
  });
  box.addEventListener("change", () => (box.checked ? tell() : close()));
  isWide.addEventListener("change", () => {
    box.checked = false;
    tell();
  });
  tell();
}

/** Scrolls the book's contents, not the page, so that the current page is seen there. */
function showCurrentPage() {
  const bar = document.getElementById("book-contents");
  const current = /** @type {HTMLElement | null} */ (
    bar?.querySelector("li.current:not(:has(li.current)) > a") ?? null
  );
  if (!bar || !current) return;
  const below = current.getBoundingClientRect().bottom - bar.getBoundingClientRect().bottom;
  if (below > 0) bar.scrollTop += below + bar.clientHeight / 2;
}
