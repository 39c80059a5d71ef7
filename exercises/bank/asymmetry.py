"""Tasks on the asymmetry: who is averaged over, supports, both directions, and symmetric kin."""

import numpy as np
from _lessons_asymmetry import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.special import rel_entr, xlogy
from scipy.stats import entropy as scipy_entropy

from kltext import cross_entropy, entropy, js_distance, js_divergence, kl_divergence, kl_normal

LETTERS = (np.array([0.5, 0.4, 0.1]), np.array([0.1, 0.4, 0.5]))
THREE = (np.array([0.36, 0.48, 0.16]), np.array([0.2, 0.3, 0.5]))
SHORT = (np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.25, 0.5]))
APART = (np.array([0.7, 0.3, 0.0, 0.0]), np.array([0.0, 0.0, 0.6, 0.4]))


def both_ways(p, q):
    """Return both directions and the first less the second."""
    there, back = kl_divergence(p, q), kl_divergence(q, p)
    return np.array([there, back, there - back])


def _three(there, back, gap=None):
    return np.array([there, back, there - back if gap is None else gap])


def _naive(p, q):
    with np.errstate(all="ignore"):
        return _three(float(np.sum(p * np.log(p / q))), float(np.sum(q * np.log(q / p))))


def _clipped(p, q):
    p, q = np.clip(p, 1e-12, 1), np.clip(q, 1e-12, 1)
    return _three(float(rel_entr(p, q).sum()), float(rel_entr(q, p).sum()))


def jeffreys(mu_1, sigma_1, mu_2, sigma_2):
    """Return the sum of both directions for two normals."""
    return kl_normal(mu_1, sigma_1, mu_2, sigma_2) + kl_normal(mu_2, sigma_2, mu_1, sigma_1)


def _jeffreys_closed(mu_1, sigma_1, mu_2, sigma_2):
    gap, ratio = (mu_1 - mu_2) ** 2, (sigma_1 / sigma_2) ** 2
    return (ratio + 1 / ratio) / 2 - 1 + gap * (sigma_1**-2 + sigma_2**-2) / 2


def _jeffreys_off(mu_1, sigma_1, mu_2, sigma_2, *, constant=-1.0, gap=1.0, log=0.0):
    """Return Jeffreys' sum with some of its parts exchanged for wrong ones."""
    ratio = (sigma_1 / sigma_2) ** 2
    means = (mu_1 - mu_2) ** 2 * (sigma_1**-2 + sigma_2**-2) / 2
    return (ratio + 1 / ratio) / 2 + constant + gap * means + log * abs(np.log(ratio))


def _pooled(mu_1, sigma_1, mu_2, sigma_2):
    sigma = np.sqrt((sigma_1**2 + sigma_2**2) / 2)
    return float((mu_1 - mu_2) ** 2 / sigma**2)


def _to_middle(p, q, m):
    """Return the mean of the plain sums of both distributions against some middle."""
    with np.errstate(all="ignore"):
        return float((rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2)


def _geometric(p, q):
    middle = np.sqrt(p * q)
    total = middle.sum()
    return _to_middle(p, q, middle / total if total else middle)


def _middle_first(p, q):
    m = (p + q) / 2
    return (kl_divergence(m, p) + kl_divergence(m, q)) / 2


def _naive_js(p, q):
    m = (p + q) / 2
    with np.errstate(all="ignore"):
        return float(np.sum(p * np.log(p / m) + q * np.log(q / m)) / 2)


def _js_terms(p, q):
    total = 0.0
    for a, b in zip(p, q, strict=True):
        for x in (a, b):
            total += x * np.log(2 * x / (a + b)) / 2 if x > 0 else 0.0
    return total


def best_value(p, q):
    """Return the value of the adversarial game at the best discriminator."""
    return 2 * js_divergence(p, q) - np.log(4)


def _value(p, q, d):
    """Return the value of the game for a discriminator."""
    with np.errstate(all="ignore"):
        return float(xlogy(p, d).sum() + xlogy(q, 1 - d).sum())


def _naive_value(p, q):
    with np.errstate(all="ignore"):
        d = p / (p + q)
        return float(np.sum(p * np.log(d) + q * np.log(1 - d)))


def _sure(p, q):
    """Return the value for a discriminator that names the likelier distribution, and is certain."""
    return _value(p, q, (p > q).astype(float))


def _draw_pair(rng):
    """Return two distributions, each outcome possible under at least one; often with zeros."""
    size = int(rng.integers(4, 9))
    p, q = rng.dirichlet(np.ones(size), 2)
    kind = rng.random()
    if kind < 0.3:
        p[0] = 0.0
    elif kind < 0.5:
        p[0] = q[1] = 0.0
    elif kind < 0.6:
        p[: size // 2] = 0.0
        q[size // 2 :] = 0.0
    return p / p.sum(), q / q.sum()


def _draw_one_sided(rng):
    """Return two distributions of which one may leave out an outcome."""
    p, q = rng.dirichlet(np.ones(int(rng.integers(3, 8))), 2)
    kind = rng.random()
    if kind < 0.25:
        p[0] = 0.0
    elif kind < 0.5:
        q[0] = 0.0
    return p / p.sum(), q / q.sum()


def _draw_normals(rng):
    means, widths = rng.normal(0, 2, 2), rng.uniform(0.4, 3, 2)
    return tuple(float(x) for x in (means[0], widths[0], means[1], widths[1]))


UNDER = Task(
    id="asymmetry-under",
    title="Under which distribution is the expectation?",
    objective="obj-asymmetry",
    points=2,
    kind="choice",
    name="under_p",
    reference="ace",
    mistakes=(
        Mistake(
            "mirror image",
            "bdf",
            "You chose the averages under Q. From which argument of the divergence do the outcomes "
            "come?",
        ),
        Mistake(
            "code of P",
            "acde",
            "In one of yours P made the code. Do the letters come from P there?",
        ),
        Mistake(
            "fit to P",
            "acef",
            "In one of yours P is the target of a reverse fit. From which "
            "distribution are the draws of that fit?",
        ),
        Mistake(
            "middle",
            "aceg",
            "One of yours looks at draws from both distributions alike. Is that an average under "
            "P alone?",
        ),
        Mistake(
            "library",
            "ac",
            "What the library calls the entropy of two arguments is a divergence. "
            "Which of the two comes first in its documentation?",
        ),
        Mistake(
            "loss of forecasts",
            "ae",
            "Forecasts are Q's. But over what is their log loss averaged?",
        ),
        Mistake(
            "any order",
            "abce",
            "You chose the divergence in both orders. Can both be averages under P?",
        ),
        Mistake(
            "code and fit",
            "acdef",
            "In two of yours P is only what is compared with: it made a code, or it "
            "is the target. From which distribution do the outcomes come there?",
        ),
    ),
    variants=("ECA", ("a", "c", "e"), {"e", "a", "c"}),
)

SUPPORT = Task(
    id="asymmetry-support",
    title="Where the divergence is finite",
    objective="obj-asymmetry",
    points=2,
    kind="choice",
    name="finite",
    reference="aefh",
    mistakes=(
        Mistake(
            "swapped",
            "bgh",
            "You asked the first distribution to cover the second. Which of the two "
            "sends the outcomes, and which must allow them?",
        ),
        Mistake(
            "overlap is enough",
            "abcdefgh",
            "It is not enough that the two have an outcome in common. What is the "
            "term of an outcome that the first allows and the second rules out?",
        ),
        Mistake(
            "Jensen and Shannon infinite",
            "aef",
            "The divergences are right. The Jensen–Shannon divergence compares each distribution "
            "with a third one: what does that one cover?",
        ),
        Mistake(
            "Jeffreys finite",
            "aefhi",
            "Nearly. How many of the two directions have to be finite for their sum to be so?",
        ),
        Mistake(
            "uniform only",
            "aeh",
            "You found those whose second distribution covers everything. Must it, if "
            "the first one allows a single outcome?",
        ),
        Mistake(
            "partial overlap",
            "acdefh",
            "P and R have an outcome in common, and each has one of its own. What is "
            "the term of the outcome that only the first distribution allows?",
        ),
        Mistake(
            "nested either way",
            "abefgh",
            "You chose pairs in which one distribution lives inside the other. "
            "Which of the two has to be inside?",
        ),
        Mistake(
            "the ones that are infinite",
            "bcdgi",
            "These are the infinite ones. Which were asked for?",
        ),
    ),
    variants=("H, F, E, A", ["e", "f", "a", "h"]),
)

BOTH = Task(
    id="asymmetry-both",
    title="Both directions",
    objective="obj-asymmetry",
    points=2,
    kind="function",
    name="both_ways",
    reference=both_ways,
    public=(THREE, LETTERS, SHORT, SHORT[::-1]),
    draw=_draw_one_sided,
    fresh=30,
    mistakes=(
        Mistake(
            "order",
            lambda p, q: both_ways(q, p),
            "Your first number has the expectation under q. Which direction was to come first?",
        ),
        Mistake(
            "sign of the gap",
            lambda p, q: both_ways(p, q) * [1, 1, -1],
            "Both directions are right. What is subtracted from what in the third number?",
        ),
        Mistake(
            "gap without sign",
            lambda p, q: np.abs(both_ways(p, q)),
            "Your third number is never negative. Which sign does it have when the "
            "second direction is the larger one?",
        ),
        Mistake(
            "old weights",
            lambda p, q: _three(kl_divergence(p, q), -kl_divergence(p, q)),
            "In your second number only the ratio has been turned over. What else "
            "changes when the arguments are exchanged?",
        ),
        Mistake(
            "old ratio",
            lambda p, q: _three(kl_divergence(p, q), -kl_divergence(q, p)),
            "Your second number is negative. The weights are q's now; is the ratio?",
        ),
        Mistake(
            "sum of both",
            lambda p, q: _three(*both_ways(p, q)[:2], both_ways(p, q)[:2].sum()),
            "Your third number is the sum of the two directions. By how much do they differ?",
        ),
        Mistake(
            "zeros forgotten",
            _naive,
            "An outcome of probability 0 made a NaN. What is a term worth whose weight is 0?",
        ),
        Mistake(
            "ratio",
            lambda p, q: _three(
                kl_divergence(p, q), kl_divergence(q, p), kl_divergence(p, q) / kl_divergence(q, p)
            ),
            "Your third number is a quotient. Was it by how much, or how many times?",
        ),
        Mistake(
            "symmetric",
            lambda p, q: _three(kl_divergence(p, q), kl_divergence(p, q)),
            "Your two directions are equal. Is the divergence symmetric?",
        ),
        Mistake(
            "bits",
            lambda p, q: both_ways(p, q) / np.log(2),
            "Right, in bits. Which unit was asked for?",
        ),
        Mistake(
            "clipped",
            _clipped,
            "Where q is 0 and p is not, your number depends on the constant that you "
            "put in. What does the definition say there?",
        ),
    ),
    variants=(
        lambda p, q: (
            float(rel_entr(p, q).sum()),
            float(rel_entr(q, p).sum()),
            float(rel_entr(p, q).sum() - rel_entr(q, p).sum()),
        ),
        lambda p, q: [
            scipy_entropy(p, q),
            scipy_entropy(q, p),
            cross_entropy(p, q) - entropy(p) - cross_entropy(q, p) + entropy(q),
        ],
    ),
)

JEFFREYS = Task(
    id="asymmetry-jeffreys",
    title="Jeffreys' sum for two normals",
    objective="obj-asymmetry",
    points=2,
    kind="function",
    name="jeffreys",
    reference=jeffreys,
    public=(
        (0.0, 1.0, 2.0, 2.0),
        (1.0, 0.5, 1.0, 1.5),
        (-1.0, 3.0, 2.0, 1.2),
        (0.2, 0.1, 0.2, 0.101),
    ),
    draw=_draw_normals,
    mistakes=(
        Mistake(
            "one direction",
            kl_normal,
            "This is one direction alone. What has to be added?",
        ),
        Mistake(
            "average",
            lambda *a: jeffreys(*a) / 2,
            "You took the mean of the two directions. What did Jeffreys do with them?",
        ),
        Mistake(
            "variances",
            lambda mu_1, s_1, mu_2, s_2: jeffreys(mu_1, s_1**0.5, mu_2, s_2**0.5),
            "You took the widths for variances. What are they, by the task?",
        ),
        Mistake(
            "squared too often",
            lambda mu_1, s_1, mu_2, s_2: jeffreys(mu_1, s_1**2, mu_2, s_2**2),
            "You squared the widths once before the formula squares them. How often is enough?",
        ),
        Mistake(
            "logarithms left",
            lambda *a: _jeffreys_off(*a, log=1.0),
            "There are logarithms left in yours. Each direction has one: "
            "with which signs do they meet in the sum?",
        ),
        Mistake(
            "no halves",
            lambda *a: 2 * jeffreys(*a) + 1,
            "A normal compared with itself gives 1 in yours. Which factor stands before "
            "(x − μ)²/σ² in the log-density?",
        ),
        Mistake(
            "half taken off once",
            lambda *a: _jeffreys_off(*a, constant=-0.5),
            "A normal compared with itself does not give 0. "
            "In how many directions is a constant subtracted?",
        ),
        Mistake(
            "gap doubled",
            lambda *a: _jeffreys_off(*a, gap=2.0),
            "Only the part with the means is too large. What stands in front of it "
            "in each direction?",
        ),
        Mistake(
            "one common width",
            _pooled,
            "You gave both distributions one common width, and lost what is said about unlike "
            "widths. "
            "What should be left if the means agree?",
        ),
        Mistake(
            "gap between the directions",
            lambda mu_1, s_1, mu_2, s_2: abs(
                kl_normal(mu_1, s_1, mu_2, s_2) - kl_normal(mu_2, s_2, mu_1, s_1)
            ),
            "This is how far the directions differ, and it is 0 for equal widths. "
            "What was to be done with them?",
        ),
    ),
    variants=(
        _jeffreys_closed,
        lambda mu_1, s_1, mu_2, s_2: (
            (s_1**2 + (mu_1 - mu_2) ** 2) / (2 * s_2**2)
            + (s_2**2 + (mu_1 - mu_2) ** 2) / (2 * s_1**2)
            - 1
        ),
    ),
)

SHANNON = Task(
    id="asymmetry-js",
    title="The Jensen–Shannon divergence",
    objective="obj-asymmetry",
    points=3,
    kind="function",
    name="js_nats",
    reference=js_divergence,
    public=(LETTERS, SHORT, APART, THREE),
    draw=_draw_pair,
    fresh=30,
    mistakes=(
        Mistake(
            "no half outside",
            lambda p, q: 2 * js_divergence(p, q),
            "For distributions without a common outcome yours is log 4. With which "
            "weight does each of the two divergences count?",
        ),
        Mistake(
            "no half inside",
            lambda p, q: js_divergence(p, q) - np.log(2),
            "Between equal distributions yours is not 0. Does your middle sum to one?",
        ),
        Mistake(
            "distance",
            js_distance,
            "You took a root. That is the distance; which of the two was asked for?",
        ),
        Mistake(
            "bits",
            lambda p, q: js_divergence(p, q, base=2),
            "For distributions that have nothing in common yours is 1. Which unit is that?",
        ),
        Mistake(
            "mean of logarithms",
            _geometric,
            "Your middle is a geometric mean, an average of logarithms, and it loses every outcome "
            "that one of the distributions leaves out. Which mean covers both?",
        ),
        Mistake(
            "middle first",
            _middle_first,
            "Your expectations are under the middle. Which distribution is the first "
            "argument of each of the two divergences?",
        ),
        Mistake(
            "half of Jeffreys",
            lambda p, q: (kl_divergence(p, q) + kl_divergence(q, p)) / 2,
            "You compared the two distributions with each other. With which third one "
            "is each to be compared?",
        ),
        Mistake(
            "one distribution only",
            lambda p, q: kl_divergence(p, (p + q) / 2),
            "Exchange the two distributions and yours changes. Who else is to be compared with "
            "the middle?",
        ),
        Mistake(
            "not a number",
            _naive_js,
            "An outcome that one of the distributions leaves out made this NaN. What is its term "
            "worth?",
        ),
        Mistake(
            "entropy of the middle",
            lambda p, q: entropy((p + q) / 2),
            "This is how uncertain the mixture is. How much of that is there already "
            "within each of its halves?",
        ),
    ),
    variants=(
        _js_terms,
        lambda p, q: entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2,
        lambda p, q: _to_middle(p, q, (p + q) / 2),
    ),
)

GAME = Task(
    id="asymmetry-game",
    title="What the best discriminator earns",
    objective="obj-generative",
    points=3,
    kind="function",
    name="best_value",
    reference=best_value,
    public=(LETTERS, SHORT, APART, THREE),
    draw=_draw_pair,
    fresh=30,
    mistakes=(
        Mistake(
            "undecided",
            lambda p, q: _value(p, q, np.full(len(p), 0.5)),
            "This is what a discriminator earns that always says ½. For which P and Q is it best?",
        ),
        Mistake(
            "upside down",
            lambda p, q: _value(p, q, q / (p + q)),
            "Your discriminator names the wrong side. Of which distribution is D the probability?",
        ),
        Mistake(
            "ratio to the middle once",
            lambda p, q: js_divergence(p, q) - np.log(4),
            "For distributions without a common outcome the value is 0, and yours is "
            "less. How many Jensen–Shannon divergences are in it?",
        ),
        Mistake(
            "no constant",
            lambda p, q: 2 * js_divergence(p, q),
            "Yours can be positive, and a logarithm of a probability cannot. Which "
            "constant is missing?",
        ),
        Mistake(
            "half the constant",
            lambda p, q: 2 * js_divergence(p, q) - np.log(2),
            "Between equal distributions the best answer is ½ everywhere. What are both "
            "expectations then?",
        ),
        Mistake(
            "mean of both",
            lambda p, q: best_value(p, q) / 2,
            "You averaged the two expectations. What does the game do with them?",
        ),
        Mistake(
            "loss",
            lambda p, q: -best_value(p, q),
            "This is the loss of the discriminator. What is the game worth, "
            "which the discriminator wants as large as can be?",
        ),
        Mistake(
            "data only",
            lambda p, q: float(xlogy(p, p / (p + q)).sum()),
            "You counted the draws from the data. What does the discriminator earn "
            "on those of the model?",
        ),
        Mistake(
            "certain",
            _sure,
            "Your discriminator says 0 or 1 although both distributions could have "
            "given the outcome. What is the logarithm of 0?",
        ),
        Mistake(
            "not a number",
            _naive_value,
            "An outcome that one of the distributions leaves out made this NaN. What is its term "
            "worth?",
        ),
        Mistake(
            "bits",
            lambda p, q: best_value(p, q) / np.log(2),
            "Right, in bits. Which logarithm was asked for?",
        ),
    ),
    variants=(
        lambda p, q: _value(p, q, p / (p + q)),
        lambda p, q: rel_entr(p, p + q).sum() + rel_entr(q, p + q).sum(),
        lambda p, q: 2 * entropy((p + q) / 2) - entropy(p) - entropy(q) - 2 * np.log(2),
    ),
)

EXERCISE = Exercise(
    slug="asymmetry",
    title="Asymmetry",
    chapter="chapters/asymmetry",
    tasks=(UNDER, SUPPORT, BOTH, JEFFREYS, SHANNON, GAME),
    lessons=LESSONS,
)
