"""What is read about cross-entropy by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "cross-entropy-sum": Lesson(
        "Outcomes come with the probabilities p, and each costs its surprise under q, −log q. "
        "An outcome that never comes costs nothing; one that comes and was ruled out, infinity.",
        "chapters/cross-entropy#sec-identity",
        "One identity",
        "For p = (1/2, 1/2) and q = (1/4, 3/4): ½ · 1.386 + ½ · 0.288 = 0.837.",
    ),
    "cross-entropy-floor": Lesson(
        "The cross-entropy is linear in its first argument, so the mean loss is the cross-entropy "
        "of the average label and q. It is least where q is that average.",
        "chapters/cross-entropy#sec-one-hot",
        "One-hot labels, soft labels",
        "Labels (1, 0) and (0, 1) have the average (1/2, 1/2): the floor is log 2, although each "
        "label alone has entropy 0.",
    ),
    "cross-entropy-gradient": Lesson(
        "In each row the derivative in the logits is the softmax of the row minus its label; the "
        "mean over the rows divides by their number.",
        "chapters/cross-entropy#sec-gradient",
        "The gradient: prediction minus label",
        "Two rows of equal logits, softmax (1/2, 1/2), with labels (1, 0) and (1/2, 1/2): the "
        "gradient is (−1/4, 1/4) in the first row and (0, 0) in the second.",
    ),
    "cross-entropy-perplexity": Lesson(
        "Perplexity is e to the mean surprise of a token in nats. Bits per character are all "
        "nats of the text over log 2, divided by all characters.",
        "chapters/cross-entropy#sec-perplexity",
        "Perplexity",
        "Two tokens of probability 1/9 with 2 and 4 characters: the perplexity is 9, and the text "
        "costs 2 · log 9 / log 2 = 6.34 bits, 1.06 for each of the 6 characters.",
    ),
    "cross-entropy-facts": Lesson(
        "The cross-entropy is the entropy of the first argument plus the divergence. What is true "
        "of one of the two need not be true of the other.",
        "chapters/cross-entropy#sec-identity",
        "One identity",
        "With data (1/2, 1/2) the loss cannot be below log 2 = 0.69, and with data (0.9, 0.1) not "
        "below 0.33: two losses of 0.7 mean a perfect model there and a bad one here.",
        {
            "a": "True: a one-hot label has entropy 0.",
            "b": "False: the cross-entropy has the data first, and so belongs to D(P̂‖Q), whose "
            "minimum is another one.",
            "c": "True: where a density is larger than 1, its surprise is negative.",
            "d": "False: the two losses contain the entropies of two data sets.",
            "e": "True: it is a sum of p(x) times what does not depend on P.",
            "f": "False: the loss cannot be below the entropy of the smoothed label.",
            "g": "False: a perplexity per token depends on how much text a token covers.",
            "h": "True: in the ratio of the densities the change of units cancels.",
        },
    ),
}
