"""What one move of a slider costs the page, explorer by explorer, on a slow machine.

    python -m benchmarks.explorers [--inputs 60]

The main thread's work from a key press to the painted figure (handler, style, layout, paint) is
read from a Chromium trace, with the processor slowed down four times. The first row is the least
that any page pays: the browser's own slider, one number and one line. Next to it, in one
JupyterLab at full speed: the Gaussian explorer, and ipywidgets.interact with a matplotlib figure
of the same two Gaussians, from the key press to the new picture.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from lightbook.printing.chromium import started
from tests.browser.explorer_page import EXPLORERS, FRAMES
from tests.browser.lab_server import lab, run_all, write_notebook
from tests.browser.loopback import served

ROOT = Path(__file__).resolve().parents[1]

SLOWER = 4
BAR = 10.0  # milliseconds
QUIET = 150  # milliseconds: three frames, even of a slow machine
STEPS = ("Arrow{}", "Page{}", "Arrow{}")
WORK = {
    *("EventDispatch", "FunctionCall", "FireAnimationFrame", "TimerFire", "RunMicrotasks"),
    *("UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit", "HitTest"),
    *("IntersectionObserverController::computeIntersections", "MinorGC", "MajorGC"),
}
CATEGORIES = ["devtools.timeline", "blink.user_timing", "v8"]
MOUNT = """async ([name, state]) => {
  const { Manager } = await import("/lightbook/web/src/page/manager.js");
  const loaded = await import(`/kltext/web/dist/widgets/${name}.js`);
  const manager = new Manager({ w1: { model_name: "AnyModel", state } }, async () => loaded);
  const el = document.querySelector("main");
  await manager.mount("w1", { el, page: () => ({ link: async () => "" }) });
}"""
LEAST = """() => {
  document.querySelector("main").innerHTML =
    `<input type="range" min="0" max="100"> <output>50</output>
     <svg width="600" height="200"><path fill="none" stroke="black"></path></svg>`;
  const find = (tag) => document.querySelector(tag);
  const [input, output, path] = ["input", "output", "path"].map(find);
  const draw = () => {
    output.firstChild.data = input.value;
    path.setAttribute("d", `M0,${input.value}L600,100`);
  };
  input.addEventListener("input", () => requestAnimationFrame(draw));
}"""
# Marks the start in the trace, and tells on which side of its middle a slider stands.
START = """(slider) => {
  performance.mark("kltext-input");
  return Number(slider.value) > (Number(slider.min) + Number(slider.max)) / 2;
}"""
PAGE = """<!doctype html><html lang="en" data-theme="light"><title>Explorer</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/kltext/web/dist/page/explorer.css">
<body style="font-family: sans-serif"><main></main></body>"""
# Resolves with the milliseconds from the next key press to another picture.
FROM_KEY_TO_PICTURE = """(node) => new Promise((resolve) => {
  const picture = () =>
    node.querySelector("img")?.src ?? node.querySelector(".kl-figure svg")?.innerHTML ?? "";
  const before = picture();
  let pressed = 0;
  addEventListener("keydown", () => { pressed ||= performance.now(); }, { capture: true });
  const seen = new MutationObserver(async () => {
    if (!pressed || picture() === before) return;
    seen.disconnect();
    await node.querySelector("img")?.decode();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
  });
  seen.observe(node, { childList: true, subtree: true, attributes: true });
})"""
NOTEBOOK = (
    "from kltext.widgets import GaussianExplorer\n\nGaussianExplorer()",
    """import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from scipy import stats

x = np.linspace(-8, 8, 241)


@ipywidgets.interact(mu_p=(-4.0, 4.0, 0.05), mu_q=(-4.0, 4.0, 0.05))
def draw(mu_p=0.0, mu_q=1.0):
    p, q = stats.norm(mu_p, 1), stats.norm(mu_q, 1.5)
    fig, (above, below) = plt.subplots(2)
    above.plot(x, p.pdf(x), x, q.pdf(x))
    below.fill_between(x, p.pdf(x) * (p.logpdf(x) - q.logpdf(x)))
    plt.show()""",
)


def opened(browser: Browser, address: str) -> Page:
    """Return a page on which explorers may be put."""
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.route("**/bench.html", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(f"{address}/bench.html")
    return page


def put(page: Page, explorer: Any) -> None:
    """Put an explorer on the page, as the book's host does."""
    left_out = ("_esm", "_css", "_anywidget", "layout")
    state = {k: v for k, v in explorer().get_state().items() if not k.startswith(left_out)}
    page.evaluate(MOUNT, [explorer._module, state])


def costs(browser: Browser, page: Page, inputs: int) -> list[float]:
    """Return the main thread's milliseconds for each of some inputs; close the page."""
    page.evaluate(FRAMES)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sliders = page.locator("input[type=range]").all()
    for number in range(6):  # what runs for the first time is compiled first
        press(page, sliders, number)
    browser.start_tracing(page=page, categories=CATEGORIES)
    for number in range(inputs):
        press(page, sliders, number)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    found = list(work_by_input(events))
    if len(found) != inputs:
        raise RuntimeError(f"only {len(found)} of {inputs} inputs moved the figure")
    return found


def press(page: Page, sliders: list[Any], number: int) -> None:
    """Move one of the sliders towards its middle, so that it does move, and wait until it is drawn.

    Nothing is asked of the page before that: what Playwright runs there is not the explorer's.
    """
    slider = sliders[number % len(sliders)]
    slider.focus()
    page.evaluate(FRAMES)
    beyond = slider.evaluate(START)
    page.keyboard.press(STEPS[number % len(STEPS)].format("Down" if beyond else "Up"))
    page.wait_for_timeout(QUIET)
    page.evaluate("() => performance.mark('kltext-drawn')")


def work_by_input(events: list[dict[str, Any]]) -> Iterator[float]:
    """Yield the milliseconds of outermost work from each key that moved the figure to its mark."""
    marks = [e for e in events if e["name"] in {"kltext-input", "kltext-drawn"}]
    marks.sort(key=lambda e: e["ts"])
    thread = {(e["pid"], e["tid"]) for e in marks}
    work = sorted(
        # The thread's own time, where there is one: it leaves out what other programs took.
        (e["ts"], e["ts"] + e.get("dur", 0), e.get("tdur", e.get("dur", 0)), e["name"])
        for e in events
        if e["name"] in WORK and e["ph"] == "X" and (e["pid"], e["tid"]) in thread
    )
    for first, last in pairwise(marks):
        if (first["name"], last["name"]) != ("kltext-input", "kltext-drawn"):
            continue
        done = [item for item in work if first["ts"] <= item[0] < last["ts"]]
        # The first event is the key's; what asked the slider for its value came before it.
        keys = [start for start, _, _, name in done if name == "EventDispatch"]
        total, end = 0.0, min(keys, default=math.inf)
        for start, stop, spent, _ in done:
            if start >= end:
                total, end = total + spent, stop
        if any(name == "FireAnimationFrame" for *_, name in done):
            yield total / 1000


def in_jupyterlab(browser: Browser, inputs: int) -> tuple[float, float]:
    """Return the median milliseconds of the explorer and of interact, in one JupyterLab."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_notebook(folder / "speed.ipynb", *NOTEBOOK)
        with lab(folder) as running:
            page = browser.new_page(viewport={"width": 1200, "height": 2400})
            page.goto(running.of("speed.ipynb"))
            run_all(page)
            page.locator(".widget-interact img").wait_for(timeout=60_000)
            ours = page.locator(".kltext-explorer")
            theirs = page.locator(".widget-interact")
            slider, handle = ours.locator("input").first, theirs.locator(".noUi-handle").first
            medians = (timed(page, ours, slider, inputs), timed(page, theirs, handle, inputs))
            page.close()
    return medians


def timed(page: Page, picture: Any, slider: Any, inputs: int) -> float:
    """Return the median milliseconds from a key press on a slider to the new picture."""
    times = []
    for _ in range(inputs):
        slider.focus()
        picture.evaluate(
            f"node => {{ window.waited = ({FROM_KEY_TO_PICTURE})(node); return null; }}"
        )
        page.keyboard.press("ArrowRight")
        times.append(float(page.evaluate("() => window.waited")))
        page.wait_for_timeout(150)
    return statistics.median(times)


def show(name: str, found: list[float]) -> float:
    """Print a row of the table; return its 95th percentile."""
    middle, high = np.percentile(found, [50, 95])
    print(f"{name:24} {middle:7.2f} {high:7.2f} {max(found):7.2f}", flush=True)
    return float(high)


def main() -> int:
    """Print the tables; return 1 if an explorer is above the bar."""
    parser = argparse.ArgumentParser(description="Measure what a move of a slider costs.")
    parser.add_argument("--inputs", type=int, default=60, help="moves of each explorer")
    inputs = parser.parse_args().inputs
    slow = []
    with served(ROOT) as address, started() as browser:
        print(f"main-thread milliseconds for one input, {SLOWER}x slower (bar: {BAR:g} at 95 %)")
        print(f"{'explorer':24} {'median':>7} {'95 %':>7} {'most':>7}")
        page = opened(browser, address)
        page.evaluate(LEAST)
        show("(one bare slider)", costs(browser, page, inputs))
        for explorer in EXPLORERS:
            page = opened(browser, address)
            put(page, explorer)
            if show(explorer.__name__, costs(browser, page, inputs)) > BAR:
                slow.append(explorer.__name__)
        ours, theirs = in_jupyterlab(browser, max(5, inputs // 4))
        print("\nfrom key to picture in JupyterLab, milliseconds (median)")
        print(f"GaussianExplorer {ours:.1f}, interact with matplotlib {theirs:.1f}")
        print(f"ratio {theirs / ours:.1f}")
    print(f"above the bar: {', '.join(slow)}" if slow else "every explorer is within the bar")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
