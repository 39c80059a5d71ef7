"""What is read about distillation by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

LESSONS = {
    "distillation-soften": Lesson(
        "Divide the logits of a row by T and take the softmax of the row. To take the largest "
        "logit off all of the row first changes nothing but the size of the exponentials.",
        "chapters/applications/distillation#sec-temperature",
        "Temperature and soft targets",
        "Logits (2, 0) at T = 2 are (1, 0) after the division: e/(e + 1) = 0.731 and 0.269. At "
        "T = 1 they would be 0.881 and 0.119.",
    ),
    "distillation-loss": Lesson(
        "Soften teacher and student at the same T, take the divergence of each row with the "
        "teacher first, average over the rows, and multiply by T².",
        "chapters/applications/distillation#sec-distillation-loss",
        "The loss",
        "If at T = 3 the divergences of two pictures are 0.01 and 0.03, the loss is "
        "9 · 0.02 = 0.18.",
    ),
    "distillation-gradient": Lesson(
        "The gradient of the divergence in b is (q − p)/T, with both at temperature T. The factor "
        "T² in front of the loss leaves one T.",
        "chapters/applications/distillation#sec-t-squared",
        "Why T²",
        "At T = 4 with p = (0.6, 0.4) and q = (0.5, 0.5) the gradient is 4 · (−0.1, 0.1).",
    ),
    "distillation-limit": Lesson(
        "At a high temperature both distributions are nearly uniform, and the divergence is half "
        "a variance: that of the gaps between the logits, each class with weight 1/K.",
        "chapters/applications/distillation#sec-t-squared",
        "Why T²",
        "Gaps (1, −1) have the mean 0 and the variance 1, so the limit is 1/2; gaps (11, 9) have "
        "the same variance and the same limit.",
    ),
    "distillation-same": Lesson(
        "Write the gradient in the student's logits, λT(q − p) averaged over the pictures, and "
        "look which of the changes leaves it as it is.",
        "chapters/applications/distillation#sec-distillation-loss",
        "The loss",
        "Whoever doubles λ and halves the learning rate changes the gradient, and not the steps. "
        "Whoever adds to the loss the entropy of the teacher changes neither.",
        {
            "a": "The same: the entropy of the teacher does not depend on the student.",
            "b": "Another: the expectation is under the student then.",
            "c": "The same: a softmax does not change when a constant is added to all logits.",
            "d": "Another: the student is pulled towards a softened teacher without being "
            "softened.",
            "e": "Another: it is smaller by the number of classes.",
            "f": "The same: the factor stands in the weight.",
        },
    ),
}
