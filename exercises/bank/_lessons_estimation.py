"""What is read about estimation by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "estimation-mean": Lesson(
        "The estimate is the mean of log p − log q over draws from P. Its standard error is the "
        "standard deviation of the terms, with n − 1, over the root of n.",
        "chapters/estimation#sec-montecarlo",
        "From draws and log-densities",
        "Log-ratios 1 and 3: the mean is 2, the variance (1 + 1)/1 = 2, the standard error "
        "√2/√2 = 1.",
    ),
    "estimation-k3": Lesson(
        "If a ratio r has the mean 1 under P, the term r − 1 − log r has the mean of −log r. It is "
        "never negative, since log r ≤ r − 1. Of p/q and q/p, only one has this mean.",
        "chapters/estimation#sec-montecarlo",
        "From draws and log-densities",
        "For r = 1/2 the term is 1/2 − 1 + log 2 = 0.193, for r = 2 it is 2 − 1 − log 2 = 0.307, "
        "and for r = 1 it is 0.",
    ),
    "estimation-plugin": Lesson(
        "Divide the counts by their sum, compute the divergence from q, and subtract the bias: "
        "the number of outcomes that occurred, minus 1, over twice the number of draws.",
        "chapters/estimation#sec-plugin",
        "From counts",
        "Counts 2, 2, 0 against (1/4, 1/4, 1/2): the plug-in estimate is log 2 = 0.693; two "
        "outcomes occurred in 4 draws, so 1/8 is subtracted: 0.568.",
    ),
    "estimation-neighbours": Lesson(
        "A dense place has near neighbours. The distance to y over the distance within x is the "
        "ratio of densities, up to the sizes of the samples: m points there, n − 1 others here.",
        "chapters/estimation#sec-knn",
        "From points alone",
        "x = [0, 1] and y = [3] with k = 1: both distances within x are 1, those to y are 3 and "
        "2. The mean of log 3 and log 2 is 0.896, and log(1/1) is 0.",
    ),
    "estimation-critic": Lesson(
        "Take the mean of the critic over P, and from it the logarithm of the mean of e^t over Q. "
        "Adding a constant to the critic changes nothing, so the largest value may be subtracted.",
        "chapters/estimation#sec-donsker-varadhan",
        "From a critic",
        "t_p = [2] and t_q = [0, 0]: the bound is 2 − log 1 = 2. With t_p = [1002] and "
        "t_q = [1000, 1000] it is 2 again, and e^1000 fits into no float.",
    ),
    "estimation-facts": Lesson(
        "Ask of each: is its mean the divergence, may a term be negative, how much does it vary, "
        "and is the gradient of its mean the mean of its gradient.",
        "chapters/estimation#sec-estimator-gradients",
        "A good value may have a wrong gradient",
        "For P = N(0, 1) and Q = N(a, 1) the divergence is a²/2. The log ratio is normal with "
        "this mean and variance a², so the mean of k2 is a²/2 + a⁴/8: right for small a only.",
        {
            "a": "True: where q exceeds p the log ratio is negative.",
            "b": "False: it is right to second order only.",
            "c": "True: q/p − 1 has mean 0 under P, and log r never exceeds r − 1.",
            "d": "False: where q is far larger than p, a single term of k3 is huge.",
            "e": "False: with the draws fixed, the expected gradient of k1 is 0.",
            "f": "True: the divergence is convex in its first argument, which is noisy.",
            "g": "True: the divergence is the supremum over all critics, reached by log p/q.",
        },
    ),
}
