"""Traits of the explorers: numbers in a range, distributions, words of a list.

Each says in its error which trait it is, what it may be and what it was given. ``limits`` is
what the JavaScript needs to build the control, so that a page cannot reach a value that Python
would refuse.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence
from typing import Any

import traitlets


class Real(traitlets.Float[float, Any]):
    """A finite number from ``low`` to ``high``; ``step`` is the slider's."""

    def __init__(self, default: float, *, low: float, high: float, step: float) -> None:
        self.low, self.high, self.step = low, high, step
        super().__init__(default)
        self.tag(sync=True)

    @property
    def limits(self) -> dict[str, Any]:
        """What the control needs to know."""
        return {"low": self.low, "high": self.high, "step": self.step}

    def validate(self, obj: Any, value: Any) -> float:
        """Return the number as a float."""
        number = as_number(value)
        if number is None or not self.low <= number <= self.high:
            raise refusal(self, obj, f"a number from {self.low:g} to {self.high:g}", value)
        return number


class Whole(Real):
    """A whole number from ``low`` to ``high``, kept as an int."""

    @property
    def limits(self) -> dict[str, Any]:
        """What the control needs to know."""
        return {"low": self.low, "high": self.high, "step": self.step, "whole": True}

    def validate(self, obj: Any, value: Any) -> int:
        """Return the number as an int."""
        number = super().validate(obj, value)
        if not number.is_integer():
            rule = f"a number from {self.low:g} to {self.high:g} without a fraction"
            raise refusal(self, obj, rule, value)
        return int(number)


class Probabilities(traitlets.List[float]):
    """A distribution over ``sizes[0]`` to ``sizes[1]`` outcomes, as a list of floats."""

    def __init__(self, default: Sequence[float], *, sizes: tuple[int, int] | None = None) -> None:
        self.sizes = sizes or (len(default), len(default))
        super().__init__(default_value=list(default))
        self.tag(sync=True)

    @property
    def limits(self) -> dict[str, Any]:
        """What the control needs to know."""
        return {"low": 0.0, "high": 1.0, "step": 0.01, "simplex": True}

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return the distribution as a list, without touching its numbers."""
        few, many = self.sizes
        count = f"{few}" if few == many else f"{few} to {many}"
        rule = f"{count} probabilities, each from 0 to 1, that sum to 1"
        is_list = not isinstance(value, str | bytes) and hasattr(value, "__iter__")
        entries = [as_number(entry) for entry in value] if is_list else []
        if not few <= len(entries) <= many:
            raise refusal(self, obj, rule, value)
        sound = [entry for entry in entries if entry is not None and 0 <= entry <= 1]
        if len(sound) < len(entries) or abs(math.fsum(sound) - 1) > 1e-9:
            raise refusal(self, obj, rule, value)
        return sound


class Choice(traitlets.Enum[Any]):
    """One of a few words."""

    def __init__(self, default: str, options: Sequence[str]) -> None:
        super().__init__(list(options), default_value=default)
        self.tag(sync=True)

    @property
    def limits(self) -> dict[str, Any]:
        """What the control needs to know."""
        return {"options": list(self.values or ())}

    def validate(self, obj: Any, value: Any) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in (self.values or ()):
            raise refusal(self, obj, f"one of {', '.join(map(repr, self.values or ()))}", value)
        return value


class Switch(traitlets.Bool[bool, Any]):
    """On or off."""

    def __init__(self, default: bool) -> None:
        super().__init__(default)
        self.tag(sync=True)

    @property
    def limits(self) -> dict[str, Any]:
        """What the control needs to know."""
        return {"options": [True, False]}

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the truth value."""
        if not isinstance(value, bool):
            raise refusal(self, obj, "True or False", value)
        return value


class Parameters(traitlets.Dict):
    """The parameters of one distribution. What they may be depends on the pair: see `checked`."""

    def __init__(self) -> None:
        super().__init__()
        self.tag(sync=True)

    @property
    def limits(self) -> dict[str, Any]:
        """What the control needs to know: the page has the ranges in its catalogue."""
        return {"record": True}

    def validate(self, obj: Any, value: Any) -> dict[str, Any]:
        """Return the parameters by name; those of a list get their names when checked."""
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            return {"": list(value)}
        raise refusal(self, obj, "parameters by name, or a list of them", value)


def as_number(value: Any) -> float | None:
    """Return a finite real number as a float, and None for anything else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def refusal(trait: Any, obj: Any, rule: str, value: Any) -> traitlets.TraitError:
    """Return the error that names the trait, its rule and the value."""
    where = f"{type(obj).__name__}.{trait.name}"
    return traitlets.TraitError(f"{where} must be {rule}; got {value!r}")
