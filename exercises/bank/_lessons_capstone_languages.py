"""What is read about the languages by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

SECTION, TITLE = "chapters/real-world#sec-languages", "Which language is this?"
LESSONS = {
    "capstone-languages-counts": Lesson(
        "Bring the text to small letters with casefold, which also turns ß into ss; part the "
        "accents from their letters with NFKD; then count each of the 26 letters.",
        SECTION,
        TITLE,
        "“Äß” becomes “äss”, then “a”, an accent, “s”, “s”: one a and two s.",
    ),
    "capstone-languages-models": Lesson(
        "Add α to each of the 26 counts of a language, and divide by the new total of that row, "
        "which is larger by 26 α.",
        SECTION,
        TITLE,
        "In an alphabet of two letters, counts 3 and 0 with α = 1 give 4/5 and 1/5: no letter is "
        "impossible any more.",
    ),
    "capstone-languages-distances": Lesson(
        "The text is what happens, so it is the first argument; the model is the second. "
        "Row i, column j compares text i with model j.",
        SECTION,
        TITLE,
        "Two texts and three models give two rows of three numbers; a text that equals the second "
        "model has a 0 in the second column of its row.",
    ),
    "capstone-languages-identify": Lesson(
        "The log-likelihood of a text is the sum of its counts times the models' logarithms. It "
        "is largest for the model from which the text's shares diverge least.",
        SECTION,
        TITLE,
        "Counts (3, 1) under the models (1/2, 1/2) and (3/4, 1/4): 4 log ½ = −2.77 against "
        "3 log ¾ + log ¼ = −2.25, so the second one.",
    ),
    "capstone-languages-needed": Lesson(
        "Each letter makes the best model lead, on average, by the difference of the two smallest "
        "divergences. The lead has to reach log(odds): divide, and round up.",
        SECTION,
        TITLE,
        "Divergences 0.1 and 0.3 and odds of 50 to 1: log 50 = 3.91, over 0.2 is 19.6: 20 letters.",
    ),
    "capstone-languages-verdict": Lesson(
        "Count the paragraph's letters, compare the log-likelihoods of the whole paragraph under "
        "all models, and take the best minus the second best, in nats.",
        SECTION,
        TITLE,
        "With 100 letters at divergences 0.05 and 0.08 the lead is 100 · 0.03 = 3 nats.",
        after="What would a recipe change? All ten models, for they were made from one "
        "declaration: words like “right” and “everyone” are frequent in it, and their letters "
        "with them. The text would still be nearest to its own language in most cases, but the "
        "divergences would be larger and the lead smaller than these models say.",
    ),
}
