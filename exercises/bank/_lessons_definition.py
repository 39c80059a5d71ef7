"""What is read about the definition by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "definition-term": Lesson(
        "The term of an outcome is its probability under the first argument, times the natural "
        "logarithm of the first probability over the second.",
        "chapters/definition#sec-terms",
        "Term by term",
        "For p(x) = 0.5 and q(x) = 0.25 the ratio is 2, its logarithm 0.693, and the term "
        "0.5 · 0.693 = 0.347 nats. Where q(x) is larger than p(x) the logarithm is negative.",
    ),
    "definition-kl": Lesson(
        "Each log ratio log p/q is weighted by p, the first argument, and the products are added.",
        "chapters/definition#sec-computing",
        "Computing it",
        "For p = (3/4, 1/4) and q = (1/2, 1/2): 3/4 · log 1.5 = 0.304 and 1/4 · log 0.5 = -0.173; "
        "the sum is 0.131.",
    ),
    "definition-zeros": Lesson(
        "An outcome that has probability 0 under the first distribution contributes nothing. One "
        "that is possible there, and that the second rules out, makes the divergence infinite.",
        "chapters/definition#sec-infinite",
        "When it is infinite",
        "For p = (1, 0) and q = (1/2, 1/2) only the first outcome counts: log 2 = 0.693. With the "
        "arguments exchanged, the second outcome has weight 1/2 and a ratio of 1/2 to 0: infinity.",
    ),
    "definition-infinite": Lesson(
        "The divergence is infinite if P gives positive probability to something that Q rules "
        "out, or if the mean of the log ratio under P grows beyond every number.",
        "chapters/definition#sec-infinite",
        "When it is infinite",
        "P uniform on [0, 3] and Q uniform on [1, 3]: a third of P's draws lie below 1, where "
        "q is 0, so the divergence is infinite. Exchanged, it is log 1.5. A mean may be infinite "
        "although every value is finite: under the density 1/x² for x ≥ 1, that of √x is 2, that "
        "of x is ∞.",
        {
            "a": "Finite: the only zero stands in P, and its term is 0.",
            "b": "Infinite: the third outcome has probability 1/4 under P and 0 under Q.",
            "c": "Finite: the log ratio falls like −x²/2, and P, under which it is averaged, has a "
            "finite second moment.",
            "d": "Infinite: the log ratio grows like x²/2, and the Cauchy distribution, under "
            "which it is averaged, has no second moment.",
            "e": "Infinite: half of the draws from P fall where q is 0.",
            "f": "Finite: wherever p is positive, q is 1/2; the divergence is log 2.",
            "g": "Finite, although it is about 5 · 10⁹ nats: the closed form gives a number.",
            "h": "Infinite: P goes beyond 10 with a tiny probability, and that is enough.",
        },
    ),
    "definition-gauss": Lesson(
        "Subtract the two log-densities and average under P: the mean of (x − μ₁)² is σ₁², that "
        "of (x − μ₂)² is σ₁² + (μ₁ − μ₂)².",
        "chapters/definition#sec-gaussian",
        "Two normal distributions",
        "For N(0, 1) and N(3, 1) the logarithm of the widths is 0; what is left is half the mean "
        "of (x − 3)² minus half the mean of x²: 10/2 − 1/2 = 4.5.",
    ),
    "definition-code": Lesson(
        "The mean length of a word is the sum of p times length. The best that any code can do is "
        "the entropy of p in bits, with the logarithm to base 2.",
        "chapters/definition#sec-coding",
        "Counting bits",
        "Two letters with p = (3/4, 1/4) and words of one bit each: the mean length is 1, the "
        "entropy 0.811 bits, so 0.189 bits are wasted on each letter.",
    ),
}
