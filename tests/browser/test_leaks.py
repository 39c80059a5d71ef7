"""An explorer that is taken away leaves nothing behind: no node, no listener, no timer."""

from __future__ import annotations

import time

import pytest

from lightbook.printing.chromium import complaints
from tests.browser.explorer_page import EACH, FRAMES, ROOT
from tests.browser.loopback import served

WARM_UP, FEW, MANY = 5, 10, 100
# Listeners that last, per target, also those that an AbortSignal ends; and running timers.
LEDGER = """() => {
  const open = new Map();
  const note = (key, change) => open.set(key, (open.get(key) ?? 0) + change);
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, act, options) {
    if (this === window || this === document || this === document.body) {
      note(type, 1);
      options?.signal?.addEventListener("abort", () => note(type, -1), { once: true });
    }
    return add.call(this, type, act, options);
  };
  EventTarget.prototype.removeEventListener = function (type, act, options) {
    if (this === window || this === document || this === document.body) note(type, -1);
    return remove.call(this, type, act, options);
  };
  const { setInterval: every, clearInterval: end } = window;
  const running = new Set();
  window.setInterval = (...call) => {
    const timer = every(...call);
    running.add(timer);
    return timer;
  };
  window.clearInterval = (timer) => {
    running.delete(timer);
    end(timer);
  };
  window.left = () => ({
    listeners: [...open].filter(([, count]) => count !== 0),
    intervals: running.size,
    nodes: document.body.querySelectorAll("*").length,
  });
}"""
CYCLE = """async ([name, state, times]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const { Manager } = await import("/lightbook/web/src/page/manager.js");
  const loaded = await import(`/kltext/web/dist/widgets/${name}.js`);
  const saved = { w1: { model_name: "AnyModel", state } };
  const manager = new Manager(saved, async () => loaded);
  const { model } = manager.find("w1");
  for (let k = 0; k < times; k += 1) {
    const el = document.createElement("div");
    document.body.append(el);
    const end = await manager.mount("w1", { el, page: () => ({ link: async () => "" }) });
    await frame();
    await frame();
    for (const input of el.querySelectorAll("input[type=range]")) {
      input.value = k % 2 ? input.min : input.max;
      input.dispatchEvent(new Event("input"));
    }
    for (const button of el.querySelectorAll("button:not([disabled])")) button.click();
    await frame();
    end();
    el.remove();
  }
  return model.listeners;
}"""


@pytest.fixture(scope="module")
def modules():
    """Serve the JavaScript of the explorers and of the page host, as modules."""
    with served(ROOT) as address:
        yield address


@EACH
@pytest.mark.parametrize(
    "mounts", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.audit)]
)
def test_mounts_leave_nothing_behind(browser, modules, explorer, mounts):
    context = browser.new_context()
    page = context.new_page()
    heard = complaints(page)
    page.route(
        "**/empty.html",
        lambda route: route.fulfill(body="<title>x</title><body>", content_type="text/html"),
    )
    page.goto(f"{modules}/empty.html")
    page.evaluate(LEDGER)
    state = {
        name: value
        for name, value in explorer().get_state().items()
        if not name.startswith(("_esm", "_css", "_anywidget", "layout"))
    }
    session = context.new_cdp_session(page)

    def mount(times):
        assert page.evaluate(CYCLE, [explorer._module, state, times]) == 0
        assert page.evaluate("() => window.left()") == {"listeners": [], "intervals": 0, "nodes": 0}

    def counts():
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Memory.getDOMCounters")
        return {name: found[name] for name in ("nodes", "jsEventListeners")}

    def settled(wanted=None):
        """Return what is left, or that as much as wanted is left; what waits to be spoken ends."""
        end = time.monotonic() + 3
        last = None
        while (now := counts()) != (last if wanted is None else wanted):
            if time.monotonic() > end:
                break
            last = now
            page.evaluate(FRAMES)
        return now

    mount(WARM_UP)
    before = settled()
    mount(mounts)
    assert settled(before) == before
    assert heard == []
    context.close()
