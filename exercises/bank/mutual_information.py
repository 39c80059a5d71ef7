"""Tasks on mutual information: a table, what a feature adds, a batch of scores, facts."""

import numpy as np
from _lessons_mutual_information import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.special import logsumexp, rel_entr

from kltext import entropy, kl_divergence, mutual_information

TABLE = np.array([[0.08, 0.02], [0.09, 0.81]])
WITH_ZERO = np.array([[0.3, 0.0, 0.1], [0.1, 0.4, 0.1]])
INDEPENDENT = np.array([[0.125, 0.375], [0.125, 0.375]])
NEARLY = np.array([[0.0, 0.01], [0.3, 0.69]])  # nearly independent, so that a constant shows
TRIPLE = np.array(
    [[[0.1, 0.15], [0.2, 0.05]], [[0.05, 0.05], [0.05, 0.1]], [[0.15, 0.02], [0.03, 0.05]]]
)
# Its three axes differ in length: who takes one for another gets a wrong number.
LONGER = (
    np.array(
        [
            [[5, 1, 2, 4], [3, 8, 1, 2], [1, 2, 6, 3]],
            [[2, 7, 3, 1], [4, 1, 9, 2], [6, 3, 1, 5]],
        ]
    )
    / 82
)
SCORES = np.array([[2.0, 0.5, -1.0], [0.0, 1.5, 0.3], [0.4, -0.2, 1.0]])
WORSE = np.array([[-1.0, 2.0], [0.7, 0.1]])


def mutual(pxy):
    """Return the mutual information of a joint table with two axes, in nats."""
    return float(mutual_information(pxy))


def added(p):
    """Return I(X2; Y given X1) for a table with the axes x1, x2, y."""
    whole = mutual_information(p.reshape(-1, p.shape[2]))
    return float(whole - mutual_information(p.sum(axis=1)))


def infonce(scores):
    """Return the mean over rows of the own score less the log-mean-exp of the row."""
    own = np.diag(scores)
    return float(np.mean(own - logsumexp(scores, axis=1)) + np.log(len(scores)))


def _product(pxy):
    return np.outer(pxy.sum(axis=1), pxy.sum(axis=0))


def _swapped(pxy):
    return kl_divergence(_product(pxy).ravel(), pxy.ravel())


def _exchanged(pxy):
    """Return the divergence from the products with rows and columns exchanged."""
    return kl_divergence(pxy.ravel(), np.outer(pxy.sum(axis=0), pxy.sum(axis=1)).ravel())


def _naive(pxy):
    with np.errstate(all="ignore"):
        return float(np.sum(pxy * np.log(pxy / _product(pxy))))


def _mean_within(p):
    """Return the plain mean of the mutual informations given each x1."""
    given = p / p.sum(axis=(1, 2), keepdims=True)
    return float(np.mean(mutual_information(given)))


def _weighted(p):
    first = p.sum(axis=(1, 2))
    return sum(w * mutual_information(t / t.sum()) for w, t in zip(first, p, strict=True))


def _by_entropies(p):
    y_given_first = entropy(p.sum(axis=1).ravel()) - entropy(p.sum(axis=(1, 2)))
    return y_given_first - (entropy(p.ravel()) - entropy(p.sum(axis=2).ravel()))


def _off_diagonal(scores):
    n = len(scores)
    others = np.where(np.eye(n, dtype=bool), -np.inf, scores)
    return float(np.mean(np.diag(scores) - logsumexp(others, axis=1)) + np.log(n - 1))


def _whole_table(scores):
    """Return the bound that has one logarithm for the whole table of scores."""
    return float(np.mean(np.diag(scores)) - logsumexp(scores) + np.log(scores.size))


def _overflowing(scores):
    with np.errstate(all="ignore"):
        fraction = np.exp(np.diag(scores)) / np.exp(scores).mean(axis=1)
        return float(np.mean(np.log(fraction)))


def _draw_table(rng):
    rows, columns = (int(size) for size in rng.permutation([2, 3, 4])[:2])
    table = rng.dirichlet(np.full(rows * columns, 0.8)).reshape(rows, columns)
    table[0, 0] = 0
    return (table / table.sum(),)


def _draw_full_table(rng):
    rows, columns = (int(size) for size in rng.permutation([2, 3, 4])[:2])
    table = rng.dirichlet(np.full(rows * columns, 2.0)) + 0.01
    return ((table / table.sum()).reshape(rows, columns),)


def _draw_triple(rng):
    shape = tuple(int(size) for size in rng.permutation([2, 3, 4]))
    return (rng.dirichlet(np.full(24, 0.8)).reshape(shape),)


def _draw_scores(rng):
    n = int(rng.integers(3, 7))
    return (rng.normal(size=(n, n)) + np.diag(rng.uniform(0, 3, n)),)


def _draw_large_scores(rng):
    """Return large scores with which the own pair is the least likely: the bound is negative."""
    n = int(rng.integers(3, 7))
    return (900 + rng.normal(size=(n, n)) - np.diag(rng.uniform(2, 4, n)),)


TABLE_TASK = Task(
    id="mutual-information-table",
    title="From a table",
    objective="obj-mutual",
    points=2,
    kind="function",
    name="mutual",
    reference=mutual,
    public=((TABLE,), (WITH_ZERO,), (INDEPENDENT,), (NEARLY,)),
    draw=(_draw_table, _draw_full_table),
    mistakes=(
        Mistake(
            "arguments swapped",
            _swapped,
            "You put the product of the marginals first. From which distribution do the data "
            "come, and so under which is the expectation?",
        ),
        Mistake(
            "axes exchanged",
            _exchanged,
            "Rows and columns are exchanged in your products. Which axis does sum(axis=0) add "
            "over, and which variable is left?",
        ),
        Mistake(
            "zeros forgotten",
            _naive,
            "A cell with probability 0 made this NaN. What is a term worth whose weight is 0?",
        ),
        Mistake(
            "bits",
            lambda pxy: mutual(pxy) / np.log(2),
            "Your value is in bits. Which logarithm gives nats?",
        ),
        Mistake(
            "against the uniform table",
            lambda pxy: kl_divergence(pxy.ravel(), np.full(pxy.size, 1 / pxy.size)),
            "You compared the table with a uniform one. Independent variables need not be "
            "uniform: which table has the same marginals and no dependence?",
        ),
        Mistake(
            "entropy of the table",
            lambda pxy: entropy(pxy.ravel()),
            "This is the entropy of the pair. It is positive for independent variables too; "
            "what should be subtracted from H(X) + H(Y)?",
        ),
        Mistake(
            "what is left",
            lambda pxy: entropy(pxy.ravel()) - entropy(pxy.sum(axis=1)),
            "This is H(Y given X): what is not known about Y when X is. "
            "How much less than H(Y) is it?",
        ),
        Mistake(
            "sum of entropies",
            lambda pxy: entropy(pxy.sum(axis=0)) + entropy(pxy.sum(axis=1)),
            "This is H(X) + H(Y), the entropy that the pair would have if X and Y were "
            "independent. How much less does it have?",
        ),
    ),
    variants=(
        lambda pxy: entropy(pxy.sum(axis=0)) + entropy(pxy.sum(axis=1)) - entropy(pxy.ravel()),
        lambda pxy: rel_entr(pxy, _product(pxy)).sum(),
    ),
)

ADDED = Task(
    id="mutual-information-added",
    title="What a second feature adds",
    objective="obj-mutual",
    points=3,
    kind="function",
    name="added",
    reference=added,
    public=(
        (TRIPLE,),
        (LONGER,),
        (np.array([[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]),),
    ),
    draw=_draw_triple,
    mistakes=(
        Mistake(
            "alone",
            lambda p: mutual(p.sum(axis=0)),
            "This is what the second feature tells by itself. Part of it may be known from the "
            "first already: what do both tell together?",
        ),
        Mistake(
            "together",
            lambda p: mutual(p.reshape(-1, p.shape[2])),
            "This is what both tell together. How much of it does the first tell alone?",
        ),
        Mistake(
            "difference of the two alone",
            lambda p: mutual(p.sum(axis=0)) - mutual(p.sum(axis=1)),
            "You subtracted what each tells alone. Which table holds what both tell together?",
        ),
        Mistake(
            "first on top of the second",
            lambda p: mutual(p.reshape(-1, p.shape[2])) - mutual(p.sum(axis=0)),
            "This is what the first adds to the second. Over which axis is the table summed "
            "to be left with x1 and y?",
        ),
        Mistake(
            "features with each other",
            lambda p: mutual(p.sum(axis=2)),
            "This is what the two features tell about each other. Which axis holds the target?",
        ),
        Mistake(
            "plain mean",
            _mean_within,
            "You gave every value of x1 the same weight. Under which distribution is the mean of "
            "the conditional mutual informations taken?",
        ),
    ),
    variants=(_weighted, _by_entropies),
)

INFONCE = Task(
    id="mutual-information-infonce",
    title="A batch of scores",
    objective="obj-mutual",
    points=4,
    kind="function",
    name="infonce",
    reference=infonce,
    public=((SCORES,), (WORSE,), (SCORES + 800.0,)),
    draw=(_draw_scores, _draw_large_scores),
    mistakes=(
        Mistake(
            "log n forgotten",
            lambda s: infonce(s) - np.log(len(s)),
            "A table of equal scores should give zero, since nothing is told apart. "
            "Is there a sum under your logarithm, or a mean?",
        ),
        Mistake(
            "loss",
            lambda s: -infonce(s) + np.log(len(s)),
            "This is the loss, which falls while a critic learns. "
            "Which number minus the loss is the bound?",
        ),
        Mistake(
            "columns",
            lambda s: infonce(s.T),
            "You summed over x with y held fixed. For each row, x is fixed: over which axis "
            "do its candidates lie?",
        ),
        Mistake(
            "no axis",
            lambda s: float(np.mean(np.diag(s) - logsumexp(s)) + np.log(len(s))),
            "You took one sum over all scores. Over which axis of the table does the sum of one "
            "row run?",
        ),
        Mistake(
            "own pair left out",
            _off_diagonal,
            "You left the own pair out of the mean. Without it the fraction has no upper limit: "
            "how many candidates does the theorem count?",
        ),
        Mistake(
            "one logarithm",
            _whole_table,
            "You took one logarithm for the whole table. "
            "How many classifications does a batch hold?",
        ),
        Mistake(
            "sum over rows",
            lambda s: len(s) * infonce(s),
            "Your value grows with the number of rows. Is the bound a sum or a mean?",
        ),
        Mistake(
            "difference of means",
            lambda s: float(np.mean(np.diag(s)) - np.mean(s)),
            "You averaged the scores themselves. "
            "What is done to a score before the mean over the row, and after it?",
        ),
        Mistake(
            "overflow",
            _overflowing,
            "Scores near 800 give infinity or NaN. "
            "What may be subtracted from a whole row without changing the fraction?",
        ),
    ),
    variants=(
        lambda s: np.mean(
            [
                row[i] - row.max() - np.log(np.mean(np.exp(row - row.max())))
                for i, row in enumerate(s)
            ]
        ),
        lambda s: -float(np.mean(logsumexp(s - np.diag(s)[:, np.newaxis], axis=1, b=1 / len(s)))),
    ),
)

FACTS = Task(
    id="mutual-information-facts",
    title="What follows, and what does not?",
    objective="obj-mutual",
    points=2,
    kind="choice",
    name="facts",
    reference="ace",
    mistakes=(
        Mistake(
            "no correlation",
            "abce",
            "One of yours concludes independence from a correlation of zero. "
            "What is the correlation of X and X², if X is symmetric around 0?",
        ),
        Mistake(
            "sums",
            "acde",
            "One of yours bounds what two features tell together by the sum. "
            "What do two fair coins tell about whether they differ?",
        ),
        Mistake(
            "small samples",
            "acef",
            "One of yours expects zero from the table of a sample. "
            "How often do the frequencies of independent variables multiply exactly?",
        ),
        Mistake(
            "zero",
            "ce",
            "You left out the statement about independence. When is a divergence zero?",
        ),
        Mistake(
            "processing",
            "ae",
            "You left out the statement about computations. "
            "Can a function of Y know more about X than Y does?",
        ),
        Mistake(
            "limit",
            "ac",
            "You left out the statement about batches. "
            "How large can the fraction in the bound become, with n candidates?",
        ),
    ),
    variants=("eca", "A, C, E"),
)


EXERCISE = Exercise(
    slug="mutual-information",
    title="Mutual information",
    chapter="chapters/mutual-information",
    tasks=(TABLE_TASK, ADDED, INFONCE, FACTS),
    lessons=LESSONS,
)
