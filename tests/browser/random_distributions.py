"""Random states of the calculator: any pair, with parameters in the ranges of the sliders."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from kltext.widgets.calculator.families import FAMILIES, SHORTEST, Parameter
from kltext.widgets.calculator.pair_parameters import PAIR_PARAMETERS


def random_state(rng: random.Random) -> dict[str, Any]:
    """Return the traits of some state of `KLCalculator`."""
    (p, q), options = rng.choice(list(PAIR_PARAMETERS.items()))
    return {
        "family_p": p,
        "family_q": q,
        "parameters_p": random_parameters(rng, p, options.p),
        "parameters_q": random_parameters(rng, q, options.q),
    }


def random_moves(rng: random.Random) -> list[tuple[str, int, Any]]:
    """Return what to set in the calculator's controls to get to some state."""
    moves: list[tuple[str, int, Any]] = []
    for name, value in random_state(rng).items():
        if isinstance(value, str):
            moves.append((name, 0, value))
        elif "xk" in value:
            rows = zip(value["xk"], value["pk"], strict=True)
            moves.append((name, 0, ", ".join(f"{x}: {mass}" for x, mass in rows)))
        else:  # a number input stands before each slider
            moves += [(name, 2 * i, number) for i, number in enumerate(value.values())]
    return moves


def random_parameters(rng: random.Random, family: str, free: Sequence[Parameter]) -> dict[str, Any]:
    """Return parameters on the steps of the sliders, now and then at an end."""
    values = {parameter.name: _value(rng, parameter) for parameter in free}
    first, second = FAMILIES[family].ordered or ("", "")
    if first in values and second in values and values[second] <= values[first]:
        room = 1 if isinstance(values[first], int) else SHORTEST
        values[second] = values[first] + room
    return values


def _value(rng: random.Random, parameter: Parameter) -> Any:
    if parameter.list_of == "values":
        return [0.0, 1.0, 3.0]
    if parameter.list_of == "masses":
        return rng.choice([[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [0.25, 0.75, 0.0]])
    low, high, step = parameter.slide
    steps = round((high - low) / step)
    k = rng.choice([0, steps, *[rng.randint(0, steps) for _ in range(10)]])
    value = round(low + k * step, 9)
    if abs(value) < parameter.away:
        value = parameter.away
    return int(value) if parameter.whole else value
