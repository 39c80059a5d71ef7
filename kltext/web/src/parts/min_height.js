/** Keeps what stands below from jumping while words above it come and go. */

/**
 * Never lets an element become lower again, until its width changes.
 * @param {HTMLElement} node
 * @param {AbortSignal} signal
 */
export function keepMinHeight(node, signal) {
  let width = 0;
  let height = 0;
  const watch = new ResizeObserver(
    ([
      {
        borderBoxSize: [size],
      },
    ]) => {
      if (size.inlineSize !== width) {
        width = size.inlineSize;
        node.style.minHeight = "";
        height = node.offsetHeight;
      } else if (size.blockSize > height) {
        height = size.blockSize;
      } else {
        return;
      }
      node.style.minHeight = `${height}px`;
    },
  );
  watch.observe(node);
  signal.addEventListener("abort", () => watch.disconnect(), { once: true });
}
