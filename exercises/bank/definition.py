"""Tasks on the definition: surprise, the sum, units, wrong codes, and when it is infinite."""

import numpy as np
from _lessons_definition import LESSONS
from klgrade.tasks import Exercise, Mistake, Task, Tolerance
from scipy.special import rel_entr, xlogy

from kltext import kl_divergence, kl_normal


def _distribution(rng, n=None, smallest=0.02):
    weights = rng.random(n or int(rng.integers(2, 7))) + smallest
    return weights / weights.sum()


def _pair(rng):
    p = _distribution(rng)
    return p, _distribution(rng, p.size)


def _pair_with_zeros(rng):
    """Return two distributions: zeros in p always, in q only sometimes where p is positive."""
    n = int(rng.integers(4, 8))
    p, q = _distribution(rng, n), _distribution(rng, n)
    p[0] = 0.0
    kind = int(rng.integers(3))
    if kind == 1:
        q[0] = 0.0
    if kind == 2:
        q[1] = 0.0
    return p / p.sum(), q / q.sum()


def kl_nats(p, q):
    """Return the divergence with the expectation under p."""
    return float(np.sum(p * np.log(p / q)))


def extra_bits(p, lengths):
    """Return how many bits a code wastes per letter."""
    return float(p @ lengths + np.sum(p * np.log2(p)))


def _lengths(rng):
    p = _distribution(rng)
    return p, rng.integers(1, 7, p.size).astype(float)


def _short_lengths(rng):
    """Return lengths that no code has, so that the result is negative."""
    p = _distribution(rng, int(rng.integers(5, 8)), smallest=0.5)
    return p, rng.permutation([2.0, *np.ones(p.size - 1)])


def _loop(p, q):
    total = 0.0
    for a, b in zip(p, q, strict=True):
        total += a * (np.log(a) - np.log(b))
    return total


def _loop_zeros(p, q):
    total = 0.0
    for a, b in zip(p, q, strict=True):
        if a > 0:
            total += np.inf if b == 0 else a * np.log(a / b)
    return total


def _masked(p, q):
    kept = p > 0
    return float(np.sum(p[kept] * np.log(p[kept] / q[kept])))


def _clipped(p, q):
    return float(np.sum(p * np.log(np.clip(p, 1e-10, 1) / np.clip(q, 1e-10, 1))))


def _gauss_with(quadratic, constant):
    """Return the divergence of two normals with other factors in its last two parts."""
    return lambda m1, s1, m2, s2: float(
        np.log(s2 / s1) + quadratic * (s1**2 + (m1 - m2) ** 2) / s2**2 - constant
    )


def _constant_added(size):
    """Return a function that adds a constant to both sides of the ratio."""
    return lambda p, q: float(np.sum(p * np.log((p + size) / (q + size))))


def _both_positive(p, q):
    kept = (p > 0) & (q > 0)
    return float(np.sum(p[kept] * np.log(p[kept] / q[kept])))


def _infinite_at(zero):
    """Return a function that is infinite wherever something is zero, whatever p is there."""
    return lambda p, q: np.inf if zero(p, q).any() else float(np.sum(rel_entr(p, q)))


def _renormalised(p, q):
    p, q = (p + 1e-6) / np.sum(p + 1e-6), (q + 1e-6) / np.sum(q + 1e-6)
    return kl_nats(p, q)


def _gauss(rng):
    return tuple(
        float(x) for x in (rng.normal(), 0.3 + rng.random(), rng.normal(), 1.6 + rng.random())
    )


EXERCISE = Exercise(
    slug="definition",
    title="The definition",
    chapter="chapters/definition",
    tasks=(
        Task(
            id="definition-term",
            title="One term",
            objective="obj-define",
            points=1,
            kind="value",
            name="term",
            reference=0.1 * np.log(0.1 / 0.3),
            tolerance=Tolerance(relative=0.0, absolute=5e-4),  # half a unit of the third digit
            variants=(0.1 * (np.log(0.1) - np.log(0.3)), -0.1 * np.log(3)),
            mistakes=(
                Mistake(
                    "sign",
                    0.1 * np.log(3),
                    "The size is right, the sign is not: is this outcome more likely under "
                    "the first distribution or under the second?",
                ),
                Mistake(
                    "swapped",
                    0.3 * np.log(3),
                    "This is the term with the arguments exchanged. Which distribution gives "
                    "the weight?",
                ),
                Mistake(
                    "bits", 0.1 * np.log2(1 / 3), "This is in bits: which logarithm gives nats?"
                ),
                Mistake(
                    "unweighted",
                    np.log(1 / 3),
                    "This is the log ratio alone: how often does the outcome occur?",
                ),
                Mistake(
                    "weight-q",
                    0.3 * np.log(1 / 3),
                    "The log ratio is right and its weight is not: under which distribution is the "
                    "expectation?",
                ),
                Mistake(
                    "log10",
                    0.1 * np.log10(1 / 3),
                    "This logarithm has base 10: which base gives nats?",
                ),
            ),
        ),
        Task(
            id="definition-kl",
            title="The sum",
            objective="obj-define",
            points=2,
            kind="function",
            name="kl_nats",
            reference=kl_nats,
            public=(
                (np.array([0.5, 0.5]), np.array([0.9, 0.1])),
                (np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.2, 0.4, 0.15, 0.25])),
                (np.array([0.5, 0.5]), np.array([0.9999, 0.0001])),
                (np.full(4, 0.25), np.full(4, 0.25)),
            ),
            draw=_pair,
            mistakes=(
                Mistake(
                    "swapped",
                    lambda p, q: kl_nats(q, p),
                    "This is the divergence of the other ordered pair: under which argument "
                    "is the expectation?",
                ),
                Mistake(
                    "bits",
                    lambda p, q: kl_nats(p, q) / np.log(2),
                    "The value is in bits: which logarithm does the task ask for?",
                ),
                Mistake(
                    "mean",
                    lambda p, q: kl_nats(p, q) / p.size,
                    "Do you average over the outcomes? The probabilities are weights already: "
                    "what is left to do with the terms?",
                ),
                Mistake(
                    "unweighted",
                    lambda p, q: float(np.sum(np.log(p / q))),
                    "Every outcome counts the same here: how often does each one come?",
                ),
                Mistake(
                    "sign",
                    lambda p, q: -kl_nats(p, q),
                    "The sign is lost: which of p and q is the numerator of the ratio?",
                ),
                Mistake(
                    "absolute",
                    lambda p, q: float(np.sum(np.abs(p * np.log(p / q)))),
                    "You make every term positive: may a single term not be negative?",
                ),
                Mistake(
                    "both directions",
                    lambda p, q: kl_nats(p, q) + kl_nats(q, p),
                    "This is the sum of both directions. Under which one distribution is the "
                    "expectation to be taken?",
                ),
                Mistake(
                    "weight-q",
                    lambda p, q: float(np.sum(q * np.log(p / q))),
                    "The log ratios are right and their weights are not: under which distribution "
                    "is the expectation?",
                ),
                Mistake(
                    "last outcome missing",
                    lambda p, q: kl_nats(p[:-1], q[:-1]),
                    "The last outcome is missing from the sum: where does your loop or your slice "
                    "end?",
                ),
                Mistake(
                    "first outcome only",
                    lambda p, q: kl_nats(p[:1], q[:1]),
                    "This is the term of the first outcome alone: does the return stand inside the "
                    "loop, or after it?",
                ),
                Mistake(
                    "cross-entropy",
                    lambda p, q: -float(p @ np.log(q)),
                    "This is the cross-entropy. Which part of it does not depend on q?",
                ),
            ),
            variants=(_loop, kl_divergence, lambda p, q: float(p @ np.log(p) - p @ np.log(q))),
        ),
        Task(
            id="definition-zeros",
            title="Zeros and infinity",
            objective="obj-compute",
            points=3,
            kind="function",
            name="kl_zeros",
            reference=lambda p, q: float(np.sum(rel_entr(p, q))),
            public=(
                (np.array([0.5, 0.5, 0.0]), np.array([0.2, 0.3, 0.5])),
                (np.array([0.5, 0.5, 0.0]), np.array([0.4, 0.6, 0.0])),
                (np.array([0.2, 0.3, 0.5]), np.array([0.5, 0.5, 0.0])),
                (np.array([0.999, 0.001, 0.0]), np.array([1.0, 0.0, 0.0])),
            ),
            draw=_pair_with_zeros,
            fresh=48,
            mistakes=(
                Mistake(
                    "no-care",
                    kl_nats,
                    "0 times minus infinity is NaN for NumPy: what should a term with p = 0 count?",
                ),
                Mistake(
                    "clipping",
                    _clipped,
                    "Both distributions are clipped before the logarithm: what does the "
                    "definition say "
                    "where q = 0 < p, and does your number depend on the constant?",
                ),
                *(
                    Mistake(
                        f"a constant of {size:g}",
                        _constant_added(size),
                        f"A constant of about {size:g} stands in your logarithms. Where q = 0 < p, "
                        "does the result depend on its size, and what does the definition say?",
                    )
                    for size in (1e-6, 1e-8, 1e-9, 1e-12)
                ),
                Mistake(
                    "dropped",
                    _both_positive,
                    "You leave out every outcome with q = 0. What if p is positive at such an "
                    "outcome?",
                ),
                Mistake(
                    "infinite where p is zero",
                    _infinite_at(lambda p, _q: p == 0),
                    "You return infinity as soon as p has a zero. What does an outcome that never "
                    "occurs under p contribute?",
                ),
                Mistake(
                    "infinite where q is zero",
                    _infinite_at(lambda _p, q: q == 0),
                    "You return infinity as soon as q has a zero. What if p is zero at the same "
                    "outcome?",
                ),
                Mistake(
                    "smoothed",
                    _renormalised,
                    "A small constant is added to both distributions: is it still the divergence "
                    "of the distributions that were given?",
                ),
                Mistake(
                    "swapped",
                    lambda p, q: float(np.sum(rel_entr(q, p))),
                    "Zeros are dealt with, but for the other ordered pair: which argument may "
                    "hold zeros without harm?",
                ),
                Mistake(
                    "bits",
                    lambda p, q: float(np.sum(rel_entr(p, q))) / np.log(2),
                    "Zeros are dealt with, and the value is in bits: what was asked for?",
                ),
            ),
            variants=(_masked, _loop_zeros, kl_divergence),
        ),
        Task(
            id="definition-infinite",
            title="When it is infinite",
            objective="obj-define",
            points=2,
            kind="choice",
            name="infinite",
            reference="bdeh",
            variants=("HEDB", ["b", "d", "e", "h"], "b, d, e, h"),
            mistakes=(
                Mistake(
                    "swapped",
                    "acf",
                    "You would be right with the arguments exchanged. Which distribution "
                    "gives the outcomes: the first or the second?",
                ),
                Mistake(
                    "supports only",
                    "beh",
                    "You compared where the two distributions are positive, which settles "
                    "most of the pairs. Can the mean of a log ratio be infinite although "
                    "every single log ratio is finite?",
                ),
                Mistake(
                    "far enough",
                    "bde",
                    "In one pair Q covers almost all that P does. Does an outcome with a tiny "
                    "probability under P still count if q is 0 there?",
                ),
                Mistake(
                    "huge",
                    "bdegh",
                    "One of yours is enormous: is it more than every number? What does the closed "
                    "form say?",
                ),
                Mistake(
                    "any zero",
                    "abdeh",
                    "One of yours has its zero in the first argument: what is that term worth?",
                ),
                Mistake(
                    "unequal intervals",
                    "bdefh",
                    "You named both pairs of intervals: in which of them is every outcome of P "
                    "possible under Q?",
                ),
                Mistake(
                    "Cauchy in either place",
                    "bcdeh",
                    "The Cauchy distribution is in two of yours. The log ratio grows like x² in "
                    "both: "
                    "which weight does it get in each?",
                ),
                Mistake(
                    "lists only",
                    "b",
                    "You found the list. Can densities also be 0 where P has probability?",
                ),
            ),
        ),
        Task(
            id="definition-gauss",
            title="Two normal distributions",
            objective="obj-closed-forms",
            points=3,
            kind="function",
            name="kl_gauss",
            reference=lambda m1, s1, m2, s2: float(
                np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
            ),
            public=(
                (0.0, 1.0, 1.0, 1.5),
                (1.5, 0.7, -0.4, 2.0),
                (-0.5, 0.8, -2.0, 1.7),
                (0.3, 0.1, 0.3, 0.101),
            ),
            draw=_gauss,
            mistakes=(
                Mistake(
                    "means added",
                    lambda m1, s1, m2, s2: kl_normal(m1, s1, -m2, s2),
                    "You added the means. How far apart are 1 and 3?",
                ),
                Mistake(
                    "swapped",
                    lambda m1, s1, m2, s2: kl_normal(m2, s2, m1, s1),
                    "This is the divergence with the arguments exchanged. Whose standard "
                    "deviation divides the difference of the means?",
                ),
                Mistake(
                    "variance",
                    lambda m1, s1, m2, s2: kl_normal(m1, np.sqrt(s1), m2, np.sqrt(s2)),
                    "The arguments are used as if they were variances: what does N(1, 1.5²) "
                    "say about 1.5?",
                ),
                Mistake(
                    "ruler",
                    lambda m1, s1, m2, s2: float(
                        np.log(s2 / s1) + s1**2 / (2 * s2**2) + (m1 - m2) ** 2 / (2 * s1**2) - 0.5
                    ),
                    "The difference of the means is divided by the wrong variance. In whose "
                    "log-density does (x − μ₂)² stand?",
                ),
                Mistake(
                    "half added",
                    lambda m1, s1, m2, s2: kl_normal(m1, s1, m2, s2) + 1,
                    "For two equal distributions this gives 1. Which sign does the constant have?",
                ),
                Mistake(
                    "log-sign",
                    lambda m1, s1, m2, s2: float(
                        np.log(s1 / s2) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5
                    ),
                    "The logarithm has the wrong sign. For equal means and a wider second "
                    "distribution, should the divergence be positive?",
                ),
                Mistake(
                    "half",
                    _gauss_with(quadratic=0.5, constant=0.0),
                    "What does it give for two equal distributions? A constant is missing.",
                ),
                Mistake(
                    "no half in front",
                    _gauss_with(quadratic=1.0, constant=0.5),
                    "For two equal distributions this gives 1/2. Which factor stands before "
                    "(x − μ)²/σ² in the log-density?",
                ),
                Mistake(
                    "no halves at all",
                    _gauss_with(quadratic=1.0, constant=1.0),
                    "It is 0 for equal distributions, and two of its three parts are twice too "
                    "large. Which factor stands before (x − μ)²/σ² in the log-density?",
                ),
                Mistake(
                    "multiplied by the variance",
                    lambda m1, s1, m2, s2: float(
                        np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / 2 * s2**2 - 0.5
                    ),
                    "You multiply by σ₂² where you should divide: in which order does Python "
                    "compute a / 2 * b, and where do brackets belong?",
                ),
                Mistake(
                    "square",
                    lambda m1, s1, m2, s2: float(
                        np.log(s2 / s1) + (s1**2 + abs(m1 - m2)) / (2 * s2**2) - 0.5
                    ),
                    "The difference of the means enters to the first power: what is the mean of "
                    "(x − μ₂)² under the first distribution?",
                ),
                Mistake(
                    "bits",
                    lambda m1, s1, m2, s2: kl_normal(m1, s1, m2, s2) / np.log(2),
                    "The value is in bits: what was asked for?",
                ),
            ),
            variants=(
                kl_normal,
                lambda m1, s1, m2, s2: (
                    ((s1 / s2) ** 2 + ((m1 - m2) / s2) ** 2 - 1 - 2 * np.log(s1 / s2)) / 2
                ),
            ),
        ),
        Task(
            id="definition-code",
            title="The wrong code",
            objective="obj-define",
            points=2,
            kind="function",
            name="extra_bits",
            reference=extra_bits,
            public=(
                (np.array([0.5, 0.25, 0.25]), np.array([2.0, 2.0, 1.0])),
                (np.array([0.7, 0.2, 0.1]), np.array([1.0, 2.0, 2.0])),
                (np.array([0.3, 0.3, 0.2, 0.2]), np.array([1.0, 2.0, 1.0, 2.0])),
                (np.array([0.5, 0.25, 0.25]), np.array([1.0, 2.0, 2.0])),
            ),
            draw=(_lengths, _short_lengths),
            mistakes=(
                Mistake(
                    "absolute value of the result",
                    lambda p, n: abs(extra_bits(p, n)),
                    "You took the sign off the result. "
                    "What does the task say of lengths that belong to no code?",
                ),
                Mistake(
                    "nothing below zero",
                    lambda p, n: max(0.0, extra_bits(p, n)),
                    "You cut the result off at zero. "
                    "What does the task say of lengths that belong to no code?",
                ),
                Mistake(
                    "ratio",
                    lambda p, n: float(p @ n / -np.sum(p * np.log2(p))),
                    "You divided the mean length by the entropy. Which operation says how many "
                    "bits are needed in addition?",
                ),
                Mistake(
                    "total",
                    lambda p, n: float(p @ n),
                    "This is the whole mean length: how many of these bits would the best "
                    "code need too?",
                ),
                Mistake(
                    "nats",
                    lambda p, n: float(p @ n + p @ np.log(p)),
                    "Bits and nats are mixed: in which unit is the entropy that you subtract?",
                ),
                Mistake(
                    "plain-mean",
                    lambda p, n: float(n.mean() + p @ np.log2(p)),
                    "You average the lengths over the words: do all words come equally often?",
                ),
                Mistake(
                    "sign",
                    lambda p, n: -extra_bits(p, n),
                    "The sign is lost: which of the two mean lengths is the larger one?",
                ),
                Mistake(
                    "plus",
                    lambda p, n: float(p @ n - p @ np.log2(p)),
                    "You add the entropy: is the best code used in addition to this one, or is "
                    "it what you compare with?",
                ),
                Mistake(
                    "uniform",
                    lambda p, n: float(p @ n - np.log2(p.size)),
                    "You compare with a code for equally likely letters: what is the least "
                    "that a code made for p needs?",
                ),
            ),
            variants=(
                lambda p, n: (
                    kl_divergence(p, 2.0**-n / np.sum(2.0**-n), base=2) - np.log2(np.sum(2.0**-n))
                ),
                lambda p, n: float(np.sum(p * (n + np.log2(p)))),
                lambda p, n: float(p @ n + np.sum(xlogy(p, p)) / np.log(2)),
            ),
        ),
    ),
    lessons=LESSONS,
)
