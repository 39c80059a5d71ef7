"""Explorers: pictures with sliders, in JupyterLab and on a page without a kernel.

The names of this package are the explorers that `discovery` finds, so that a new explorer is
exported without a line here.
"""

from typing import Any

try:
    import anywidget as _anywidget  # noqa: F401
except ImportError as error:
    raise ImportError(
        "The explorers need anywidget and ipywidgets: run `pip install 'kltext[widgets]'`."
    ) from error


def __getattr__(name: str) -> Any:
    """Return an explorer by the name of its class, or the list of these names."""
    from kltext.widgets.discovery import explorers  # at use: it imports the modules beside this one

    if name == "__all__":
        return list(explorers())
    if not name.startswith("_") and name in explorers():
        return explorers()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__getattr__("__all__"))
