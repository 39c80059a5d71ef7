"""Firefox and WebKit, as Debian brings them, behind the few things that a test does to a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

SECONDS: Final = 240  # a loaded machine loads Python slowly
PAUSE: Final = 0.2
CONTROL: Final = "\ue009"
STEPS: Final = (0, 0.3, 0.6, 1)  # of a drag
# Nothing but this machine is reached.
NO_NETWORK: Final = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.allow_hijacking_localhost": False,
}
# What a page complains of, but for the word of browsers that a size is told one frame later.
LISTEN: Final = """window.complaints ??= [];
addEventListener("error", ({ message }) => {
  if (!message.startsWith("ResizeObserver loop")) window.complaints.push(message);
});
addEventListener("unhandledrejection", (event) => window.complaints.push(String(event.reason)));
"""


class Engine(Protocol):
    """A browser with one page."""

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""

    def evaluate(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page."""

    def click(self, selector: str) -> None:
        """Scroll an element into view and press it."""

    def type(self, selector: str, text: str) -> None:
        """Press an element and then keys."""

    def type_anew(self, selector: str, text: str) -> None:
        """Press an element, select all that is in it, and type."""

    def drag(self, selector: str, across: int, up: int) -> None:
        """Press the mouse on an element, move it by so many pixels, and let it go."""


def wait(engine: Engine, script: str, *arguments: Any) -> Any:
    """Wait until the body of a function returns something true, and return it."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        found = engine.evaluate(script, *arguments)
        if found:
            return found
        time.sleep(PAUSE)
    raise AssertionError(f"waited {SECONDS} s in vain for: {script}")


class Selenium:
    """What a driver of Selenium or Marionette does alike."""

    def __init__(self, driver: Any, find: Callable[[str], Any]) -> None:
        self.driver = driver
        self.find = find

    def click(self, selector: str) -> None:
        """Scroll an element into view and press it."""
        self.evaluate(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector
        )
        self.find(selector).click()

    def type(self, selector: str, text: str) -> None:
        """Put the caret into an element and press keys."""
        self.click(selector)
        self.find(selector).send_keys(text)

    def type_anew(self, selector: str, text: str) -> None:
        """Press an element, select all that is in it, and type."""
        self.click(selector)
        keys = self.keys()
        keys.key_down(CONTROL).key_down("a").key_up("a").key_up(CONTROL)
        keys.send_keys(text).perform()

    def drag(self, selector: str, across: int, up: int) -> None:
        """Press the mouse on an element, move it by so many pixels, and let it go."""
        place = "const { x, y, width, height } = document.querySelector(arguments[0])"
        x, y = self.evaluate(
            f"{place}.getBoundingClientRect(); return [x + width / 2, y + height / 2]", selector
        )
        self.press_and_move([(round(x + across * part), round(y - up * part)) for part in STEPS])

    def press_and_move(self, places: list[tuple[int, int]]) -> None:
        """Press the mouse at the first place of the window, and let it go at the last."""
        raise NotImplementedError

    def keys(self) -> Any:
        """Return the beginning of a sequence of keys."""
        raise NotImplementedError

    def evaluate(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page."""
        raise NotImplementedError


class Firefox(Selenium):
    """Firefox, by its own protocol."""

    def keys(self) -> Any:
        """Return the beginning of a sequence of keys."""
        return self.driver.actions.sequence("key", "keyboard")

    def press_and_move(self, places: list[tuple[int, int]]) -> None:
        """Press the mouse at the first place of the window, and let it go at the last."""
        mouse = self.driver.actions.sequence("pointer", "mouse", {"pointerType": "mouse"})
        mouse.pointer_move(*places[0]).pointer_down()
        for place in places[1:]:
            mouse.pointer_move(*place, duration=30)
        mouse.pointer_up().perform()

    def open(self, address: str) -> None:
        """Open a page, and listen to it."""
        self.driver.navigate(address)
        self.evaluate(LISTEN)

    def evaluate(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page."""
        return self.driver.execute_script(script, script_args=list(arguments), sandbox=None)


class WebKit(Selenium):
    """WebKit in its small browser."""

    def keys(self) -> Any:
        """Return the beginning of a sequence of keys."""
        from selenium.webdriver import ActionChains

        return ActionChains(self.driver)

    def press_and_move(self, places: list[tuple[int, int]]) -> None:
        """Press the mouse at the first place of the window, and let it go at the last."""
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        actions = ActionBuilder(self.driver, duration=30)
        mouse = actions.pointer_action
        mouse.move_to_location(*places[0]).pointer_down()
        for place in places[1:]:
            mouse.move_to_location(*place)
        mouse.pointer_up()
        actions.perform()

    def open(self, address: str) -> None:
        """Open a page, and listen to it."""
        self.driver.get(address)
        self.evaluate(LISTEN)

    def evaluate(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns in the page."""
        return self.driver.execute_script(script, *arguments)


def program(*names: str) -> str:
    """Return the path of the first program that is installed."""
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"install one of {', '.join(names)}: make programs does"
    return found


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Run Firefox without a window."""
    with warnings.catch_warnings():
        # One of its modules has an escape that Python warns of when it compiles it.
        warnings.simplefilter("ignore")
        from marionette_driver.marionette import Marionette

    binary = program("firefox-esr", "firefox")
    driver = Marionette(bin=binary, port=0, headless=True, prefs=NO_NETWORK, gecko_log="-")
    driver.start_session()
    driver.timeout.script = SECONDS
    try:
        yield Firefox(driver, lambda selector: driver.find_element("css selector", selector))
    finally:
        driver.quit(in_app=False)


@contextmanager
def webkit() -> Iterator[WebKit]:
    """Run WebKit on a screen in memory."""
    from selenium.webdriver import WebKitGTK, WebKitGTKOptions
    from selenium.webdriver.webkitgtk.service import Service

    places = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    assert places, "install webkit2gtk-driver: make programs does"
    options = WebKitGTKOptions()
    options.binary_location = str(places[-1])
    options.add_argument("--automation")
    with screen() as display:
        environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        service = Service(program("WebKitWebDriver"), env=environment)
        with warnings.catch_warnings():
            # Its class for WebKit still begins in a way that Selenium itself has given up.
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = WebKitGTK(options=options, service=service)
        driver.set_script_timeout(SECONDS)
        try:
            yield WebKit(driver, lambda selector: driver.find_element("css selector", selector))
        finally:
            driver.quit()


@contextmanager
def screen() -> Iterator[str]:
    """Run a screen that nobody sees; give its name."""
    reading, writing = os.pipe()
    call = [program("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1400x1000x24"]
    with subprocess.Popen([*call, "-nolisten", "tcp"], pass_fds=[writing]) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()
