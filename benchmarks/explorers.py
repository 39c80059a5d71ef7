"""What one move of a slider costs the page, explorer by explorer, on a slow machine.

    python benchmarks/explorers.py [--inputs 60]

The main thread's work from a key press to the painted figure (handler, style, layout, paint) is
read from a Chromium trace, with the processor slowed down four times. Next to it, in one
JupyterLab at full speed: the Gaussian explorer, and ipywidgets.interact with a matplotlib figure
of the same two Gaussians, from the key press to the new picture.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests" / "browser"))

from chromium import started  # noqa: E402  (what the tests share)
from lab_server import lab, run_all  # noqa: E402
from serving import serving  # noqa: E402
from shown import EXPLORERS, FRAMES  # noqa: E402

SLOWER = 4
BAR = 10.0  # milliseconds
QUIET = 150  # milliseconds: three frames, even of a slow machine
KEYS = ("ArrowRight", "PageUp", "ArrowLeft", "ArrowRight", "PageDown", "ArrowRight")
WORK = {
    *("EventDispatch", "FunctionCall", "FireAnimationFrame", "TimerFire", "RunMicrotasks"),
    *("UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit", "HitTest"),
    *("IntersectionObserverController::computeIntersections", "MinorGC", "MajorGC"),
}
CATEGORIES = ["devtools.timeline", "blink.user_timing", "v8"]
MOUNT = """async ([name, state]) => {
  const { Manager } = await import("/src/page/manager.js");
  const loaded = await import(`/dist/widgets/${name}.js`);
  const manager = new Manager({ w1: { model_name: "AnyModel", state } }, async () => loaded);
  const el = document.querySelector("main");
  await manager.mount("w1", { el, page: () => ({ link: async () => "" }) });
  const frame = () => new Promise(requestAnimationFrame);
  window.inputs = 0;
  addEventListener("keydown", async () => {
    performance.mark("kltext-input");
    for (let k = 0; k < 3; k += 1) await frame();
    performance.mark("kltext-drawn");
    window.inputs += 1;
  }, { capture: true });
}"""
PAGE = """<!doctype html><html lang="en" data-theme="light"><title>Explorer</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet"
href="/dist/page/explorer.css"><body style="font-family: sans-serif"><main></main></body>"""
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


def costs(browser: Browser, address: str, explorer: Any, inputs: int) -> list[float]:
    """Return the main thread's milliseconds for each of some inputs."""
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.route("**/bench.html", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto(f"{address}/bench.html")
    left_out = ("_esm", "_css", "_anywidget", "layout")
    state = {k: v for k, v in explorer().get_state().items() if not k.startswith(left_out)}
    page.evaluate(MOUNT, [explorer._module, state])
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
    return list(work_by_input(events))


def press(page: Page, sliders: list[Any], number: int) -> None:
    """Move one of the sliders, and wait until it is drawn.

    Nothing is asked of the page before that: what Playwright runs there is not the explorer's.
    """
    slider = sliders[number % len(sliders)]
    slider.focus()
    page.evaluate(FRAMES)
    before = page.evaluate("() => window.inputs")
    page.keyboard.press(KEYS[number % len(KEYS)])
    page.wait_for_timeout(QUIET)
    page.wait_for_function("before => window.inputs > before", arg=before)


def work_by_input(events: list[dict[str, Any]]) -> Iterator[float]:
    """Yield the milliseconds of outermost work between each pair of marks."""
    marks = [e for e in events if e["name"] in {"kltext-input", "kltext-drawn"}]
    marks.sort(key=lambda e: e["ts"])
    thread = {(e["pid"], e["tid"]) for e in marks}
    work = sorted(
        # The thread's own time, where there is one: it leaves out what other programs took.
        (e["ts"], e["ts"] + e.get("dur", 0), e.get("tdur", e.get("dur", 0)))
        for e in events
        if e["name"] in WORK and e["ph"] == "X" and (e["pid"], e["tid"]) in thread
    )
    for first, last in pairwise(marks):
        if (first["name"], last["name"]) != ("kltext-input", "kltext-drawn"):
            continue
        total, end = 0.0, first["ts"]
        for start, stop, spent in work:
            if end <= start < last["ts"]:
                total, end = total + spent, stop
        yield total / 1000


def in_jupyterlab(browser: Browser, inputs: int) -> tuple[float, float]:
    """Return the median milliseconds of the explorer and of interact, in one JupyterLab."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in NOTEBOOK])
        made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, folder / "speed.ipynb")
        with lab(folder) as address:
            page = browser.new_page(viewport={"width": 1200, "height": 2400})
            page.goto(address.format("speed.ipynb"))
            page.locator(".jp-CodeCell").first.wait_for(timeout=90_000)
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


def main() -> int:
    """Print the tables; return 1 if an explorer is above the bar."""
    parser = argparse.ArgumentParser(description="Measure what a move of a slider costs.")
    parser.add_argument("--inputs", type=int, default=60, help="moves of each explorer")
    inputs = parser.parse_args().inputs
    slow = []
    with serving(ROOT / "kltext" / "web") as address, started() as browser:
        print(f"main-thread milliseconds for one input, {SLOWER}x slower (bar: {BAR:g} at 95 %)")
        print(f"{'explorer':24} {'median':>7} {'95 %':>7} {'most':>7}")
        for explorer in EXPLORERS:
            found = costs(browser, address, explorer, inputs)
            if len(found) != inputs:
                raise RuntimeError(f"{len(found)} of {inputs} inputs are in the trace")
            middle, high = np.percentile(found, [50, 95])
            print(f"{explorer.__name__:24} {middle:7.2f} {high:7.2f} {max(found):7.2f}", flush=True)
            if high > BAR:
                slow.append(explorer.__name__)
        ours, theirs = in_jupyterlab(browser, max(5, inputs // 4))
        print("\nfrom key to picture in JupyterLab, milliseconds (median)")
        print(f"GaussianExplorer {ours:.1f}, interact with matplotlib {theirs:.1f}")
        print(f"ratio {theirs / ours:.1f}")
    print(f"above the bar: {', '.join(slow)}" if slow else "every explorer is within the bar")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
