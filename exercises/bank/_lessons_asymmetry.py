"""What is read about the asymmetry by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "asymmetry-under": Lesson(
        "The expectation is under the first argument: the distribution of the outcomes. "
        "What is only compared with, a code or a model, is the second.",
        "chapters/asymmetry#sec-direction-table",
        "Two questions",
        "Letters come from a source S, and the code was made for a model M. The wasted bits are "
        "averaged over letters from S, so they are D(S‖M).",
        {
            "a": "Yes: P is the first argument.",
            "b": "No: the first argument is Q.",
            "c": "Yes: the forecasts are Q's, and the average is over the weather, which is P's.",
            "d": "No: the source is Q. P only made the code.",
            "e": "Yes: SciPy's entropy of two arguments is the divergence in this order.",
            "f": "No: the reverse fit averages over draws from the model Q.",
            "g": "No: it averages over draws from both.",
        },
    ),
    "asymmetry-support": Lesson(
        "A divergence is finite here if the second distribution allows every outcome that the "
        "first one allows. It may allow more.",
        "chapters/asymmetry#sec-support-mismatch",
        "When the supports differ",
        "A = (1, 0) and B = (1/2, 1/2): D(A‖B) = log 2, since B allows what A allows; D(B‖A) is "
        "infinite, since B allows the second outcome, and A does not.",
        {
            "a": "Finite: Q allows all outcomes.",
            "b": "Infinite: Q allows the third outcome, which P rules out.",
            "c": "Infinite: P allows the first outcome, which R rules out.",
            "d": "Infinite: R allows the third outcome, which P rules out.",
            "e": "Finite: Q allows all outcomes.",
            "f": "Finite: S allows the third outcome alone, and R allows it too.",
            "g": "Infinite: R allows the second outcome, which S rules out.",
            "h": "Finite: the mixture in the middle allows whatever one of the two allows.",
            "i": "Infinite: it contains D(Q‖P), which is infinite.",
        },
    ),
    "asymmetry-both": Lesson(
        "To exchange the arguments exchanges both the weights and the ratio. The third number is "
        "the first minus the second, with its sign.",
        "chapters/asymmetry#sec-direction-table",
        "Two questions",
        "For p = (3/4, 1/4) and q = (1/2, 1/2) the three are 0.131, 0.144 and −0.013. If q is "
        "(1, 0), the first is infinite and the second is log 4/3 = 0.288.",
    ),
    "asymmetry-jeffreys": Lesson(
        "Add the closed forms of both directions. Their logarithms have opposite signs and "
        "cancel; the constant −1/2 and the squared difference of the means occur twice.",
        "chapters/asymmetry#sec-symmetric-versions",
        "Symmetric versions",
        "For N(0, 1) and N(1, 2²) one direction is log 2 + 2/8 − 1/2, the other "
        "−log 2 + 5/2 − 1/2. The logarithms cancel, and the sum is 1.75.",
    ),
    "asymmetry-js": Lesson(
        "Let m be the plain average of p and q. The divergence of p from m and that of q from m "
        "are averaged with weight 1/2 each; both have their expectation under p or q, never m.",
        "chapters/asymmetry#sec-symmetric-versions",
        "Symmetric versions",
        "For p = (1, 0) and q = (0, 1) the middle is (1/2, 1/2), each divergence is log 2, and "
        "so is their mean.",
    ),
    "asymmetry-game": Lesson(
        "For each outcome, p · log D + q · log(1 − D) is largest at D = p/(p + q). Put that in, "
        "and add over the outcomes.",
        "chapters/applications/generative-models#sec-gan",
        "Adversarial networks: a divergence as the value of a game",
        "If the two distributions are equal, D = 1/2 everywhere and V = log ½ + log ½ = −1.386. "
        "If they have nothing in common, D is 1 or 0 and V = 0.",
    ),
}
