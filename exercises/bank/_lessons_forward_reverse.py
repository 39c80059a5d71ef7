"""What is read about forward and reverse fits by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "forward-reverse-names": Lesson(
        "In the reverse divergence the model Q stands first: its own draws are averaged over. It "
        "pays for being where the target is not, and not for what it leaves out.",
        "chapters/forward-reverse#sec-reverse",
        "Reverse: stay where the target is",
        "Target (1/2, 1/2, 0). Q = (1, 0, 0) has reverse divergence log 2, though it leaves out "
        "an outcome. Q = (0.4, 0.4, 0.2) has an infinite one, for its mass on the third.",
        {
            "a": "False: that is the forward divergence. Here a q of 0 is a weight of 0.",
            "b": "True: mass of Q where p is 0 costs infinity.",
            "c": "False: matching moments is the forward fit.",
            "d": "True: an unknown factor of p adds a constant, and moves no minimum.",
            "e": "True: the fit takes the variances given the other coordinates.",
            "f": "False: maximum likelihood has the data first.",
            "g": "True: on that mode p is half of q, so the log ratio is log 2 and no more.",
            "h": "False: while the modes are close, one wide Q over both is best.",
        },
    ),
    "forward-reverse-moments": Lesson(
        "The forward fit has the mean and the variance of the mixture. The variance is the mean "
        "of the components' variances plus the variance of their means, both with the weights.",
        "chapters/forward-reverse#sec-forward",
        "Forward: match the moments",
        "Two components of weight 1/2 at −1 and 1, each with standard deviation 1: the mean is 0, "
        "the variance 1 + 1 = 2, and the standard deviation 1.414.",
    ),
    "forward-reverse-mean-field": Lesson(
        "The reverse fit takes 1 over the diagonal of the inverse matrix: the variance of a "
        "coordinate when the others are known. The forward fit takes the diagonal itself.",
        "chapters/forward-reverse#sec-mean-field",
        "One mode, too narrow: mean field",
        "For a covariance matrix that is diagonal, with 4 and 9, both rows are (4, 9). With a "
        "correlation the first row gets smaller, and the second stays.",
    ),
    "forward-reverse-grid": Lesson(
        "Find the target's constant first: its integral is the sum over the grid times the step, "
        "and its logarithm is safe with log-sum-exp. Then average log q − log p under Q.",
        "chapters/forward-reverse#sec-reverse",
        "Reverse: stay where the target is",
        "On three points one apart with log_target = c + (0, 1, 0), the sum is e^c (1 + e + 1), "
        "so log Z = c + log 4.718 = c + 1.551, and log p = (−1.551, −0.551, −1.551) for every c.",
    ),
    "forward-reverse-best": Lesson(
        "The reverse divergence of a normal has several local minima. Start a descent beside each "
        "mode and one in the middle, and keep the one with the smallest divergence.",
        "chapters/forward-reverse#sec-bifurcation",
        "When the best fit jumps",
        "A function with minima of −1 at −3 and of −2 at 3: a descent from −4 ends at "
        "−3, one from 4 at 3. Only the comparison of the two values finds the smaller one.",
    ),
}
