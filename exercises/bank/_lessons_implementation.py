"""What is read about implementation by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "implementation-rows": Lesson(
        "Outcomes run along the last axis. A term with p = 0 is 0, one with p > 0 = q is "
        "infinite, and a NaN has to stay one; nothing may be added or clipped.",
        "chapters/implementation#sec-zeros",
        "Zeros",
        "For the rows (1, 0) and (NaN, 0.5) of p and the single q = (0.5, 0.5) the answer is "
        "(0.693, NaN): one number for each row.",
    ),
    "implementation-logits": Lesson(
        "Write log p as the logit minus the log-sum-exp of its row, and the same for log q. Only p "
        "itself, the weight, needs an exponential, and it cannot overflow.",
        "chapters/implementation#sec-logits",
        "From logits",
        "For the logits (500, 0) the log-sum-exp is 500 + log(1 + e^(−500)) = 500, so the "
        "log-probabilities are (0, −500), although e^500 times itself fits into no float.",
    ),
    "implementation-step": Lesson(
        "To add d to p and to subtract again loses the digits of d. Work with the ratio d/p, "
        "which is exact, and with a function of it that is computed without cancellation.",
        "chapters/implementation#sec-cancellation",
        "Close to zero",
        "1 + 10⁻²⁰ − 1 is 0 in floating point, and log1p(10⁻²⁰) is 10⁻²⁰. The same with "
        "x − log(1 + x): for a small x it has to come from x²/2 − x³/3 + …",
    ),
    "implementation-torch": Lesson(
        "PyTorch's first argument is the logarithm of the second distribution; the target is the "
        "first one, under which the expectation is. Only 'batchmean' or a division by the number "
        "of rows gives a mean over rows.",
        "chapters/implementation#sec-conventions",
        "What the libraries compute",
        "One row, target (1, 0), input log(1/2, 1/2): the terms are 1 · (0 − log ½) = 0.693 and "
        "0. The sum is 0.693, and the mean over the two entries 0.347.",
        {
            "a": "Right: log q is the input, p the target, and the sum is divided by the rows.",
            "b": "Wrong: this computes D(Q‖P).",
            "c": "Wrong: the input has to be a logarithm, and q is none.",
            "d": "Wrong: the default mean also divides by the number of outcomes.",
            "e": "Right: log_target says that the target is a logarithm.",
            "f": "Wrong: input and target are exchanged, and each is of the wrong kind.",
            "g": "Right: a sum divided by the number of rows is the mean over the rows.",
            "h": "Wrong: without log_target the logarithms are taken for probabilities.",
        },
    ),
    "implementation-waiting": Lesson(
        "Under P nothing comes before its delay. If Q's delay is later, the divergence is "
        "infinite; "
        "else average log p − log q under P, where the mean of x is delay1 + 1/rate1.",
        "chapters/closed-forms#obj-closed-forms",
        "Using them",
        "With equal rates r the log ratio is r · (delay1 − delay2), the same for every x that P "
        "sends: for delays 3 and 1 and rate 0.5 the divergence is 1.",
    ),
}
