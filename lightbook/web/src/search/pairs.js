/** Two names in what was typed, as in "KL between two gammas": the link that opens a widget with both. */

/**
 * @typedef {object} Pairs
 * @property {string[]} asked words after which names count: all of those of one entry
 * @property {string} page the title of the page that has the widget
 * @property {string} url its address from the root of the site
 * @property {Record<string, string>} names keys by what readers call them
 * @property {Record<string, [string, string]>} pairs by two keys: a title, and the fragment of the address
 */

/**
 * The keys of the names in some words, in their order; of two names that begin together the longer one.
 * @param {string[]} words
 * @param {[string[], string][]} names the words of each name, and its key
 */
export function keysIn(words, names) {
  const found = [];
  for (let at = 0; at < words.length; ) {
    const [name, key] = names
      .filter(([parts]) => parts.every((part, i) => same(words[at + i], part)))
      .reduce(
        (best, one) => (one[0].length > best[0].length ? one : best),
        /** @type {[string[], string]} */ ([[], ""]),
      );
    if (key) found.push(key);
    at += Math.max(1, name.length);
  }
  return found;
}

/** Whether a word is the other, or its plural. @param {string | undefined} word @param {string} other */
const same = (word, other) => word === other || word === `${other}s`;

/**
 * A function from what was typed to the place of the pair that it names, if it names one. One name
 * stands for both; where the pair is not there in the order typed, it may be in the other.
 * @param {Pairs | undefined} options
 * @param {(text: string) => string[]} wordsOf
 * @returns {(query: string) => {title: string, page: string, url: string, text: string}[]}
 */
export function pairFinder(options, wordsOf) {
  if (!options) return () => [];
  const { page, url, pairs } = options;
  const names = Object.entries(options.names).map(
    ([name, key]) => /** @type {[string[], string]} */ ([wordsOf(name), key]),
  );
  const asked = options.asked.map(wordsOf);
  return (query) => {
    const typed = wordsOf(query);
    if (!asked.some((words) => words.every((word) => typed.includes(word)))) return [];
    const [first, second = first] = keysIn(typed, names);
    const found = pairs[`${first} ${second}`] ?? pairs[`${second} ${first}`];
    return found ? [{ title: found[0], page, url: `${url}#${found[1]}`, text: "" }] : [];
  };
}
