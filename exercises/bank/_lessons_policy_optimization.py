"""What is read about policy optimisation by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

PAGE = "chapters/applications/policy-optimization"
LESSONS = {
    "policy-optimization-mean": Lesson(
        "For each context the divergence of the old policy's actions from the new one's is a sum "
        "over actions; the mean is over contexts.",
        f"{PAGE}#sec-trust-region",
        "Trust regions",
        "Two contexts with divergences 0.02 and 0.06 give 0.04, however many actions there are.",
    ),
    "policy-optimization-step": Lesson(
        "The best direction is F⁻¹g. Its length is such that ½ dᵀFd = δ: multiply it by "
        "√(2δ / gᵀF⁻¹g).",
        f"{PAGE}#sec-natural-gradient",
        "The natural gradient",
        "In one dimension with F = 4 and δ = 0.02 the step is ±0.1, whatever the size of g: "
        "½ · 4 · 0.1² = 0.02.",
    ),
    "policy-optimization-clip": Lesson(
        "For each draw compute ρA and clip(ρ)·A, and take the smaller of the two; then the mean. "
        "Clipping only ever takes a gain away, never a loss.",
        f"{PAGE}#sec-ppo",
        "PPO: two different methods",
        "At ε = 0.1 a ratio of 2 counts 1.1 with an advantage of 1, and −2 with one of −1.",
    ),
    "policy-optimization-optimum": Lesson(
        "The best policy is the reference times exp(r/β), divided by its sum. A high price keeps "
        "it at the reference.",
        f"{PAGE}#sec-kl-regularised",
        "A price instead of a limit",
        "Reference (1/2, 1/2), rewards (0, log 3), β = 1: the weights are 1/2 and 3/2, the policy "
        "(1/4, 3/4).",
    ),
    "policy-optimization-shortfall": Lesson(
        "Any policy falls short of the best one by β times its divergence from the best one, with "
        "this policy first.",
        f"{PAGE}#sec-kl-regularised",
        "A price instead of a limit",
        "If a policy is at a divergence of 0.3 nats from the best one and β = 2, it falls short "
        "by 0.6; the best policy itself falls short by 0.",
    ),
    "policy-optimization-leash": Lesson(
        "Tell apart what an objective contains, what an algorithm enforces, and what follows if "
        "something happens to hold.",
        f"{PAGE}#sec-policy-forgetting",
        "What a trust region does not do",
        "A walker who never takes a step of more than a metre can still be a kilometre from home.",
        {
            "a": "False: TRPO bounds the mean over contexts.",
            "b": "True: it contains ratios and advantages.",
            "c": "False: where the objective is flat nothing pulls a ratio back.",
            "d": "True: with such ratios, two equally likely actions at the ends are the worst.",
            "e": "True: the tuned model writes the replies that are averaged over.",
            "f": "False: many small steps add up.",
            "g": "True: the first difference is of third order.",
        },
    ),
}
