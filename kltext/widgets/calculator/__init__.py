"""The calculator of divergences: two families, their parameters, and both directions."""

from kltext.widgets.calculator.widget import KLCalculator

__all__ = ["KLCalculator"]
