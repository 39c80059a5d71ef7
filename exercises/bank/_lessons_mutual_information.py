"""What is read about mutual information by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "mutual-information-table": Lesson(
        "Add up the rows and the columns of the table, multiply the two sums for every cell, and "
        "take the divergence of the table from these products, with the table first.",
        "chapters/mutual-information#sec-mutual-information",
        "The definition",
        "The table (1/2, 0), (0, 1/2) has both marginals (1/2, 1/2), so all products are 1/4. "
        "The divergence is 1/2 log 2 + 1/2 log 2 = log 2 = 0.693; the empty cells add nothing.",
    ),
    "mutual-information-added": Lesson(
        "The chain rule says I(X1, X2; Y) = I(X1; Y) + I(X2; Y given X1). For the first, a pair "
        "is one variable with more values; for the second, sum the table over x2.",
        "chapters/mutual-information#sec-mutual-information-rules",
        "Two rules",
        "Y says whether two fair coins differ. Neither coin alone tells anything about Y; both "
        "together tell log 2. So the second coin adds log 2 to the first.",
    ),
    "mutual-information-infonce": Lesson(
        "For each row, take the score on the diagonal minus the logarithm of the mean of e^score "
        "over the row. The largest score of a row may be subtracted before the exponential.",
        "chapters/mutual-information#sec-infonce",
        "When no table can be counted: InfoNCE",
        "Two pairs with own scores of 1000 and other scores of 0: each row gives "
        "1000 − log((e^1000 + 1)/2) = log 2, the most that two candidates can give.",
    ),
    "mutual-information-facts": Lesson(
        "Try to derive each from non-negativity, from the chain rule, from data processing, or "
        "from the limit log n. If none of them gives it, look for a table that contradicts it.",
        "chapters/mutual-information#sec-mutual-information-summary",
        "Summary",
        "Let X1 and X2 be fair independent coins and Y say whether they differ: each coin alone "
        "is independent of Y, the two together determine it.",
        {
            "a": "True: it is the divergence of the joint distribution from a product.",
            "b": "False: with Y = X² and symmetric X the correlation is 0.",
            "c": "True: a computation is a channel, and data processing holds for channels.",
            "d": "False: the two coins tell nothing alone and everything together.",
            "e": "True: telling n candidates apart teaches log n nats at most.",
            "f": "False: frequencies of a finite sample are hardly ever exactly independent.",
        },
    ),
}
