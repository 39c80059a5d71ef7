"""What is read about the properties by who is wrong again."""

from klgrade.tasks import Lesson

LESSONS = {
    "properties-chain": Lesson(
        "First compare the distributions of X. Then compare, for each x, the distributions of Y "
        "given x, and average these divergences with the probabilities of x under P.",
        "chapters/properties#sec-chain-rule",
        "It adds up: the chain rule",
        "Let X be a fair coin under both, so that the first term is 0. If Y given X = 0 is the "
        "same under both, and given X = 1 costs 0.4 nats, the second term is 0.5 · 0.4 = 0.2.",
    ),
    "properties-merge": Lesson(
        "The probability of a group is the sum of those of its outcomes. Merging never makes a "
        "divergence larger; what is lost is the divergence before minus the one after.",
        "chapters/properties#sec-data-processing",
        "Processing cannot create information",
        "For p = (1/2, 1/4, 1/4) and q = (1/2, 1/8, 3/8) merge the last two: both become "
        "(1/2, 1/2), the divergence after is 0, and all of the 0.072 nats before are lost.",
    ),
    "properties-bound": Lesson(
        "The total variation is at most √(d/2), by Pinsker, and at most √(1 − e^(−d)), by "
        "Bretagnolle and Huber. Both hold for every d, so the smaller one is the better promise.",
        "chapters/properties#sec-bounds",
        "What a divergence says about errors",
        "At d = 0.08 Pinsker gives √0.04 = 0.2 and the other √(1 − 0.923) = 0.277: take 0.2. "
        "At d = 8 Pinsker gives 2, which promises nothing, and the other 0.9998.",
    ),
    "properties-bowl": Lesson(
        "The Fisher information of (μ, σ) has 1/σ² for the mean and 2/σ² for the standard "
        "deviation, and nothing off the diagonal. Half the quadratic form is the approximation.",
        "chapters/properties#sec-local-geometry",
        "Close to zero it is quadratic",
        "At σ = 2 a step of 0.4 in the mean alone gives ½ · 0.4²/2² = 0.02.",
    ),
    "properties-stop": Lesson(
        "The stop is the second argument of the first divergence and the first argument of the "
        "second. At the best stop the derivative of the sum in q is zero.",
        "chapters/properties#sec-explorer-triangle",
        "The triangle inequality fails",
        "The derivative of D(P‖Q) in q is (1 − p)/(1 − q) − p/q, and that of D(Q‖R) is the "
        "log-odds of q minus those of r. For p = 0.5 and q = 0.25 the first is 2/3 − 2 = −1.33.",
    ),
}
