"""Widgets in the page: Jupyter's messages between their two halves, without Jupyter."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import comm
from comm.base_comm import BaseComm

from lightbook.live.runtime.display import Display

OUTPUT = "OutputModel"


class PageComm(BaseComm):
    """The Python end of a widget's channel; the other end is the page's widget manager."""

    display: Display

    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,
        metadata: Any = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        """Send a message to the page."""
        self._follow_captures(data or {})
        self.display.outbox.send(
            "comm",
            kind=msg_type.removeprefix("comm_"),
            comm=self.comm_id,
            data=data or {},
            metadata=metadata or {},
            buffers=[bytes(buffer) for buffer in buffers or ()],
            **keys,
        )

    def _follow_captures(self, data: dict[str, Any]) -> None:
        """Note which Output widget is open: what is shown meanwhile belongs to it."""
        message = data.get("state", {}).get("msg_id")
        captures = self.display.outbox.captures
        if message:
            captures.append(self.comm_id)
        elif message == "" and self.comm_id in captures:
            self.display.show_figures()  # what was drawn inside belongs inside
            captures.remove(self.comm_id)


class Kernel:
    """What Output widgets ask for the message that is being answered."""

    def get_parent(self, *_arguments: Any) -> dict[str, Any]:
        """Return a message as IPython's kernel has them."""
        return {"header": {"msg_id": uuid4().hex}}


def connect(display: Display) -> None:
    """Let every widget that is made from now on talk to the page."""
    PageComm.display = display
    comm.create_comm = PageComm


def receive(comm_id: str, data: dict[str, Any], buffers: list[Any]) -> None:
    """Take a message of a widget in the page."""
    channel = comm.get_comm_manager().get_comm(comm_id)
    if channel is not None:
        channel.handle_msg({"content": {"comm_id": comm_id, "data": data}, "buffers": buffers})
