"""Pack the built site, with its PDF files and its wheel, into one file to read without a network.

    python -m lightbook.printing.offline_zip

The same site gives the same file: the entries are sorted, and none carries a time.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from lightbook.printing.print_pdf import file_name
from lightbook.printing.settings import read_settings

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can carry
RECORDS = {".buildinfo", "reports"}  # of the build itself; no page uses them
PACKED = 9


def pack(site: Path, target: Path, top: str) -> Path:
    """Write all files of a site into a zip file, below a folder `top`.

    Raises
    ------
    FileNotFoundError
        If the site was not built.
    """
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site} holds no book: run `make book` first")
    target.parent.mkdir(parents=True, exist_ok=True)
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKED) as archive:
        for name, path in sorted(files.items()):
            if name.split("/")[0] not in RECORDS:
                entry = zipfile.ZipInfo(f"{top}/{name}", EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    return target


def main() -> int:
    """Pack the book of this repository, and say where the file is."""
    settings = read_settings()
    name = file_name(settings)
    made = pack(settings.site, settings.book / "_build" / "dist" / f"{name}.zip", name)
    print(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
    print(f"Unpack it, and open {name}/index.html: no network is needed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
