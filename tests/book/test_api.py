"""The API page has an entry for every public name of the package."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import kltext
from tests.book.built import parsed

# Modules that say what is public by name alone, not in ``__all__``.
# What notebooks import besides; kltext.checks has the names of klcheck, for notebooks of the past.
OTHERS = ("klcheck", "lightbook.quiz", "lightbook.quiz.questions")
UNLISTED = {
    "kltext.kernels": ("g", "phi", "exp_excess"),
    "lightbook.quiz.questions": ("load_questions", "parse_questions", "question_markdown"),
}


def public_names() -> dict[str, object]:
    """Return every public name of the package, dotted, with the object that it stands for."""
    inside = pkgutil.walk_packages(kltext.__path__, "kltext.")
    names = ["kltext", *(module.name for module in inside if "._" not in module.name)]
    own = [name for name in names if name.count(".") < 2 and name != "kltext.checks"]
    modules = {name: importlib.import_module(name) for name in (*own, *OTHERS)}
    listed = {
        name: UNLISTED.get(name) or getattr(module, "__all__", ())
        for name, module in modules.items()
    }
    found = {
        f"{module}.{name}": getattr(modules[module], name)
        for module, members in listed.items()
        for name in members
    }
    # A module is public by its own names, not by an entry.
    return {name: member for name, member in found.items() if not inspect.ismodule(member)}


@pytest.fixture(scope="module")
def entries(site: Path) -> set[str]:
    """Return the ids of the page's entries."""
    page = parsed(site / "chapters" / "api.html")
    return {str(entry["id"]) for entry in page.select("dt.sig[id]")}


def without_entry(names: dict[str, object], entries: set[str]) -> list[str]:
    """Return the names that have no entry: a name also exported by ``kltext`` has it there."""
    at_top = {f"kltext.{name}": getattr(kltext, name) for name in kltext.__all__}
    shown = {id(at_top[entry]) for entry in entries & set(at_top)}
    return sorted(name for name in names if name not in entries and id(names[name]) not in shown)


def test_every_public_name_has_an_entry(entries: set[str]) -> None:
    assert not without_entry(public_names(), entries)


def test_every_entry_is_public(entries: set[str]) -> None:
    names = public_names()
    members = {entry for entry in entries if entry.rsplit(".", 1)[0] in names}
    classes = {"Question", "Option", "Answer", "Mistake"}  # what questions.load_questions returns
    extra = entries - set(names) - members
    assert {entry.rsplit(".", 1)[1] for entry in extra} <= classes


def test_each_layer_has_public_names() -> None:
    layers = {name.split(".")[1] for name in public_names() if name.count(".") == 2}
    assert layers >= {"distributions", "kernels", "plots", "projections"}


def test_a_missing_entry_is_noticed() -> None:
    names = public_names()
    assert without_entry(names, set(names) - {"kltext.entropy"}) == ["kltext.entropy"]
