"""Whether the parameters of a distribution fit its family and its partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kltext.widgets.calculator.families import FAMILIES, SHORTEST, Parameter
from kltext.widgets.traits import as_number, refusal

MOST_ENTRIES = 50


def checked(
    trait: Any, obj: Any, family: str, free: tuple[Parameter, ...], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the free parameters of a distribution: the given ones, initial values for the rest.

    Raises
    ------
    traitlets.TraitError
        If a name is unknown or a number out of its range; the text names the trait and the range.
    """
    names = [parameter.name for parameter in free]
    if "" in given:
        entries = given[""]
        if len(entries) > len(names):
            raise refusal(trait, obj, f"at most {len(names)} numbers, {_listed(names)}", entries)
        given = dict(zip(names, entries, strict=False))
    for name in given:
        if name not in names:
            rule = f"parameters of {family} in this pair: {_listed(names)}"
            raise refusal(trait, obj, rule, given)
    values = {
        parameter.name: _checked_value(trait, obj, parameter, given[parameter.name])
        if parameter.name in given
        else _plain(parameter.default)
        for parameter in free
    }
    _check_together(trait, obj, family, values)
    return values


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none, all is given by P or fixed"


def _plain(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def _checked_value(trait: Any, obj: Any, parameter: Parameter, value: Any) -> Any:
    span = f"from {parameter.low:g} to {parameter.high:g}"
    if parameter.list_of:
        is_list = not isinstance(value, str | bytes) and hasattr(value, "__iter__")
        numbers = [as_number(entry) for entry in value] if is_list else []
        sound = [x for x in numbers if x is not None and parameter.low <= x <= parameter.high]
        if not sound or len(sound) < len(numbers) or len(sound) > MOST_ENTRIES:
            rule = f"a dict whose {parameter.name} is a list of numbers {span}"
            raise refusal(trait, obj, rule, value)
        return sound
    number = as_number(value)
    rule = f"a dict whose {parameter.name} is a {'whole ' * parameter.whole}number {span}"
    rule += f", but not within {parameter.away:g} of 0" * (parameter.away > 0)
    if number is None or not parameter.low <= number <= parameter.high:
        raise refusal(trait, obj, rule, value)
    if abs(number) < parameter.away or (parameter.whole and not number.is_integer()):
        raise refusal(trait, obj, rule, value)
    return int(number) if parameter.whole else number


def _check_together(trait: Any, obj: Any, family: str, values: Mapping[str, Any]) -> None:
    first, second = FAMILIES[family].ordered or ("", "")
    if first in values and second in values:
        room = 1 if isinstance(values[first], int) else SHORTEST
        if not values[second] >= values[first] + room - 1e-12:
            rule = f"a dict whose {second} exceeds {first} by {room:g} or more"
            raise refusal(trait, obj, rule, dict(values))
    if "xk" in values:
        xk, pk = values["xk"], values["pk"]
        if len(xk) != len(pk) or len(set(xk)) < len(xk) or abs(sum(pk) - 1) > 1e-9:
            rule = "different values xk with as many probabilities pk, which sum to 1"
            raise refusal(trait, obj, rule, dict(values))
