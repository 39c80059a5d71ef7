"""IPython in the page, for cells that use it or ipywidgets: it formats values and shows them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets.config import Config

from lightbook.live.runtime import widgets
from lightbook.live.runtime.display import Display


class PagePublisher(DisplayPublisher):
    """Sends what IPython displays to the page."""

    page = AnyTrait()

    def publish(self, data: Any, metadata: Any = None, *_more: Any, **_options: Any) -> None:
        """Show what is a dictionary from MIME type to text."""
        self.page.publish(data, metadata)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown."""
        self.page.outbox.send("clear", wait=wait)


def start_shell(main: ModuleType, display: Display) -> None:
    """Make the one shell, whose namespace is that of the cells."""
    quiet = Config()
    quiet.InteractiveShell.colors = "nocolor"  # a page shows no escape codes
    quiet.HistoryManager.enabled = False
    quiet.HistoryManager.hist_file = ":memory:"
    shell = InteractiveShell.instance(config=quiet, user_module=main, user_ns=main.__dict__)
    shell.display_pub = PagePublisher(page=display, parent=shell)  # type: ignore[no-untyped-call]
    shell.kernel = widgets.Kernel()  # type: ignore[attr-defined]
    widgets.connect(display)
