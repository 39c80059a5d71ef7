"""Explorers and pages in Firefox and in WebKit, as readers meet them.

The audit opens every page.
"""

from __future__ import annotations

import json

import pytest

from tests.book.pages import site_pages
from tests.browser.axe import ALL_LAID_OUT, OVERFLOW
from tests.browser.engines import Engine, wait
from tests.browser.explorer_page import BY_MODULE
from tests.browser.open_pages import Site
from tests.sampling import sampled

# Marionette leaves sockets open while it waits for Firefox.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PAGES = [*site_pages(), "search.html"]
KINDS = {
    "index.html",
    "chapters/properties.html",
    "chapters/closed-forms.html",
    "chapters/knowledge-check.html",
    "chapters/api.html",
    "exercises/definition.html",
    "search.html",
}
PHONE = 390
# A page in a frame of a phone's width, which both engines can make as narrow as they are asked to.
# It is listened to as soon as the frame has it, before its deferred scripts run.
IN_A_FRAME = """const [address, width] = arguments;
document.body.innerHTML = `<iframe style="border: 0; width: ${width}px; height: 800px"></iframe>`;
const frame = document.querySelector("iframe");
window.heard = [];
const listen = () => {
  const inside = frame.contentWindow;
  if (inside.listened || inside.location.href === "about:blank") return;
  inside.listened = true;
  inside.addEventListener("error", ({ message }) => {
    if (!/^ResizeObserver loop/.test(message)) window.heard.push(message);
  });
  inside.addEventListener("unhandledrejection", ({ reason }) => window.heard.push(String(reason)));
  const { error } = inside.console;
  inside.console.error = (...words) => { window.heard.push(words.join(" ")); error(...words); };
};
const listening = setInterval(listen);
frame.addEventListener("load", () => { clearInterval(listening); window.loaded = true; });
window.loaded = false;
frame.src = address;
"""
STICKING_OUT = f"""const inside = document.querySelector("iframe").contentWindow;
const style = inside.document.createElement("style");
style.textContent = {json.dumps(ALL_LAID_OUT)};
inside.document.head.append(style);
return inside.eval({json.dumps(f"({OVERFLOW})()")});"""
STYLED = """const inside = document.querySelector("iframe").contentWindow;
return inside.document.documentElement.matches(".lb-scripted")
  && inside.document.styleSheets.length > 0;"""
PLACE = '.lightbook-widget[data-model="{}"]'
READY = """const place = document.querySelector(arguments[0]);
place.scrollIntoView({ block: "center" });
return place.dataset.ready === "true";"""
# What an explorer reads out, a moment after the last input.
SETTLED_VALUES = """const root = document.querySelector(arguments[0] + " .kltext-explorer");
return new Promise((done) => setTimeout(() => requestAnimationFrame(() =>
  requestAnimationFrame(() => done(root.dataset.values))), 50));"""
IN_THE_MIDDLE = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })"
HOME, END = "\ue011", "\ue010"
DRAGS = [(-60, 40), (60, -40)]  # to the left and up, and back: one of them is at its limit
# The first slider and the last handle that a reader can see.
MARK = """const root = document.querySelector(arguments[0]);
const seen = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 0;
const slider = [...root.querySelectorAll("input[type=range]:not([disabled])")].find(seen);
const grip = [...root.querySelectorAll(".kl-handle")].filter(seen).at(-1);
slider?.setAttribute("data-tried", "slider");
grip?.setAttribute("data-tried", "grip");
return [Boolean(slider), Boolean(grip)];"""


@pytest.mark.parametrize("name", sampled(PAGES, KINDS))
def test_a_page_is_quiet_and_fits_a_phone(engine: Engine, served: str, name: str) -> None:
    engine.open(f"{served}/notebooks/")
    engine.evaluate(IN_A_FRAME, f"{served}/{name}", PHONE)
    wait(engine, "return window.loaded")
    assert engine.evaluate(STYLED)
    assert engine.evaluate(STICKING_OUT) == []
    assert engine.evaluate("return window.heard") == []


@pytest.mark.parametrize("kind", BY_MODULE)
def test_an_explorer_follows_a_key_and_a_drag(engine: Engine, explorers: Site, kind: str) -> None:
    found = explorers.places[kind]
    engine.open(f"{explorers.address}/{found.page.relative_to(explorers.folder)}")
    place = PLACE.format(found.model)
    wait(engine, READY, place)
    slider, grip = engine.evaluate(MARK, place)
    assert slider or grip
    if grip:
        engine.evaluate(IN_THE_MIDDLE, '[data-tried="grip"]')
        engine.drag('[data-tried="grip"]', 0, 0)  # a press alone may round a value
        before = engine.evaluate(SETTLED_VALUES, place)
        read = set()
        for across, up in DRAGS:
            engine.evaluate(IN_THE_MIDDLE, '[data-tried="grip"]')
            engine.drag('[data-tried="grip"]', across, up)
            read.add(engine.evaluate(SETTLED_VALUES, place))
        assert read != {before}
    if slider:
        engine.type('[data-tried="slider"]', HOME)
        before = engine.evaluate(SETTLED_VALUES, place)
        engine.type('[data-tried="slider"]', END)
        assert engine.evaluate(SETTLED_VALUES, place) != before
    assert engine.evaluate("return window.complaints") == []
