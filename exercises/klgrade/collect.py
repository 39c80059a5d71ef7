"""Find the submissions that the paths of a command mean.

A path is a notebook, a folder of notebooks (``<student>.ipynb``), or a folder of student folders
(``<student>/<slug>.ipynb``, at most two folders deeper). A folder that is named like an exercise
holds one of these for that exercise; groups may stand above the students if there is nothing else.
What may be several people's is not taken for one student's. No link is followed below a path: one
that stands for a student's work becomes a submission that cannot be read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from klgrade.groups import apart
from klgrade.layout import Layout, layout
from klgrade.listing import MAX_FILES, Listing, is_archive, is_notebook
from klgrade.people import listed, own_name, owner, students_names, without_copy_marks
from klgrade.records import Submission, named
from klgrade.tasks import Bank

MAX_DEPTH = 2
_WHOSE = "neither its name nor its folder says whose it is: name the file after the student"


def collect(
    paths: list[str],
    bank: Bank,
    out: Path | None = None,
    say: Callable[[str], object] = lambda _note: None,
) -> list[Submission]:
    """Return all submissions, each once, in the order of their students' names.

    What is left out although it might be somebody's work is said; so is `out`, the gradebook.

    Raises
    ------
    ValueError
        If a path does not exist, or if it cannot be told whether two people have one name.
    """
    listing = Listing(os.path.realpath(out) if out else "", set(map(os.path.realpath, paths)), say)
    search = _Search(bank, listing)
    found: dict[tuple[str, tuple[str, ...]], Submission] = {}
    for name in paths:
        path = Path(name)
        if not os.path.lexists(path):
            raise ValueError(f"there is nothing at {name}")
        if is_archive(path.name) and path.is_file():
            raise ValueError(f"{name} is an archive: unpack it, and name the folder")
        real = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow a link)
        folder = path.is_dir() and not is_notebook(path.name)
        for submission in search.folder(real) if folder else [search.file(real)]:
            place = os.path.join(submission.root, *submission.parts)  # noqa: PTH118
            found.setdefault((submission.student, (place,)), submission)
    names = students_names(search.seen, say)
    everyone = [replace(one, student=names[one.student]) for one in found.values()]
    everyone = apart(everyone, bank, say)
    return sorted(everyone, key=lambda one: (one.student, one.stem, one.parts, one.root))


@dataclass
class _Search:
    bank: Bank
    listing: Listing
    seen: dict[str, set[str]] = field(default_factory=dict)  # names of students, and their places

    def slug(self, stem: str) -> str | None:
        return named(stem, self.bank.exercises)

    def whose(self, name: str, place: Path) -> str:
        """Return a name that stands for a student, and note where it does."""
        self.seen.setdefault(name, set()).add(str(place))
        return name

    def file(self, path: Path) -> Submission:
        """Return the submission that is one file; in ``ada/<slug>.ipynb`` the student is ada."""
        inside = "" if self.slug(own_name(path.stem)) else self.slug(path.parent.name) or ""
        if self.slug(path.stem) and path.parent.name:
            student = self.whose(path.parent.name, path.parent.parent)
        else:
            student = self.whose(path.stem, path.parent)
        return Submission(student, str(path.parent), (path.name,), folder=inside)

    def folder(self, root: Path) -> Iterator[Submission]:
        """Return what a folder that was named holds."""
        yield from self.level(root, (), self.slug(root.name) or "")

    def level(
        self, root: Path, above: tuple[str, ...], slug: str, group: tuple[str, ...] = ()
    ) -> Iterator[Submission]:
        """Return the notebooks and the students of a folder, which may be that of an exercise.

        `group` is its path if its folders are students' only because it is a group.
        """
        entries = self.listing.entries(root.joinpath(*above))
        folders = [entry for entry in entries if self.is_folder(entry)]
        exercises = [
            entry
            for entry in folders
            if above == group and self.slug(entry.name) and not self.is_students(Path(entry.path))
        ]
        others = [entry for entry in folders if entry not in exercises]
        groups = not group and self.are_groups(others)
        stems = [Path(entry.name).stem for entry in entries if is_notebook(entry.name)]
        nameless = any(map(self.slug, stems))
        alone = nameless and all(map(self.slug, stems)) and not any(map(self.is_somebodys, others))
        for entry in entries:
            parts = (*above, entry.name)
            if is_notebook(entry.name):
                yield self.loose(root, parts, slug, alone=alone)
            elif entry.is_symlink() and Path(entry.path).is_dir():
                fault = "this is a link, and links are not followed"
                student = self.whose(entry.name, Path(entry.path).parent)
                yield Submission(student, str(root), parts, fault)
            elif entry in exercises:
                yield from self.level(root, parts, self.slug(entry.name) or "", group)
            elif entry in others and groups:
                found = list(self.level(root, parts, slug, parts))
                name = "/".join(part for part in parts if not self.slug(part))
                yield from (replace(one, group=name) for one in found)
            elif entry in others:
                yield from self.student(root, parts, slug)

    def is_folder(self, entry: os.DirEntry[str]) -> bool:
        return entry.is_dir(follow_symlinks=False) and not is_notebook(entry.name)

    def is_students(self, folder: Path) -> bool:
        """Return whether a folder named like an exercise belongs to one student all the same.

        It does if all notebooks in it are named like exercises, and not all like this one.
        """
        found = self.listing.notebooks(folder, MAX_DEPTH)[0]
        here = [self.slug(Path(name[0]).stem) for name in found if len(name) == 1]
        return bool(here) and None not in here and set(here) != {self.slug(folder.name)}

    def is_somebodys(self, entry: os.DirEntry[str]) -> bool:
        return bool(self.listing.notebooks(Path(entry.path), MAX_DEPTH)[0])

    def are_groups(self, folders: list[os.DirEntry[str]]) -> bool:
        """Return whether folders hold students' folders: all do, and nothing else stands in them.

        One student's folders do not make a group, whatever lies in them.
        """
        found = {
            entry.name: self.listing.notebooks(Path(entry.path), MAX_DEPTH + 1)[0]
            for entry in folders
        }
        used = {name: names for name, names in found.items() if names}
        layouts = [layout(names, self.slug) for names in used.values()]
        return (
            bool(used)
            and all(one.group for one in layouts)
            and not any(owner(name).number for name in used)
        )

    def loose(self, root: Path, parts: tuple[str, ...], slug: str, *, alone: bool) -> Submission:
        """Return the submission that is a notebook among students: its name says whose it is.

        If it is named like an exercise and `alone`, a student's own folder was named.
        """
        stem = Path(parts[-1]).stem
        inside = "" if self.slug(own_name(stem)) else slug
        if not self.slug(stem):
            student = self.whose(stem, root.joinpath(*parts[:-1]))
            return Submission(student, str(root), parts, folder=inside)
        student = self.whose(root.name, root.parent)
        return Submission(student, str(root), parts, "" if alone else _WHOSE, folder=inside)

    def student(self, root: Path, parts: tuple[str, ...], slug: str) -> Iterator[Submission]:
        """Return the notebooks in a student's folder."""
        folder = root.joinpath(*parts)
        student = self.whose(parts[-1], folder.parent)
        try:
            names, deep = self.listing.notebooks(folder, MAX_DEPTH, strict=True)
        except OSError:
            fault = "there is no permission to read this folder"
            yield Submission(student, str(root), parts, fault)
            return
        shape = layout(names, self.slug)
        fault = self.fault(folder, names, deep, shape)
        if fault:
            yield Submission(student, str(root), parts, fault)
            return
        for name in names:
            found = (*parts, *name)
            inside = next(filter(None, map(self.slug, found[:-1])), slug)
            stem = Path(name[-1]).stem
            known = self.slug(own_name(stem))
            label = without_copy_marks(stem) if len(shape.files) > 1 and not known else ""
            yield Submission(student, str(root), found, folder="" if known else inside, label=label)

    def fault(
        self,
        folder: Path,
        names: list[tuple[str, ...]],
        deep: list[tuple[str, ...]],
        shape: Layout,
    ) -> str:
        """Return why a student's folder cannot be graded, or ""."""
        if len(names) > MAX_FILES:
            return f"there are more than {MAX_FILES} notebooks in this folder"
        if deep and not names:
            return "the notebooks lie more than two folders deep: move them up"
        if not names:
            return "there is no notebook (.ipynb) in this folder"
        for name in deep[:1]:
            more = f", and {len(deep) - 1} more" if len(deep) > 1 else ""
            place = folder.joinpath(*name)
            self.listing.tell(f"{place}{more}: too many folders deep, and not graded; move it up")
        if not shape.unclear:
            return ""
        people = listed([*shape.people, *shape.files])
        self.listing.tell(
            f"{folder} is not graded: is it a group, or one student's? If {people} are "
            f"students, name the folder as well: klgrade … '{folder}'. If not, put all into one."
        )
        return f"the notebooks may be several people's ({people})"
