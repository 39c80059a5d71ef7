"""Which sandbox this machine offers, and the command that opens one.

The system is mounted read-only and only as far as Python needs it: no home, no bank, no other
submission, no network. Started by root, the sandbox still runs as a user of its own, another one
for each box, because the kernel counts processes by user.
"""

from __future__ import annotations

import functools
import os
import platform
import re
import secrets
import shutil
import site
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path

from klcheck.courses import courses, package_folder

from klgrade import bytecode, seccomp

GROUP = "klgrade.packages"
INSTALL = "sudo apt-get install bubblewrap"
WORKER = Path(__file__).with_name("worker.py")
START = Path(__file__).with_name("inside.py")
INSIDE = "/klgrade/inside.py"
_IMPORTED = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)
ENVIRONMENT = {
    "HOME": "/tmp",  # noqa: S108 (inside the sandbox)
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}


class SandboxError(Exception):
    """There is no working sandbox; the message says why and what to do."""


@functools.cache
def packages() -> tuple[tuple[Path, Path], ...]:
    """Return the folders of the packages that may lie anywhere, each with its place on sys.path.

    These are klcheck, the courses, and what they name in the entry-point group
    ``klgrade.packages``: a package that is installed in editable mode stands in a project, with
    more beside it than learners should see. Such packages of other projects stay outside.
    """
    named = {point.module for point in entry_points(group=GROUP)}
    names = sorted({"klcheck", *named, *(course.package for course in courses())})
    found = [(package_folder(name), name.count(".")) for name in names]
    return tuple((folder, folder.parents[dots]) for folder, dots in found if folder)


@functools.cache
def installed() -> tuple[str, ...]:
    """Return the folders that hold installed packages."""
    import numpy as np

    places = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    if site.ENABLE_USER_SITE:
        places.append(site.getusersitepackages())
    places.append(str(Path(np.__file__).parents[1]))
    return tuple(place for place in dict.fromkeys(places) if Path(place).is_dir())


def library_paths() -> list[str]:
    """Return what stands on sys.path inside: the installed packages, and the folders of others."""
    return list(dict.fromkeys([*installed(), *(str(home) for _folder, home in packages())]))


def python() -> str:
    """Return the interpreter itself, not its link in a virtual environment."""
    return os.path.realpath(sys.executable)


@functools.cache
def mounts() -> tuple[str, ...]:
    """Return the folders that can be read inside, apart from those of the system in /usr."""
    shown = [(folder, home) for folder, home in packages() if folder not in answers()]
    elsewhere = [str(folder) for folder, home in shown if str(home) not in installed()]
    places = dict.fromkeys([sys.base_prefix, *installed(), *elsewhere])
    return tuple(place for place in places if not place.startswith("/usr/"))


@functools.cache
def answers() -> tuple[Path, ...]:
    """Return the folders with the answers that learners check theirs against: they stay outside."""
    return tuple(course.folder for course in courses() if course.folder)


def inside(path: str | Path) -> list[Path]:
    """Return where `path` could be read inside the sandbox, whatever links lead to it."""
    real = Path(path).resolve()
    places = [Path(place) for place in (*mounts(), "/usr")]
    homes = [(place, place.resolve()) for place in places]
    return [place / real.relative_to(home) for place, home in homes if real.is_relative_to(home)]


def own_uid() -> int | None:
    """Return a user for the next box if this process is root's, else None."""
    if os.geteuid() != 0:
        return None
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    ranges = [(int(first), int(count)) for first, _outside, count in map(str.split, lines)]
    first, count = max(ranges, key=lambda pair: pair[1])
    low = max(first, 100_000 if count > 200_000 else 10_000)
    high = min(first + count, 2_000_000_000)
    if low >= high:
        raise SandboxError("root may become no other user here: start klgrade as a plain user")
    return low + secrets.randbelow(high - low)


@functools.cache
def code(*, whole: bool = False) -> int:
    """Return the file in memory that a box starts from: with the code of all packages, or of few.

    To compile SciPy takes more than a second, and many a notebook does without it.
    """

    def shown(path: str) -> bool:
        return bool(inside(path)) and not any(map(Path(path).is_relative_to, answers()))

    return bytecode.handle(shown, None if whole else _few())


def _few() -> set[str]:
    """Return the packages that nearly every notebook imports."""
    return {"numpy", *(folder.relative_to(home).parts[0] for folder, home in packages())}


def imports_more(sources: Iterable[str]) -> bool:
    """Return whether some code imports one of the other packages that are loaded here."""
    words = {word for source in sources for word in _IMPORTED.findall(source)}
    return any(word in sys.modules for word in words - sys.stdlib_module_names - _few())


def command(filter_handle: int, code_handle: int, disk: int) -> list[str]:
    """Return the command that opens a box and runs the worker in it."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise SandboxError(f"bubblewrap is not installed: {INSTALL}")
    # As the first process of the box, the worker can be none that holds more than it may.
    words = [bwrap, "--die-with-parent", "--new-session", "--hostname", "box", "--as-pid-1"]
    words += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--cap-drop", "ALL", "--seccomp", str(filter_handle)]
    if os.geteuid() == 0:
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    for name, value in ENVIRONMENT.items():
        words += ["--setenv", name, value]
    # Where Python's own library lies, for builds that find it by this variable.
    words += ["--setenv", "LD_LIBRARY_PATH", f"{sys.base_prefix}/lib", *_system()]
    size = str(disk << 20)
    words += ["--proc", "/proc", "--dev", "/dev"]
    words += ["--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"]  # noqa: S108
    words += ["--perms", "1777", "--size", size, "--tmpfs", "/tmp"]  # noqa: S108
    words += _libraries()
    words += ["--ro-bind", str(START), INSIDE]
    # What bubblewrap makes is a writable filesystem in memory without a limit, until here.
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]  # noqa: S108
    return [*words, python(), "-SBP", INSIDE, str(code_handle)]


def _system() -> list[str]:
    """Return what mounts the system's programs and libraries."""
    words = ["--ro-bind", "/usr", "/usr"]
    for place in ("/bin", "/lib", "/lib32", "/lib64", "/sbin"):
        if Path(place).is_symlink():
            words += ["--symlink", str(Path(place).readlink()), place]
        elif Path(place).is_dir():
            words += ["--ro-bind", place, place]
    for place in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"):
        words += ["--ro-bind-try", place, place]
    return words


def _libraries() -> list[str]:
    """Return what mounts Python and its packages, with nothing in those that hold answers."""
    words = []
    empty = [str(place) for folder in answers() for place in inside(folder) or [folder]]
    # Folders on the way would be the user's who opens the box, and closed to the one inside.
    ways = {str(way) for place in (*mounts(), *empty, INSIDE) for way in Path(place).parents}
    for way in sorted(ways - {"/"}):
        words += ["--perms", "0755", "--dir", way]
    for place in mounts():
        words += ["--ro-bind", place, place]
    for place in empty:
        words += ["--perms", "0755", "--size", "4096", "--tmpfs", place, "--remount-ro", place]
    return words


def plain_command() -> list[str]:
    """Return the command that runs the worker without a sandbox, for one's own notebook."""
    return [python(), "-SBP", str(WORKER)]


def filter_program() -> bytes:
    """Return the system calls to refuse, or raise if this machine is not known."""
    machine = platform.machine()
    if sys.platform != "linux":
        raise SandboxError(
            "other people's notebooks are graded on Linux only: there is no sandbox here. "
            "Your own notebook can be graded without one: --no-sandbox"
        )
    if not seccomp.supported(machine):
        raise SandboxError(f"the sandbox knows x86_64 and aarch64, and this is {machine}")
    return seccomp.program(machine)


def complaint(output: str) -> str:
    """Return what to tell the user when bubblewrap does not start."""
    if os.geteuid() == 0:
        advice = "Root needs the right to mount (in Docker: --privileged), or try a plain user."
    else:
        advice = (
            "This system may forbid user namespaces. On Ubuntu: "
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
        )
    return f"the sandbox does not start: {output}. {advice}"
