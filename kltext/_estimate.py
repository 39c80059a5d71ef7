"""What the methods that are not exact return."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A value and its error, both in one unit.

    For quadrature the error bounds the absolute error; for everything that rests on samples it is
    one standard error, or NaN where none is known. A violated support gives
    ``Estimate(inf, 0.0)``; nothing else is called infinite, since quadrature can suggest but not
    prove that an integral diverges.

    Examples
    --------
    >>> Estimate(0.5, 1e-12).value
    0.5
    """

    value: float
    error: float

    def over(self, unit: float) -> Estimate:
        """Return the estimate in a unit of so many of its own."""
        return self if unit == 1.0 else Estimate(self.value / unit, self.error / unit)
