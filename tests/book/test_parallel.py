"""A build in several processes loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PAGES = [f"page{number}" for number in range(9)]
CONF = """project = html_title = "Many pages"
extensions = ["myst_nb", "lightbook"]
html_theme = "lightbook"
nb_execution_mode = "off"
"""


def test_every_page_is_found_after_a_build_in_two_processes(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF)
    toctree = "\n".join(PAGES)
    (tmp_path / "index.md").write_text(f"# Many pages\n\n```{{toctree}}\n{toctree}\n```\n")
    for name in PAGES:
        (tmp_path / f"{name}.md").write_text(f"# On {name}\n\nSome words on {name}.\n")
    command = [Path(sys.executable).with_name("sphinx-build"), "-j", "2", "-W", "--keep-going"]
    done = subprocess.run(
        [*command, tmp_path, tmp_path / "out"], capture_output=True, text=True, check=False
    )
    # Sphinx warns of an extension that makes it write in one process all the same.
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "out/_static/lightbook/search-index.js").read_text()
    entries = json.loads(text.partition("=")[2].rstrip(";\n"))
    expected = {f"{name}.html": f"Some words on {name}." for name in PAGES}
    assert {url: words for _, _, url, words in entries if url in expected} == expected
