"""Print the book, pack it, and look at what came out.

    python -m tests.audit.paper           prints, packs, and looks
    python -m tests.audit.paper --kept    looks at what was printed and packed before

Every chapter stands in the outline and on the page that the contents tell; no page is blank,
and no text leaves its page; the cheat sheet is one page; the zip is the same when packed again,
and opens from a folder without a network, explorers and all.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination

from lightbook.printing.chromium import complaints, started
from lightbook.printing.offline_zip import pack
from lightbook.printing.one_page import chapters
from lightbook.printing.print_pdf import file_name, print_all
from lightbook.printing.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]

BOX = re.compile(
    r'<page width="([\d.]+)" height="([\d.]+)"|'
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)
SLACK = 1.0  # points: letters may reach a little over their boxes
FEWEST_PAGES = 100


def outline(reader: PdfReader) -> dict[str, int]:
    """Return the titles of the outline's first level and their pages, counted from 1."""
    entries = [entry for entry in reader.outline if isinstance(entry, Destination)]
    return {
        " ".join(str(entry.title).split()): (reader.get_destination_page_number(entry) or 0) + 1
        for entry in entries
    }


def contents_faults(pdf: Path) -> Iterator[str]:
    """Yield which chapters are missing from the outline, or are not where the contents say."""
    settings, reader = read_settings(), PdfReader(pdf)
    found = outline(reader)
    words = "\n".join(page.extract_text() for page in reader.pages[1:12])
    told = unicodedata.normalize("NFKC", words)  # "ﬁ" is f and i
    for chapter in chapters(settings.book, settings.site):
        title = f"{chapter.number}. {chapter.title}".removeprefix(". ")
        page = next((at for name, at in found.items() if name == title), None)
        if page is None:
            yield f"the outline lacks {title!r}"
        elif chapter.title.split()[0] not in reader.pages[page - 1].extract_text():
            yield f"the outline leads {title!r} to page {page}, which does not show it"
        elif not re.search(rf"{re.escape(chapter.title)}\s*{page}\b", told):
            yield f"the contents do not name page {page} for {title!r}"


def text_faults(pdf: Path) -> Iterator[str]:
    """Yield every word that leaves its page."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    number, width, height = 0, 0.0, 0.0
    for match in BOX.finditer(text):
        if match[1]:
            number, width, height = number + 1, float(match[1]), float(match[2])
            continue
        left, top, right, bottom = (float(match[i]) for i in range(3, 7))
        inside = left > -SLACK and top > -SLACK
        if not inside or right > width + SLACK or bottom > height + SLACK:
            yield f"page {number}: {match[7]!r} leaves the page"


def picture_faults(pdf: Path, folder: Path) -> Iterator[str]:
    """Turn every page into a picture, and yield the blank ones."""
    subprocess.run(["pdftoppm", "-r", "30", "-gray", str(pdf), folder / "page"], check=True)
    for number, path in enumerate(sorted(folder.glob("page-*.pgm")), 1):
        with Image.open(path) as image:
            # The head and the foot are on every page: what counts is between them.
            middle = image.crop((0, image.height // 13, image.width, image.height * 12 // 13))
            darkest, _ = middle.getextrema()
        if darkest > 128:
            yield f"page {number} is blank"


def offline_faults(archive: Path, site: Path, folder: Path) -> Iterator[str]:
    """Yield what is wrong with the zip, and with the book that it unpacks to."""
    again = pack(site, folder / "again.zip", archive.stem)
    if again.read_bytes() != archive.read_bytes():
        yield "packing the same site again gave another file"
    zipfile.ZipFile(archive).extractall(folder)
    start = folder / archive.stem / "index.html"
    with started() as browser:
        page = browser.new_context(offline=True).new_page()
        heard = complaints(page)
        page.goto(start.as_uri())
        page.locator(".lightbook-widget").first.scroll_into_view_if_needed()
        page.locator(".lightbook-widget[data-ready]").first.wait_for()
        links = page.locator("a[href$='.pdf']").evaluate_all("all => all.map((a) => a.href)")
        yield from heard
    if len(links) != 2:
        yield f"the landing page offers {len(links)} PDF files, not the book and the cheat sheet"
    names = [name for name in zipfile.ZipFile(archive).namelist() if name.endswith(".whl")]
    if len(names) != 1:
        yield f"the zip holds {len(names)} wheels, not one"


def main(arguments: list[str]) -> int:
    """Print, pack and look; return 1 if anything was wrong."""
    settings = read_settings()
    name = file_name(settings)
    archive = settings.book / "_build" / "dist" / f"{name}.zip"
    if "--kept" not in arguments:
        print_all(settings)
        pack(settings.site, archive, name)
    book, sheet = settings.site / "pdf" / f"{name}.pdf", settings.site / "pdf" / "cheat-sheet.pdf"
    pages, sheets = len(PdfReader(book).pages), len(PdfReader(sheet).pages)
    faults = [f"the book has {pages} pages only"] if pages < FEWEST_PAGES else []
    faults += [f"the cheat sheet has {sheets} pages"] if sheets != 1 else []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for pdf in (book, sheet):
            faults += [f"{pdf.name}: {fault}" for fault in text_faults(pdf)]
        faults += contents_faults(book)
        faults += picture_faults(book, folder)
        faults += [f"zip: {fault}" for fault in offline_faults(archive, settings.site, folder)]
    print("\n".join(faults) if faults else f"{pages} pages printed, packed, and in order.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
