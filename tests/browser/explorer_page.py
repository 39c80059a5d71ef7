"""An explorer on an open page, handled as a reader handles it and checked as Python checks it."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Locator, Page

from kltext import widgets
from kltext.widgets.discovery import explorers
from kltext.widgets.explorer import Explorer
from kltext.widgets.traits import Choice, Probabilities, Real, Switch
from tests.browser import random_distributions
from tests.sampling import sampled

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js"
EXPLORERS: list[type[Explorer]] = list(explorers().values())

EACH = pytest.mark.parametrize("explorer", EXPLORERS, ids=lambda one: one.__name__)
# One of each kind of grip. What all explorers have from one place is tried on these; the others are
# for the audit.
OFTEN = [
    widgets.DiscreteExplorer,
    widgets.ForwardReverseExplorer,
    widgets.GaussianExplorer,
    widgets.TrustRegionExplorer,
]
SOME = pytest.mark.parametrize("explorer", sampled(EXPLORERS, OFTEN), ids=lambda one: one.__name__)
BY_MODULE = {explorer._module: explorer for explorer in EXPLORERS}
STATE = re.compile(
    r'<script type="application/vnd.jupyter.widget-state\+json">(.*?)</script>', re.DOTALL
)
WIDGET = re.compile(r'class="lightbook-widget" data-model="(w\d+)"')

# A move is a parameter, which of its inputs, and what that input is set to.
Move = tuple[str, int, Any]
MOVE = """async (root, moves) => {
  const frame = () => new Promise(requestAnimationFrame);
  for (const [name, i, value] of moves) {
    const control = root.querySelector(`[data-parameter="${name}"]`);
    const input = control.querySelectorAll("input, select")[i];
    if (input.type === "radio" || input.type === "checkbox") {
      if (input.checked !== value) input.click();
    } else {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    await frame();
  }
  await frame();
  await frame();
}"""
FRAMES = """async () => {
  for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
}"""
# All but messages, which come and go by themselves.
SEEN = """(root) => {
  const copy = root.cloneNode(true);
  for (const message of copy.querySelectorAll("[aria-live], [role=status]")) message.remove();
  return copy.outerHTML;
}"""
# An address without a place, no focus, and the explorer as its page opens.
RESTORE = """async (root) => {
  history.replaceState(null, "", location.pathname + location.search);
  [...root.querySelectorAll("button")].find((button) => button.textContent === "Reset").click();
  document.activeElement.blur();
  for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
}"""
# What stands beside an explorer, all the way up. axe reads a whole page before it looks at a part.
ALONE = """(root) => {
  for (let node = root; node !== document.body; node = node.parentElement) {
    for (const other of [...node.parentElement.children]) {
      if (other !== node && !other.matches("script, style")) other.remove();
    }
  }
}"""
VIOLATIONS = """async (root, options) => {
  const { violations } = await axe.run(root, options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 120)} ${any[0]?.message ?? ""}`));
}"""


@dataclass(frozen=True)
class Place:
    """Where an explorer stands on the site."""

    kind: str
    page: Path
    model: str  # the widget of the page that is the explorer, or the box that holds it
    name: str  # what links call it
    first: bool  # whether it stands there in its first state


def explorers_of(page: Path) -> Iterator[Place]:
    """Yield the explorers of a built page, also those in boxes."""
    text = page.read_text(encoding="utf-8")
    saved = STATE.search(text)
    models = json.loads(saved[1])["state"] if saved else {}

    def leaves(model: str) -> Iterator[dict[str, Any]]:
        yield models[model]
        for child in models[model]["state"].get("children", []):
            yield from leaves(child.removeprefix("IPY_MODEL_"))

    for place in WIDGET.findall(text):
        for leaf in leaves(place):
            kind, state = leaf["state"].get("_explorer"), leaf["state"]
            if kind in BY_MODULE:
                default = BY_MODULE[kind]()
                names = default._parameters()
                first = all(state[name] == getattr(default, name) for name in names)
                yield Place(kind, page, place, leaf["name"], first)


class ExplorerPage:
    """One explorer on a page, with the Python class that says what it should read."""

    def __init__(self, page: Page, root: Locator, explorer: type[Explorer]) -> None:
        self.page, self.root, self.explorer = page, root, explorer
        self.spoken_at_first = self.spoken()

    def restore(self) -> None:
        """Bring back the state in which the page opens."""
        self.page.mouse.move(0, 0)
        self.resize(1000)
        self.set_theme("light")
        self.root.evaluate(RESTORE)

    def resize(self, width: int) -> None:
        """Make the window as wide as this, and let the page draw."""
        if self.page.viewport_size != (size := {"width": width, "height": 900}):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.rest()

    def set_theme(self, theme: str) -> None:
        """Show the page in the light or in the dark."""
        self.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)

    def control(self, parameter: str) -> Locator:
        """Return the inputs of a parameter."""
        return self.root.locator(f'[data-parameter="{parameter}"]').locator("input, select")

    def button(self, name: str) -> Locator:
        """Return a button by its words."""
        return self.root.get_by_role("button", name=name, exact=True)

    def seen(self) -> str:
        """Return the HTML of all that is seen."""
        return str(self.root.evaluate(SEEN))

    def spoken(self) -> str:
        """Return what a screen reader was told last."""
        return self.root.locator(".kl-unseen[aria-live=polite]").inner_text()

    def rest(self) -> None:
        """Let the page draw."""
        self.page.evaluate(FRAMES)

    def move(self, moves: list[Move]) -> None:
        """Set inputs, one frame after another."""
        self.root.evaluate(MOVE, moves)

    def values(self) -> dict[str, float]:
        """Return the numbers that the page has computed, to the last digit."""
        read = json.loads(self.root.get_attribute("data-values") or "{}")
        return {
            name: float(value.replace("Infinity", "inf")) if isinstance(value, str) else value
            for name, value in read.items()
        }

    def link(self) -> str:
        """Return the fragment of the link that the explorer gives."""
        press = "button => { button.click(); return location.hash.slice(1); }"
        return str(self.button("Copy link").evaluate(press))

    def state(self) -> dict[str, Any]:
        """Return the parameters, as the explorer's own link says them."""
        search = self.link().partition("?")[2]
        return {name: json.loads(value) for name, value in parse_qsl(search, strict_parsing=True)}

    def in_python(self) -> Explorer:
        """Return the same explorer in Python, which refuses what it does not allow."""
        return self.explorer(**self.state())

    def violations(self, *, colours: bool = False) -> list[str]:
        """Return what axe has to say of the explorer, or of its colours alone.

        From then on the explorer stands alone on its page.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            self.root.evaluate(ALONE)
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options: dict[str, Any] = {"preload": False, "resultTypes": ["violations"]}
        options["rules"] = {"target-size": {"enabled": True}}  # of WCAG 2.2; axe leaves it out
        if colours:
            options["runOnly"] = ["cat.color"]
        return list(self.root.evaluate(VIOLATIONS, options))


def disagreements(shown: ExplorerPage, tolerance: float = 1e-12) -> list[str]:
    """Return where the page's numbers are not those of ``kltext``."""
    made, page = shown.in_python(), shown.values()
    return [
        f"{made!r}.{name} is {wanted!r}, the page reads {page.get(name)!r}"
        for name, wanted in made._readouts().items()
        if not agree(page.get(name), wanted, tolerance)
    ]


def agree(got: float | None, wanted: float, tolerance: float) -> bool:
    """Return whether numbers are equal to a relative tolerance; inf and nan equal themselves."""
    if got is None or math.isnan(wanted):
        return got is not None and math.isnan(got)
    return got == wanted or abs(got - wanted) <= tolerance * abs(wanted)


def random_moves(explorer: type[Explorer], seed: int) -> list[Move]:
    """Return moves that bring an explorer to some place of its range, ends included."""
    rng = random.Random(f"{explorer.__name__} {seed}")  # noqa: S311 (places to visit)
    if explorer is widgets.KLCalculator:
        return random_distributions.random_moves(rng)
    moves: list[Move] = []
    for name, trait in explorer._parameters().items():
        if isinstance(trait, Real):
            steps = round((trait.high - trait.low) / trait.step)
            k = rng.choice([0, steps, *[rng.randint(0, steps) for _ in range(8)]])
            moves.append((name, 0, trait.low + k * trait.step))
        elif isinstance(trait, Probabilities):
            size = trait.sizes[0]
            ends = [(i, float(rng.choice([0, 0.01, 1]))) for i in range(size) if rng.random() < 0.1]
            inner = [(i, round(rng.uniform(0, 0.8), 2)) for i in rng.sample(range(size), size)]
            moves += [(name, i, value) for i, value in [*inner, *ends]]
        elif isinstance(trait, Choice):
            moves.append((name, rng.randrange(len(trait.values or ())), True))
        elif isinstance(trait, Switch):
            moves.append((name, 0, rng.random() < 0.5))
    return moves
