"""What all explorers share: the module that draws them, their limits, and their read-outs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from kltext.widgets.still_pictures import figure_svg
from kltext.widgets.traits import Choice, Parameters, Probabilities, Real, Switch

DIST = Path(__file__).parent.parent / "web" / "dist"
Parameter = Real | Probabilities | Choice | Switch | Parameters


def bundle(kind: str, name: str) -> Path:
    """Return a file that the JavaScript build has made.

    Raises
    ------
    ImportError
        If it was never built: this is a source tree, and its JavaScript is still to be bundled.
    """
    path = DIST / kind / name
    if not path.exists():
        raise ImportError(
            f"{path} is missing: the JavaScript of kltext has not been bundled. "
            "Run `make setup`, or `python build_javascript.py kltext/web`."
        )
    return path


def bundle_names(kind: str) -> list[str]:
    """Return the names of the scripts that the JavaScript build has made, without their endings.

    Raises
    ------
    ImportError
        If it was never built.
    """
    folder = bundle(kind, "")
    return sorted(path.stem for path in folder.glob("*.js"))


class Explorer(anywidget.AnyWidget):
    """A picture with sliders: the traits are its parameters, the read-outs its numbers.

    Every parameter of the constructor is a trait that can be observed, linked and set, and
    that refuses what makes no sense with a ``TraitError``. The read-outs are read-only traits,
    computed by ``kltext`` whenever a parameter changes.

    A subclass names its JavaScript module in ``module``, returns its read-outs, by trait, from
    ``_readouts``, and draws its still picture in ``_draw``.
    """

    _explorer = traitlets.Unicode().tag(sync=True)
    _limits = traitlets.Dict().tag(sync=True)
    _module: ClassVar[str]

    def __init_subclass__(cls, *, module: str = "", **kwargs: Any) -> None:
        # Every instance gets a nameless subclass from traitlets, which keeps its parent's module.
        if module:
            cls._module = module
            cls._esm = bundle("widgets", f"{module}.js")
            cls._css = bundle("page", "explorer.css")
        super().__init_subclass__(**kwargs)

    def __init__(self, **parameters: Any) -> None:
        self._refuse_unknown(parameters)
        super().__init__(
            _explorer=self._module,
            _limits={name: trait.limits for name, trait in self._parameters().items()},
            **parameters,
        )
        self.observe(self._update, names=list(self._parameters()))
        self._update(None)

    @classmethod
    def _parameters(cls) -> dict[str, Parameter]:
        """Return the parameters' traits by name, in the order in which they are declared."""
        return {
            name: trait
            for base in reversed(cls.__mro__)
            for name, trait in vars(base).items()
            if isinstance(trait, Parameter)
        }

    def _refuse_unknown(self, given: Mapping[str, Any]) -> None:
        for name in given:
            if name not in self._parameters():
                raise TypeError(
                    f"{type(self).__name__} has no parameter {name!r}; "
                    f"it has {', '.join(self._parameters())}"
                )

    def _readouts(self) -> dict[str, Any]:
        """Return the read-outs for the present parameters."""
        raise NotImplementedError

    def _draw(self) -> None:
        """Draw the present state as a new matplotlib figure."""
        raise NotImplementedError

    def _update(self, _change: Any) -> None:
        for name, value in self._readouts().items():
            self.set_trait(name, value)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widget, and its still picture for where widgets do not work.

        A page read without JavaScript, a printed book and a notebook on a website that runs
        nothing show the picture in the explorer's place.
        """
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is not None:
            shown[0]["image/svg+xml"] = figure_svg(self._draw)
        return shown

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._parameters())
        return f"{type(self).__name__}({values})"


def readout() -> Any:
    """Return a read-only trait for a number that follows from the parameters."""
    return traitlets.Float(read_only=True)
