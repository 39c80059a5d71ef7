"""The capstone: to tell a language by nothing but how often each letter occurs."""

import math
import string
import unicodedata

import numpy as np
from _lessons_capstone_languages import LESSONS
from klgrade.tasks import Exercise, Mistake, Task, Tolerance
from scipy.special import rel_entr
from scipy.stats import entropy as entropy_of

from kltext import cross_entropy, js_divergence, kl_divergence

# Letters a to z in the Universal Declaration of Human Rights, as in chapters/data/letters_udhr.csv.
TABLE = """
English 705 109 292 324 1078 225 165 447 698 15 18 398 189 714 706 152 16 609 465 803 196 99 75 7 166 4
French 768 76 340 440 1645 79 82 46 790 11 0 550 217 763 621 244 80 626 725 862 506 90 0 44 20 0
German 581 132 321 575 1751 212 381 502 766 35 126 410 163 1067 207 40 0 795 550 605 515 84 109 1 2 119
Dutch 684 152 166 622 2145 100 390 352 764 178 205 387 176 1187 545 147 0 681 306 645 96 324 142 0 1 151
Spanish 1113 111 518 605 1300 64 75 101 784 30 0 541 213 716 919 238 46 662 674 476 340 69 0 7 103 20
Italian 1014 81 305 509 1145 73 162 80 1361 0 0 624 170 730 898 233 29 642 479 708 329 136 0 0 0 156
Swedish 1188 70 120 357 800 201 325 241 587 45 253 640 242 748 436 91 0 769 492 810 123 214 0 1 48 0
Danish 662 103 15 532 1581 278 442 237 598 34 248 609 224 694 451 80 0 829 473 614 115 195 0 0 52 0
Finnish 1634 0 0 101 858 0 6 176 1010 219 563 544 234 846 535 139 0 163 821 881 447 209 0 0 174 0
Polish 947 134 417 334 723 1 130 90 743 206 319 347 175 614 939 331 0 438 420 257 224 0 587 0 372 624
"""  # noqa: E501
ROWS = [line.split() for line in TABLE.strip().splitlines()]
NAMES = [row[0] for row in ROWS]
COUNTS = np.array([row[1:] for row in ROWS], dtype=int)

# A paragraph about a river, written for this task: the letters of a Dutch text, sorted.
PARAGRAPH = (
    "Langzaam stroomt de rivier door het lage land naar zee. Op de dijk staat een oude molen, "
    "en wie in de avond voorbij fietst, hoort het water en ruikt het gras. Vroeger voeren hier "
    "schepen met hout en graan; nu zwemmen er alleen nog eenden, en een enkele keer een zwaan."
)


def letter_counts(text):
    """Return how often each of the letters a to z occurs, accents and case set aside."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return np.array([plain.count(letter) for letter in string.ascii_lowercase])


def models(counts, alpha):
    """Return a model of each language: a row of 26 probabilities."""
    smoothed = counts + alpha
    return smoothed / smoothed.sum(axis=1, keepdims=True)


def distances(texts, models):
    """Return the divergence of every text from every model, a row for each text."""
    return kl_divergence(texts[:, np.newaxis], models)


def identify(counts, models, names):
    """Return the language of each text."""
    shares = counts / counts.sum(axis=1, keepdims=True)
    return [names[i] for i in distances(shares, models).argmin(axis=1)]


def letters_needed(distribution, models, odds):
    """Return how many letters make the best model lead by the given odds, in expectation."""
    first, second = np.sort(kl_divergence(distribution, models))[:2]
    return math.ceil(math.log(odds) / (second - first))


def _verdict(counts, table, names):
    far = distances(counts[np.newaxis] / counts.sum(), table)[0]
    best, second = np.argsort(far)[:2]
    return names[best], float(counts.sum() * (far[second] - far[best]))


def _order(measure, names, counts, models):
    shares = counts / counts.sum(axis=1, keepdims=True)
    return [names[i] for i in measure(shares[:, np.newaxis], models)]


def _by_likelihood(counts, models, names):
    return [names[int(np.argmax(row))] for row in counts @ np.log(models).T]


def _fold_by_hand(text):
    total = dict.fromkeys(string.ascii_lowercase, 0)
    for character in text.replace("ß", "ss").lower():
        base = unicodedata.normalize("NFD", character)[0]
        if base in total:
            total[base] += 1
    return list(total.values())


def _count(text):
    return np.array([text.count(letter) for letter in string.ascii_lowercase])


def _gap(distribution, models):
    return np.diff(np.sort(kl_divergence(distribution, models))[:2])[0]


def _draw_text(rng):
    characters = list("abcdefghijklmnopqrstuvwxyzABCDEFGHeeeennnttt éèüÖñßåÇ.,;!?0123456789-'   ")
    return ("Straße, Été " + "".join(rng.choice(characters, rng.integers(30, 120))),)


def _draw_table(rng):
    distribution = rng.dirichlet(np.full(26, 0.8), size=rng.integers(3, 6))
    counts = np.array([rng.multinomial(rng.integers(200, 900), row) for row in distribution])
    counts[:, rng.integers(26)] = 0
    return counts, float(rng.choice([0.1, 0.5, 1.0, 2.0]))


def _draw_distributions(rng):
    texts = rng.dirichlet(np.full(26, 2.0), size=rng.integers(2, 5))
    return texts, rng.dirichlet(np.full(26, 2.0), size=rng.integers(5, 8))


def _draw_unknown(rng):
    """Return many short texts and a few similar models, so that rules disagree about some."""
    table = models(COUNTS[rng.permutation(10)[:6]], 0.5)
    names = [f"language {letter}" for letter in rng.permutation(list("ABCDEF"))]
    truth = rng.integers(6, size=60)
    texts = np.array([rng.multinomial(rng.integers(20, 40), table[i]) for i in truth])
    return texts, table, [str(name) for name in names]


def _draw_distribution(rng):
    distributions = rng.dirichlet(np.full(26, 3.0), size=6)
    distribution = 0.7 * distributions[0] + 0.3 * rng.dirichlet(np.full(26, 3.0))
    return distribution, distributions, float(rng.choice([20, 100, 1000, 1e6]))


def _draw_even(rng):
    """Return odds that are nearly even: a logarithm of 1 + odds is then far from right."""
    distribution, distributions, _odds = _draw_distribution(rng)
    return distribution, distributions, float(rng.choice([1.5, 2, 3]))


def _sample_texts(seed):
    rng = np.random.default_rng(seed)
    return _draw_unknown(rng)


COUNT = Task(
    id="capstone-languages-counts",
    title="Count the letters of a text",
    objective="obj-decide",
    points=3,
    kind="function",
    name="letter_counts",
    reference=letter_counts,
    public=(
        ("The expectation is under the first argument.",),
        ("Où est la forêt? ÉTÉ, 1789; straße",),
        ("Zażółć gęślą jaźń",),
    ),
    draw=_draw_text,
    mistakes=(
        Mistake(
            "capitals dropped",
            lambda text: _count(unicodedata.normalize("NFKD", text)),
            "Capital letters were not counted. What makes T and t the same letter?",
        ),
        Mistake(
            "accents dropped",
            lambda text: _count(text.casefold()),
            "Letters with an accent were lost. "
            "What does `unicodedata.normalize` with the form NFKD do to an é?",
        ),
        Mistake(
            "sharp s",
            lambda text: _count(unicodedata.normalize("NFKD", text.lower())),
            "One letter of *Straße* was lost. Which method of str does more than `lower`?",
        ),
        Mistake(
            "shares",
            lambda text: letter_counts(text) / letter_counts(text).sum(),
            "These are shares. How many letters a text has is evidence too: what was asked for?",
        ),
        Mistake(
            "which letters",
            lambda text: (letter_counts(text) > 0).astype(int),
            "You say which letters occur. How often does each?",
        ),
        Mistake(
            "blanks counted",
            lambda text: np.append(letter_counts(text), text.count(" ")),
            "There are 27 numbers. Is a blank one of the letters a to z?",
        ),
    ),
    variants=(
        _fold_by_hand,
        lambda text: np.bincount(
            [
                ord(c) - ord("a")
                for c in unicodedata.normalize("NFD", text.casefold())
                if "a" <= c <= "z"
            ],
            minlength=26,
        ),
    ),
)

MODELS = Task(
    id="capstone-languages-models",
    title="A model that finds no letter impossible",
    objective="obj-decide",
    points=4,
    kind="function",
    name="models",
    reference=models,
    public=((COUNTS[:3], 0.5), (COUNTS[6:], 2.0), (COUNTS[:2] // 100, 1.0)),
    draw=_draw_table,
    mistakes=(
        Mistake(
            "down the columns",
            lambda counts, alpha: (counts + alpha) / (counts + alpha).sum(axis=0),
            "Each letter's shares add up to 1 over the languages. "
            "Over what should the probabilities of one language add up to 1?",
        ),
        Mistake(
            "over the table",
            lambda counts, alpha: (counts + alpha) / (counts + alpha).sum(),
            "All languages share one total of 1. Is this one distribution, or one for each row?",
        ),
        Mistake(
            "not smoothed",
            lambda counts, _alpha: counts / counts.sum(axis=1, keepdims=True),
            "A letter that the text did not happen to use still has probability zero. "
            "Where does α come in?",
        ),
        Mistake(
            "shares smoothed",
            lambda counts, alpha: models(counts / counts.sum(axis=1, keepdims=True), alpha),
            "You added α to shares, which drowns them: the models are nearly uniform. "
            "Of what is α a number: of shares, or of letters seen?",
        ),
        Mistake(
            "total not raised",
            lambda counts, alpha: (counts + alpha) / counts.sum(axis=1, keepdims=True),
            "Your rows add up to more than 1. By how much did the total grow "
            "when every letter was seen α times more?",
        ),
        Mistake(
            "total raised once",
            lambda counts, alpha: (counts + alpha) / (counts.sum(axis=1, keepdims=True) + alpha),
            "Your rows add up to a little more than 1. How many letters got an α?",
        ),
        Mistake(
            "only the unseen",
            lambda counts, alpha: (
                np.where(counts == 0, alpha, counts)
                / np.where(counts == 0, alpha, counts).sum(axis=1, keepdims=True)
            ),
            "You raised only the letters that were never seen. "
            "Under the prior of the formula, which letters are seen α times before reading?",
        ),
    ),
    variants=(
        lambda counts, alpha: [
            [(n + alpha) / (sum(row) + 26 * alpha) for n in row] for row in counts
        ],
        lambda counts, alpha: np.apply_along_axis(
            lambda row: np.add(row, alpha) / np.add(row, alpha).sum(), 1, counts
        ),
    ),
)

DISTANCES = Task(
    id="capstone-languages-distances",
    title="Every text against every model",
    objective="obj-decide",
    points=4,
    kind="function",
    name="distances",
    reference=distances,
    public=(
        (models(COUNTS[:2], 5.0), models(COUNTS[3:6], 0.5)),
        (models(COUNTS[7:], 1.0), models(COUNTS[:5], 0.5)),
    ),
    draw=_draw_distributions,
    mistakes=(
        Mistake(
            "swapped",
            lambda texts, table: kl_divergence(table, texts[:, np.newaxis]),
            "Here the expectation is under the models. "
            "What happens, and what is believed about it: which is the first argument?",
        ),
        Mistake(
            "transposed",
            lambda texts, table: distances(texts, table).T,
            "There is a row for each model. What should the rows stand for?",
        ),
        Mistake(
            "bits",
            lambda texts, table: distances(texts, table) / np.log(2),
            "These are bits. Which unit was asked for?",
        ),
        Mistake(
            "mean over letters",
            lambda texts, table: distances(texts, table) / 26,
            "You averaged the 26 terms. Which weights are in them already?",
        ),
        Mistake(
            "cross-entropy",
            lambda texts, table: cross_entropy(texts[:, np.newaxis], table),
            "A text would not be at distance 0 from a model equal to it. "
            "Which part of these numbers belongs to the text alone?",
        ),
        Mistake(
            "symmetric",
            lambda texts, table: js_divergence(texts[:, np.newaxis], table),
            "This is the Jensen–Shannon divergence. It treats both sides alike; "
            "do text and model play the same part here?",
        ),
    ),
    variants=(
        lambda texts, table: rel_entr(texts[:, None, :], table[None, :, :]).sum(axis=-1),
        lambda texts, table: [[float(entropy_of(p, q)) for q in table] for p in texts],
    ),
)

IDENTIFY = Task(
    id="capstone-languages-identify",
    title="Name the languages",
    objective="obj-decide",
    points=4,
    kind="function",
    name="identify",
    reference=identify,
    public=(_sample_texts(1), _sample_texts(2), _sample_texts(3)),
    draw=_draw_unknown,
    mistakes=(
        Mistake(
            "farthest",
            lambda counts, table, names: _order(
                lambda p, q: kl_divergence(p, q).argmax(axis=1), names, counts, table
            ),
            "You named the model that each text contradicts most. "
            "Is the best model the one with the largest divergence?",
        ),
        Mistake(
            "swapped",
            lambda counts, table, names: _order(
                lambda p, q: kl_divergence(q, p).argmin(axis=1), names, counts, table
            ),
            "With the text as the second argument, every letter that a short text lacks makes the "
            "divergence infinite, and all languages tie. Which of the two never has a zero?",
        ),
        Mistake(
            "Euclid",
            lambda counts, table, names: _order(
                lambda p, q: ((p - q) ** 2).sum(axis=-1).argmin(axis=1), names, counts, table
            ),
            "You compared with the ordinary distance. Is a share of 2 % where 1 % was expected "
            "as much news as 13 % where 12 % was expected?",
        ),
        Mistake(
            "absolute differences",
            lambda counts, table, names: _order(
                lambda p, q: np.abs(p - q).sum(axis=-1).argmin(axis=1), names, counts, table
            ),
            "You added up absolute differences. Does a rare letter that should never occur "
            "weigh enough there?",
        ),
        Mistake(
            "symmetric",
            lambda counts, table, names: _order(
                lambda p, q: js_divergence(p, q).argmin(axis=1), names, counts, table
            ),
            "You used a symmetric divergence. The likelihood of a text under a model goes with "
            "another one: which?",
        ),
        Mistake(
            "places",
            lambda counts, table, names: [names.index(x) for x in identify(counts, table, names)],
            "These are places in the list. What are the languages called that stand there?",
        ),
    ),
    variants=(
        _by_likelihood,
        lambda counts, table, names: [
            min(zip([entropy_of(row, q) for q in table], names, strict=True))[1] for row in counts
        ],
    ),
)

NEEDED = Task(
    id="capstone-languages-needed",
    title="How much text does the decision need?",
    objective="obj-decide",
    points=4,
    kind="function",
    name="letters_needed",
    reference=letters_needed,
    public=(
        (models(COUNTS[7:8], 20.0)[0], models(COUNTS, 0.5), 1000.0),
        (models(COUNTS[4:5], 50.0)[0], models(COUNTS, 0.5), 20.0),
        (models(COUNTS[1:2], 30.0)[0], models(COUNTS, 0.5), 2.0),
    ),
    draw=(_draw_distribution, _draw_even),
    mistakes=(
        Mistake(
            "odds without logarithm",
            lambda distribution, table, odds: math.ceil(odds / _gap(distribution, table)),
            "You divided the odds themselves. Which function turns odds, which "
            "multiply, into something that adds up over letters?",
        ),
        Mistake(
            "common logarithm",
            lambda distribution, table, odds: math.ceil(
                math.log10(odds) / _gap(distribution, table)
            ),
            "Your logarithm has base 10, and your divergence is in nats. "
            "In which unit must both be?",
        ),
        Mistake(
            "rounded down",
            lambda distribution, table, odds: (
                math.ceil(math.log(odds) / _gap(distribution, table)) - 1
            ),
            "One letter short: the lead does not quite reach the odds. Which way is to be rounded?",
        ),
        Mistake(
            "runner-up alone",
            lambda distribution, table, odds: math.ceil(
                math.log(odds) / np.sort(kl_divergence(distribution, table))[1]
            ),
            "You used the divergence of the runner-up alone. By how much does the "
            "best model lead, each letter?",
        ),
        Mistake(
            "best alone",
            lambda distribution, table, odds: math.ceil(
                math.log(odds) / np.sort(kl_divergence(distribution, table))[0]
            ),
            "You used the divergence of the best model. Against whom must it win?",
        ),
        Mistake(
            "against the worst",
            lambda distribution, table, odds: math.ceil(
                math.log(odds) / np.ptp(kl_divergence(distribution, table))
            ),
            "This is enough to rule out the worst model. Which rival is the hardest to shake off?",
        ),
        Mistake(
            "swapped",
            lambda distribution, table, odds: math.ceil(
                math.log(odds) / np.diff(np.sort(kl_divergence(table, distribution))[:2])[0]
            ),
            "Your expectations are under the models. "
            "From which distribution are the letters of the text drawn?",
        ),
    ),
    variants=(
        lambda distribution, table, odds: int(
            np.ceil(np.log(odds) / np.diff(np.sort(cross_entropy(distribution, table)))[0])
        ),
        lambda distribution, table, odds: (
            -int(
                -math.log(odds)
                // float(np.subtract(*np.sort(-(np.log(table) @ distribution))[1::-1]))
            )
        ),
    ),
)

_LETTERS = letter_counts(PARAGRAPH)
_SMOOTH = models(COUNTS, 0.5)
_NAME, _LEAD = _verdict(_LETTERS, _SMOOTH, NAMES)
_FAR = distances(_LETTERS[np.newaxis] / _LETTERS.sum(), _SMOOTH)[0]
_RANKED = [NAMES[i] for i in np.argsort(_FAR)]

VERDICT = Task(
    id="capstone-languages-verdict",
    title="A text without words",
    objective="obj-decide",
    points=5,
    kind="value",
    name="verdict",
    reference=(_NAME, _LEAD),
    tolerance=Tolerance(relative=1e-6),
    mistakes=(
        Mistake(
            "lead of one letter",
            (_NAME, _LEAD / int(_LETTERS.sum())),
            "The language is right, and the lead is that of a single letter. "
            "How many letters has the text?",
        ),
        Mistake(
            "in bits",
            (_NAME, _LEAD / math.log(2)),
            "The language is right, and the lead is in bits. Which unit was asked for?",
        ),
        Mistake(
            "sign of the lead",
            (_NAME, -_LEAD),
            "The language is right, and your lead is negative. Which of the two "
            "log-likelihoods is larger?",
        ),
        Mistake(
            "over the worst",
            (_NAME, float(_LETTERS.sum() * np.ptp(_FAR))),
            "The language is right, and the lead is that over the last model. Which "
            "one comes second?",
        ),
        Mistake(
            "runner-up",
            (_RANKED[1], _LEAD),
            "The lead is right, and you named the second-best language. Which row has "
            "the largest log-likelihood?",
        ),
        Mistake(
            "farthest",
            (_RANKED[-1], _LEAD),
            "The lead is right, and you named the language that fits worst. Which "
            "divergence should be chosen: the smallest or the largest?",
        ),
        Mistake(
            "other smoothing",
            _verdict(_LETTERS, models(COUNTS, 5.0), NAMES),
            "The language is right, and your models were smoothed with another α. "
            "Which one does the task ask for?",
        ),
    ),
    variants=(
        [_NAME, _LEAD],
        (_NAME, float(-np.diff(np.sort(_LETTERS @ np.log(_SMOOTH).T)[::-1])[0])),
    ),
)

EXERCISE = Exercise(
    slug="capstone-languages",
    title="Capstone: which language is this?",
    chapter="chapters/real-world",
    tasks=(COUNT, MODELS, DISTANCES, IDENTIFY, NEEDED, VERDICT),
    lessons=LESSONS,
)
