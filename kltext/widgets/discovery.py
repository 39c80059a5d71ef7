"""Which explorers there are: the package is searched, so that no list has to be kept."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TypeGuard

from kltext.widgets.explorer import Explorer, bundle_names


@cache
def explorers() -> dict[str, type[Explorer]]:
    """Return every explorer of this package, by the name of its class.

    An explorer is a module of this package with a bundled JavaScript module of the same name.

    Raises
    ------
    ImportError
        If the JavaScript was never bundled, or has no explorer of the same name in Python.

    Examples
    --------
    >>> explorers()["GaussianExplorer"].__module__
    'kltext.widgets.gaussian'
    """
    found = [_explorer_of(name) for name in bundle_names("widgets")]
    return {cls.__name__: cls for cls in sorted(found, key=lambda cls: cls.__name__)}


def _explorer_of(name: str) -> type[Explorer]:
    module = import_module(f"kltext.widgets.{name}")
    for cls in filter(_is_explorer, vars(module).values()):
        if cls._module == name:
            return cls
    raise ImportError(f"{module.__name__} has no explorer with module={name!r}")


def _is_explorer(value: object) -> TypeGuard[type[Explorer]]:
    return isinstance(value, type) and issubclass(value, Explorer) and value is not Explorer
