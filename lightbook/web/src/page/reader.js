/** Marks the chapters that were read to their end, in the sidebar and on the landing page. Small: on every page. */

import { element } from "../parts/element.js";
import { browserStorage, readStored, removeStored } from "../parts/storage.js";
import { bookOf, progressKey, scoreKey } from "../quiz/progress.js";
import { loadVisits, pageName, visit, visitsKey } from "../reader/visits.js";

const CONTENTS = ".lightbook-contents a[href]";
const SIDEBAR = ".bd-sidebar-primary nav a[href]";
const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href).href;
const book = bookOf(document);

/** @param {string} selector @returns {HTMLAnchorElement[]} */
const links = (selector) =>
  [...document.querySelectorAll(selector)].map((link) => /** @type {HTMLAnchorElement} */ (link));

/** @param {string[]} pages */
function mark(pages) {
  for (const link of links(`${SIDEBAR}, ${CONTENTS}`)) {
    const seen = pages.includes(pageName(link.href, root));
    link.classList.toggle("lightbook-visited", seen);
    const told = link.querySelector(".lightbook-told");
    if (seen && !told) {
      link.append(element("span", { class: "lightbook-told" }, " (read)"));
    } else if (!seen) told?.remove();
  }
}

/** The score as a sentence; nothing before the first answer. */
function quizScore() {
  try {
    const { answered, right, total } = JSON.parse(readStored(scoreKey(book)) ?? "null");
    if (![answered, right, total].every(Number.isInteger)) return "";
    return `In the knowledge check you have answered ${answered} of ${total} questions, ${right} of them rightly.`;
  } catch {
    return "";
  }
}

/** Leads on to the page that was open last. @param {HTMLAnchorElement | undefined} latest */
function leadOn(latest) {
  for (const on of links("a.lightbook-more")) {
    on.hidden = latest === undefined;
    if (!latest) continue;
    on.href = latest.href;
    on.textContent = `Continue: ${latest.dataset.title}`;
  }
}

/** @param {import("../reader/visits.js").Visits} visits */
function report({ pages, last }) {
  const box = document.querySelector(".lightbook-progress");
  if (!(box instanceof HTMLElement)) return;
  const listed = links(CONTENTS);
  const seen = listed.filter((link) => pages.includes(pageName(link.href, root)));
  const score = quizScore();
  const latest = listed.find((link) => pageName(link.href, root) === last);
  leadOn(latest);
  box.hidden = seen.length === 0 && score === "" && !latest;
  const say = /** @type {HTMLElement} */ (box.querySelector("p"));
  say.textContent = `You have read ${seen.length} of ${listed.length} pages to the end. ${score}`.trim();
}

function show() {
  const visits = loadVisits(browserStorage(), book);
  mark(visits.pages);
  report(visits);
}

function forget() {
  if (!window.confirm("Forget which pages you have read, and your answers in the knowledge check?")) return;
  for (const key of [visitsKey(book), progressKey(book), scoreKey(book)]) removeStored(key);
  show();
}

/** Marks a page as read when its end comes into the window. @param {string} page */
function watchEnd(page) {
  const end = element("div");
  document.querySelector("article.bd-article")?.append(end);
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    visit(browserStorage(), book, page, true);
    show();
  });
  observer.observe(end);
}

const here = pageName(location.href, root);
if (links(SIDEBAR).some((link) => pageName(link.href, root) === here) && here !== "index") {
  visit(browserStorage(), book, here);
  watchEnd(here);
}
show();
document.querySelector(".lightbook-progress button")?.addEventListener("click", forget);
// What another tab has changed, and what came while this page was kept for the way back.
window.addEventListener("storage", show);
window.addEventListener("pageshow", show);
