/** The folded menus of the header close by Escape, or when one looks elsewhere. */

/** What a button of the theme may ask for, by the script that the theme would have run. @type {Record<string, () => void>} */
const ACTIONS = {
  "toggleFullScreen()": () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  },
};

export function startMenus() {
  const menus = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(".lb-menu")]);
  document.addEventListener("click", ({ target }) => {
    for (const menu of menus) if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
  });
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) menu.open = false;
    });
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-action]"))) {
    const name = button.dataset.action ?? "";
    button.addEventListener("click", () => (ACTIONS[name] ?? (() => {}))());
  }
}
