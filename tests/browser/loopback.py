"""Serves the built site on this machine as a web host would: compressed, and below a path."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

TEXT = {".html", ".css", ".js", ".svg", ".json", ".txt", ".xml", ".csv", ".md", ".ipynb"}


@lru_cache(maxsize=512)
def compressed(path: Path) -> bytes:
    """Return a file as a host sends it: text by gzip, the rest as it is."""
    raw = path.read_bytes()
    return gzip.compress(raw, 9, mtime=0) if path.suffix in TEXT else raw


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, below: str, **kwargs: Any) -> None:
        self.below = below
        super().__init__(*args, **kwargs)

    def send_head(self) -> Any:
        path = self.path.partition("?")[0]
        file = Path(self.translate_path("/" + path.removeprefix(self.below)))
        if file.is_dir():
            file /= "index.html"
        found = path.startswith(self.below) and file.is_file()
        if not found:
            file = Path(self.directory) / "404.html"
            if not file.is_file():
                self.send_error(404)
                return None
        body = compressed(file)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        if file.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return BytesIO(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing of each request."""


@contextmanager
def served(folder: Path, *, below: str = "/") -> Iterator[str]:
    """Serve a folder on 127.0.0.1, below a path, and give its address without a last slash.

    As with GitHub Pages, the folder's 404.html answers to all that is not there.
    """
    handler = partial(_Handler, directory=str(folder), below=below)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{below}".rstrip("/")
    finally:
        server.shutdown()
        server.server_close()
