/** Loads the comments of readers when they are asked for; before, nothing is asked of another host. */

/**
 * The attributes of a service's script; what is given for both colour themes is that of the page.
 * @param {Record<string, any>} attributes
 * @param {string} theme
 * @returns {[string, string][]}
 */
function scriptAttributes(attributes, theme) {
  return Object.entries(attributes).map(([name, value]) => [
    name,
    String(typeof value === "object" ? value[theme] : value),
  ]);
}

/** @param {HTMLElement} place */
function prepare(place) {
  const button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
  const told = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
  const { script: address = "", attributes = "{}" } = place.dataset;
  button.addEventListener("click", () => {
    button.disabled = true;
    told.textContent = "Loading …";
    const script = document.createElement("script");
    const theme = document.documentElement.dataset.theme ?? "light";
    for (const [name, value] of scriptAttributes(JSON.parse(attributes), theme)) script.setAttribute(name, value);
    script.addEventListener("load", () => told.parentElement?.remove());
    script.addEventListener("error", () => {
      script.remove();
      button.disabled = false;
      told.textContent = `${new URL(address).host} could not be reached.`;
    });
    script.src = address;
    place.append(script);
  });
}

for (const place of document.querySelectorAll(".lb-comments > div")) prepare(/** @type {HTMLElement} */ (place));
