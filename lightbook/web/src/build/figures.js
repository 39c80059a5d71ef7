/** Makes a figure small without changing how it looks. */

import { optimize } from "svgo/browser";

/** @param {string} svg */
export function minifyFigure(svg) {
  const { data } = optimize(svg, {
    multipass: true,
    // A hundredth of a point is far below a pixel.
    floatPrecision: 2,
    plugins: [{ name: "preset-default", params: { overrides: { cleanupIds: { minify: true } } } }, "removeXMLProcInst"],
  });
  return data;
}
