"""What is read about calibration by who is wrong again."""

from klgrade.tasks import Lesson

PAGE = "chapters/applications/calibration"
LESSONS = {
    "calibration-reliability": Lesson(
        "In each bin compare two distributions, (event, no event): what was seen first, what was "
        "said second. Average these divergences with the numbers of cases.",
        f"{PAGE}#sec-log-loss-decomposition",
        "Three parts of the log loss",
        "One bin that said 0.5 and saw 0.75: 0.75 · log 1.5 + 0.25 · log 0.5 = 0.131. With a "
        "second bin without fault and three times the cases the mean is 0.033.",
    ),
    "calibration-parts": Lesson(
        "Uncertainty is the entropy of the base rate over all cases. Resolution is the mean "
        "divergence of what was seen in the bins from the base rate; it has nothing to do with "
        "what was said.",
        f"{PAGE}#sec-log-loss-decomposition",
        "Three parts of the log loss",
        "Two bins of equal size that saw 0 and 1: the base rate is 1/2, the uncertainty log 2, "
        "and the resolution log 2 too, whatever the forecasts were.",
    ),
    "calibration-roots": Lesson(
        "Twice the number of cases times the divergence is about the square of a standard normal "
        "if the forecast is right. Take the root, with the sign of said minus seen.",
        f"{PAGE}#sec-overconfidence",
        "Over- and underconfidence",
        "A bin of 50 cases with divergence 0.04 that said too much: +√(2 · 50 · 0.04) = +2.",
    ),
    "calibration-temperature": Lesson(
        "The slope of the log loss in t = 1/T is the mean logit under the softmax minus the logit "
        "of the right class, averaged over the pictures. Find its zero, and return 1/t.",
        f"{PAGE}#sec-temperature-scaling",
        "Temperature scaling",
        "Logits (2, 0) for each of four pictures, of which three are of the first class: the "
        "softmax must say 3/4, so 2/T = log 3 and T = 1.82.",
    ),
    "calibration-chance": Lesson(
        "The frequency is k/n with the probability of the binomial distribution for n and s. Add "
        "up these probabilities times the divergence of (k/n, 1 − k/n) from (s, 1 − s).",
        f"{PAGE}#sec-calibration-noise",
        "Chance in the reliability term",
        "For n = 1 and s = 1/2 the frequency is 0 or 1; each time the divergence is log 2, and so "
        "is the mean. For large n it is near 1/(2n).",
    ),
}
