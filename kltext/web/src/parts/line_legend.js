/** A legend whose entries show a piece of a line; the figure places them. */

/**
 * @param {any} svg
 * @param {[string, string][]} kinds the class of each line, and what it is
 * @returns {any[]} a group for each entry
 */
export function lineLegend(svg, kinds) {
  const key = svg.append("g");
  return kinds.map(([kind, text]) => {
    const entry = key.append("g");
    entry.append("line").attr("class", `kl-line ${kind}`).attr("x2", 26).attr("y1", -4).attr("y2", -4);
    entry.append("text").attr("x", 32).text(text);
    return entry;
  });
}
