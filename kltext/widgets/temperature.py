"""The temperature explorer."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from kltext import plots
from kltext.logits import kl_logits
from kltext.plots.style import WIDTH
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real

Floats = npt.NDArray[np.float64]


class TemperatureExplorer(Explorer, module="temperature"):
    """Teacher and student over four classes, softened by a temperature, and the loss.

    Parameters
    ----------
    teacher_1, teacher_2, teacher_3, teacher_4 : float
        The teacher's logits, from -5 to 5.
    student_1, student_2, student_3, student_4 : float
        The student's logits, from -5 to 5.
    temperature : float
        What the logits of both are divided by, from 0.5 to 20.

    Attributes
    ----------
    kl : float
        D(teacher‖student) of the softened distributions, in nats; the expectation is under
        the teacher.
    loss : float
        T² times ``kl``.
    limit : float
        What ``loss`` tends to as T grows: half the variance of the logits' differences.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = TemperatureExplorer()
    >>> round(explorer.loss, 4), round(explorer.kl, 4), round(explorer.limit, 4)
    (0.0492, 0.0123, 0.0434)
    >>> explorer.temperature = 1
    >>> round(explorer.loss, 4)
    0.0488
    """

    temperature = Real(2.0, low=0.5, high=20, step=0.1)
    teacher_1 = Real(2.0, low=-5, high=5, step=0.1)
    teacher_2 = Real(1.0, low=-5, high=5, step=0.1)
    teacher_3 = Real(0.5, low=-5, high=5, step=0.1)
    teacher_4 = Real(-0.5, low=-5, high=5, step=0.1)
    student_1 = Real(1.5, low=-5, high=5, step=0.1)
    student_2 = Real(1.2, low=-5, high=5, step=0.1)
    student_3 = Real(0.3, low=-5, high=5, step=0.1)
    student_4 = Real(-0.3, low=-5, high=5, step=0.1)
    kl = readout()
    loss = readout()
    limit = readout()

    def logits(self) -> tuple[Floats, Floats]:
        """Return the logits of teacher and student, each of shape (4,)."""
        a = np.array([self.teacher_1, self.teacher_2, self.teacher_3, self.teacher_4])
        b = np.array([self.student_1, self.student_2, self.student_3, self.student_4])
        return a, b

    def _readouts(self) -> dict[str, float]:
        a, b = self.logits()
        kl = float(kl_logits(a / self.temperature, b / self.temperature))
        return {"kl": kl, "loss": self.temperature**2 * kl, "limit": float(np.var(b - a) / 2)}

    def _draw(self) -> None:
        _, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 3.0))
        a, b = self.logits()
        softened = {
            "teacher": softmax(a / self.temperature),
            "student": softmax(b / self.temperature),
        }
        plots.plot_distributions(list("1234"), softened, ax=left)
        left.set_xlabel("class")
        plots.plot_temperature_loss(a, b, self.temperature, ax=right)
