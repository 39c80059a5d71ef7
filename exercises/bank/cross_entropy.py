"""Tasks on cross-entropy: the sum and its infinities, the floor, the gradient, perplexity."""

import numpy as np
from _lessons_cross_entropy import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.special import log_softmax, logsumexp, softmax, xlogy

from kltext import cross_entropy, entropy, kl_divergence

WEATHER = (np.array([0.7, 0.2, 0.1]), np.array([0.5, 0.3, 0.2]))
NEVER = (np.array([0.5, 0.3, 0.2, 0.0, 0.0]), np.array([0.25, 0.25, 0.25, 0.25, 0.0]))
SURPRISED = (np.array([0.5, 0.25, 0.25]), np.array([0.6, 0.0, 0.4]))
VOTES = np.repeat([[1.0, 0.0], [0.0, 1.0]], [7, 3], axis=0)
OPINIONS = np.array([[0.8, 0.1, 0.1], [0.3, 0.6, 0.1], [0.5, 0.25, 0.25], [0.7, 0.05, 0.25]])
LOGITS = np.array([[2.0, 0.5, -1.0], [0.0, 1.5, 0.5]])
LABELS = np.array([[0.8, 0.1, 0.1], [0.0, 0.0, 1.0]])
FAR = np.array([[900.0, 899.0, -900.0], [-800.0, -801.0, -803.0], [0.0, 0.5, 0.25]])
SOFT = np.array([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7], [0.2, 0.5, 0.3]])
TOKENS = (np.log([0.5, 0.125, 0.25, 0.0625]), np.array([3, 5, 1, 7]))
SPEECH = (np.array([-2.3, -0.1, -5.7, -1.2, -0.8]), np.array([4, 1, 9, 2, 2]))


def cross(p, q):
    """Return the cross-entropy of two distributions in nats."""
    return cross_entropy(p, q)


def least_loss(labels):
    """Return the least mean loss that a single prediction can have on all labels."""
    return entropy(labels.mean(axis=0))


def gradient(logits, labels):
    """Return the gradient of the mean loss of a batch in its logits."""
    return (softmax(logits, axis=1) - labels) / len(logits)


def score(log_q, characters):
    """Return the perplexity per token and the bits per character."""
    return np.array([np.exp(-log_q.mean()), -log_q.sum() / characters.sum() / np.log(2)])


def _exchanged(log_q, characters, place, value):
    """Return the two scores with one of them exchanged for a wrong one."""
    both = score(log_q, characters)
    both[place] = value
    return both


def _overflowing(logits, labels):
    with np.errstate(all="ignore"):
        weights = np.exp(logits)
        return (weights / weights.sum(axis=1, keepdims=True) - labels) / len(logits)


def _geometric(labels):
    with np.errstate(all="ignore"):
        weights = np.exp(np.log(labels).mean(axis=0))
        return entropy(weights / weights.sum()) if weights.sum() else 0.0


def _loop_gradient(logits, labels):
    rows = []
    for z, p in zip(logits, labels, strict=True):
        weights = np.exp(z - z.max())
        rows.append((weights / weights.sum() - p) / len(labels))
    return np.array(rows)


def _draw_pair(rng):
    """Return two rows; P lacks one outcome, Q that one too, or another one."""
    size = int(rng.integers(4, 8))
    p, q = rng.dirichlet(np.full(size, 2.0), 2)
    p[0] = 0.0
    case = rng.integers(3)
    if case:
        q[case - 1] = 0.0
    return p / p.sum(), q / q.sum()


def _draw_labels(rng):
    shape = int(rng.integers(3, 6)), int(rng.integers(4, 12))
    return (rng.dirichlet(np.full(shape[0], 0.8), shape[1]),)


def _draw_batch(rng):
    size, classes = (int(rng.integers(2, 6)) for _ in range(2))
    logits = rng.normal(0, 2, (size, classes + 1)) + 1000 * rng.integers(-1, 2, (size, 1))
    return logits, rng.dirichlet(np.ones(classes + 1), size)


def _draw_tokens(rng):
    size = int(rng.integers(5, 12))
    return -rng.gamma(2, 1.2, size), rng.integers(1, 10, size)


SUM = Task(
    id="cross-entropy-sum",
    title="Cross-entropy as a sum",
    objective="obj-cross-entropy",
    points=2,
    kind="function",
    name="cross",
    reference=cross,
    public=(WEATHER, NEVER, SURPRISED),
    draw=_draw_pair,
    fresh=40,
    mistakes=(
        Mistake(
            "swapped",
            lambda p, q: cross_entropy(q, p),
            "Your expectation is under q. From which argument do the outcomes come?",
        ),
        Mistake(
            "divergence",
            kl_divergence,
            "This is the divergence. Which term makes it the cross-entropy?",
        ),
        Mistake(
            "entropy",
            lambda p, _q: entropy(p),
            "Your answer does not depend on q. Whose logarithms are averaged?",
        ),
        Mistake(
            "bits",
            lambda p, q: cross_entropy(p, q, base=2),
            "Right, but in bits. Which logarithm gives nats?",
        ),
        Mistake(
            "mean",
            lambda p, q: cross_entropy(p, q) / len(p),
            "The weights p make your sum an average already. Why divide by the number of outcomes?",
        ),
        Mistake(
            "sign lost",
            lambda p, q: -cross_entropy(p, q),
            "A surprise is never negative. What is the sign of the logarithm of a probability?",
        ),
        Mistake(
            "clipped",
            lambda p, q: float(-(p @ np.log(np.maximum(q, 1e-12)))),
            "Where q is 0 and p is not, your number depends on the constant that you "
            "put in. What is −log 0?",
        ),
        Mistake(
            "not a number",
            lambda p, q: float(-np.sum(p * np.log(q))),
            "An outcome that neither distribution expects turns your sum into NaN. "
            "What does an outcome contribute that never comes?",
        ),
        Mistake(
            "left out",
            lambda p, q: float(-(p[q > 0] @ np.log(q[q > 0]))),
            "You leave out every outcome with q = 0. Which of the two must be 0 for a "
            "term to vanish?",
        ),
    ),
    variants=(
        lambda p, q: float(-xlogy(p, q).sum()),
        lambda p, q: -sum(a * (np.log(b) if b else -np.inf) for a, b in zip(p, q) if a),  # noqa: B905
        lambda p, q: entropy(p) + kl_divergence(p, q),
    ),
)

FLOOR = Task(
    id="cross-entropy-floor",
    title="Many opinions on one picture",
    objective="obj-cross-entropy",
    points=3,
    kind="function",
    name="least_loss",
    reference=least_loss,
    public=((VOTES,), (OPINIONS,)),
    draw=_draw_labels,
    mistakes=(
        Mistake(
            "mean of entropies",
            lambda labels: float(entropy(labels).mean()),
            "This would be the floor if each label could get a prediction of its own. "
            "How many predictions are there for one picture?",
        ),
        Mistake(
            "zero",
            lambda _labels: 0.0,
            "Zero would need a prediction that is equal to every label at once. "
            "What if the labels disagree?",
        ),
        Mistake(
            "uniform",
            lambda labels: float(np.log(labels.shape[1])),
            "This is the loss of a uniform prediction. Can one do better after seeing the labels?",
        ),
        Mistake(
            "sum",
            lambda labels: least_loss(labels) * len(labels),
            "This is what all labels cost together. The question was about their mean.",
        ),
        Mistake(
            "bits",
            lambda labels: least_loss(labels) / np.log(2),
            "Right, in bits. Which unit was asked for?",
        ),
        Mistake(
            "error rate",
            lambda labels: float(1 - labels.mean(axis=0).max()),
            "This is how often the favourite class is wrong. Which loss was to be minimised: "
            "the number of errors, or the mean surprise?",
        ),
        Mistake(
            "excess",
            lambda labels: float(kl_divergence(labels, labels.mean(axis=0)).mean()),
            "This is how much the labels differ from their average. It is a part of the loss; "
            "what do soft labels cost besides?",
        ),
        Mistake(
            "geometric",
            _geometric,
            "You averaged the logarithms of the labels. In which of its two arguments is the "
            "cross-entropy linear, and what average follows from that?",
        ),
        Mistake(
            "negative",
            lambda labels: -least_loss(labels),
            "The size is right. Can a mean surprise be negative?",
        ),
    ),
    variants=(
        lambda labels: float(cross_entropy(labels, labels.mean(axis=0)).mean()),
        lambda labels: -sum(m * np.log(m) for m in labels.sum(axis=0) / len(labels) if m > 0),
    ),
)

GRADIENT = Task(
    id="cross-entropy-gradient",
    title="The gradient of the cross-entropy",
    objective="obj-cross-entropy",
    points=3,
    kind="function",
    name="gradient",
    reference=gradient,
    public=((LOGITS, LABELS), (FAR, SOFT)),
    draw=_draw_batch,
    mistakes=(
        Mistake(
            "sign",
            lambda logits, labels: -gradient(logits, labels),
            "This is the direction of descent. Which way does a gradient point?",
        ),
        Mistake(
            "sum over the batch",
            lambda logits, labels: gradient(logits, labels) * len(logits),
            "This is the gradient of the sum of the losses. Which loss was defined?",
        ),
        Mistake(
            "mean over all entries",
            lambda logits, labels: gradient(logits, labels) / logits.shape[1],
            "You divided by the number of entries. Over what does the mean of the losses run?",
        ),
        Mistake(
            "label forgotten",
            lambda logits, _labels: softmax(logits, axis=1) / len(logits),
            "Your gradient does not know the labels. What does the second part of the loss, "
            "the one with the labels, contribute?",
        ),
        Mistake(
            "wrong axis",
            lambda logits, labels: (softmax(logits, axis=0) - labels) / len(logits),
            "Your probabilities sum to one over the batch. Over what should they?",
        ),
        Mistake(
            "overflow",
            _overflowing,
            "For large logits you give NaN. What may be subtracted from all logits of a row "
            "without changing its softmax?",
        ),
        Mistake(
            "hard labels",
            lambda logits, labels: gradient(logits, np.eye(labels.shape[1])[labels.argmax(axis=1)]),
            "You turned the labels into one-hot ones. Which numbers of a soft label "
            "are lost by that?",
        ),
        Mistake(
            "softmax twice",
            lambda logits, labels: gradient(softmax(logits, axis=1), labels),
            "You applied softmax to something that was a distribution already. "
            "How often does the model apply it?",
        ),
        Mistake(
            "in the probabilities",
            lambda logits, labels: -labels / softmax(logits, axis=1) / len(logits),
            "This is the derivative with respect to the probabilities. "
            "How do they depend on the logits?",
        ),
    ),
    variants=(
        _loop_gradient,
        lambda logits, labels: (
            np.exp(logits - logsumexp(logits, axis=1)[:, np.newaxis]) / len(logits)
            - labels / len(labels)
        ),
        lambda logits, labels: (np.exp(log_softmax(logits, axis=-1)) - labels) / labels.shape[0],
    ),
)

PERPLEXITY = Task(
    id="cross-entropy-perplexity",
    title="Two ways to score a text",
    objective="obj-cross-entropy",
    points=3,
    kind="function",
    name="score",
    reference=score,
    public=(TOKENS, SPEECH),
    draw=_draw_tokens,
    mistakes=(
        Mistake(
            "two to the nats",
            lambda log_q, n: _exchanged(log_q, n, 0, 2 ** -log_q.mean()),
            "Your perplexity is 2 to the power of a number of nats. Which base undoes which "
            "logarithm?",
        ),
        Mistake(
            "e to the bits",
            lambda log_q, n: _exchanged(log_q, n, 0, np.exp(-log_q.mean() / np.log(2))),
            "Your perplexity is e to the power of a number of bits. Which base undoes which "
            "logarithm?",
        ),
        Mistake(
            "sign",
            lambda log_q, n: _exchanged(log_q, n, 0, np.exp(log_q.mean())),
            "Your perplexity is below one. Which sign does the exponent have?",
        ),
        Mistake(
            "mean probability",
            lambda log_q, n: _exchanged(log_q, n, 0, 1 / np.exp(log_q).mean()),
            "You averaged the probabilities. Which quantity is averaged over tokens, and is the "
            "exponential taken before or after?",
        ),
        Mistake(
            "mean of inverses",
            lambda log_q, n: _exchanged(log_q, n, 0, np.exp(-log_q).mean()),
            "You took the exponential of each token's surprise, and then the mean. "
            "In which order does the definition do these two?",
        ),
        Mistake(
            "sum",
            lambda log_q, n: _exchanged(log_q, n, 0, np.exp(-log_q.sum())),
            "Your perplexity is that of the whole text. How is it brought down to one token?",
        ),
        Mistake(
            "nats per character",
            lambda log_q, n: _exchanged(log_q, n, 1, -log_q.sum() / n.sum()),
            "The second number is in nats. How many bits is a nat?",
        ),
        Mistake(
            "bits per token",
            lambda log_q, n: _exchanged(log_q, n, 1, -log_q.mean() / np.log(2)),
            "The second number is in bits per token. What is the unit that does not depend on "
            "the tokens?",
        ),
        Mistake(
            "mean of ratios",
            lambda log_q, n: _exchanged(log_q, n, 1, (-log_q / n).mean() / np.log(2)),
            "You averaged the bits per character of the single tokens. Are all bits "
            "of the text, divided by all of its characters, the same?",
        ),
        Mistake(
            "factor inverted",
            lambda log_q, n: score(log_q, n) * [1, np.log(2) ** 2],
            "Your second number is less than the same in nats would be. Is a bit more than a nat, "
            "or less?",
        ),
    ),
    variants=(
        lambda log_q, n: (
            np.prod(np.exp(log_q)) ** (-1 / len(log_q)),
            float(-np.log2(np.exp(log_q)).sum() / n.sum()),
        ),
        lambda log_q, n: [
            2 ** (-sum(log_q) / np.log(2) / len(n)),
            np.log2(np.exp(-log_q.mean())) * len(n) / sum(n),
        ],
    ),
)

FACTS = Task(
    id="cross-entropy-facts",
    title="What may be said of a loss?",
    objective="obj-cross-entropy",
    points=2,
    kind="choice",
    name="facts",
    reference="aceh",
    mistakes=(
        Mistake(
            "reverse",
            "abceh",
            "Look at b again. The cross-entropy differs by a constant from one of the two "
            "divergences; where do the data stand in it?",
        ),
        Mistake(
            "floors compared",
            "acdeh",
            "Look at d again. How much of each of these losses is the entropy of its own data?",
        ),
        Mistake(
            "smoothing",
            "acefh",
            "Look at f again. What is the entropy of a smoothed label?",
        ),
        Mistake(
            "tokens",
            "acegh",
            "Look at g again. Does a perplexity per token depend on how long the tokens are?",
        ),
        Mistake(
            "density",
            "aeh",
            "One is missing. Can a density be larger than one, and what is the sign of its "
            "surprise there?",
        ),
        Mistake(
            "one-hot",
            "ceh",
            "One is missing. What is the entropy of a distribution that is certain?",
        ),
        Mistake(
            "linear",
            "ach",
            "One is missing. Write the cross-entropy as a sum: how does it depend on P alone?",
        ),
        Mistake(
            "unit",
            "ace",
            "One is missing. What happens to the ratio of two densities when the unit changes?",
        ),
        Mistake(
            "all",
            "abcdefgh",
            "Not all of them are true. For each, is there a model with data for which it fails?",
        ),
    ),
    variants=(["h", "e", "c", "a"], "A, C, E, H"),
)

EXERCISE = Exercise(
    slug="cross-entropy",
    title="Cross-entropy",
    chapter="chapters/cross-entropy",
    tasks=(SUM, FLOOR, GRADIENT, PERPLEXITY, FACTS),
    lessons=LESSONS,
)
