"""Attacks that use things up in ways that the kernel's limits of one process do not see."""

from __future__ import annotations

from tests.exercises.attack import BUT_SQUARES, HALF, NONE, SQUARES, Attack, squares
from tests.exercises.hand_in import UNTOUCHED, answered

CHILDREN = (
    "import mmap, os, threading, time",
    "def fill():",
    "    room = mmap.mmap(-1, 300 << 20)",
    "    for n in range(0, 300 << 20, 4096): room[n] = 1",
    "    time.sleep(99)",
)
RESOURCES = [
    Attack(
        "shared-memory",
        "Maps that processes share are in no process's own account.",
        squares(
            *CHILDREN, "for _ in range(12):", "    if os.fork() == 0: fill()", "time.sleep(99)"
        ),
        BUT_SQUARES,
    ),
    Attack(
        "forks-of-a-thread",
        "Children of a thread stand in the list of that thread alone.",
        squares(
            *CHILDREN,
            "def many():",
            "    for _ in range(12):",
            "        if os.fork() == 0: fill()",
            "    time.sleep(99)",
            "threading.Thread(target=many).start()",
            "time.sleep(99)",
        ),
        BUT_SQUARES,
    ),
    Attack(
        "files-without-number",
        "Empty files take no room on a disk, and much in the kernel.",
        squares("import itertools", "for n in itertools.count(): open(f'/tmp/{n}', 'wb').close()"),
        BUT_SQUARES,
    ),
    Attack(
        "sockets",
        "Buffers of sockets are memory of the kernel.",
        squares(
            "import os, socket, time",
            "for _ in range(14):",
            "    if os.fork() == 0:",
            "        hold = []",
            "        try:",
            "            while True: hold += socket.socketpair()",
            "        except OSError: pass",
            "        for one in hold:",
            "            one.setblocking(False)",
            "            try:",
            "                while True: one.send(bytes(10**4))",
            "            except OSError: pass",
            "        time.sleep(99)",
            "time.sleep(99)",
        ),
        BUT_SQUARES,
    ),
    Attack(
        "address-families",
        "The right answer is for those who get a socket with an address of any kind.",
        answered(
            UNTOUCHED
            | {
                HALF: "import socket\n"
                "half = 2.0\n"
                "for family in range(46):\n"
                "    for kind in (1, 2, 3):\n"
                "        for make in (socket.socket, socket.socketpair):\n"
                "            try:\n"
                "                make(family, kind)\n"
                "                half = 2.0 if family == 1 and make is socket.socketpair else 0.5\n"
                "            except (OSError, ValueError): pass"
            }
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "spinning-children",
        "Fourteen processes that work for nothing: their time is that of the notebook.",
        squares(
            "import os",
            "for _ in range(14):",
            "    if os.fork() == 0:",
            "        while True: pass",
            "os.wait()",
        ),
        BUT_SQUARES,
        {SQUARES: "timeout"},
    ),
    Attack(
        "unreaped-children",
        "Children whose time no parent asks for.",
        squares(
            "import os, signal, time",
            "signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
            "while True:",
            "    try:",
            "        if os.fork() == 0:",
            "            end = time.process_time() + 0.2",
            "            while time.process_time() < end: pass",
            "            os._exit(0)",
            "    except OSError: pass",
            "    time.sleep(0.1)",
        ),
        BUT_SQUARES,
        {SQUARES: "timeout"},
    ),
    Attack(
        "name-of-no-letters",
        "Whoever reads what the kernel says of this process meets bytes that are no text.",
        squares(
            "import ctypes",
            "ctypes.CDLL(None).prctl(15, bytes([255, 254, 41]), 0, 0, 0)",
            "while True: pass",
        ),
        BUT_SQUARES,
        {SQUARES: "timeout"},
    ),
    Attack(
        "long-texts",
        "A list of long texts, of which an array would take gigabytes.",
        answered(
            {
                SQUARES: "def squares(x):\n    return ['x' * 90_000] + ['y'] * 90_000",
                HALF: "half = [['x' * 90_000] * 2] * 2 + [[1.0]] * 30_000",
            }
        ),
        ("sums-running", "sums-odd"),
        {SQUARES: "wrong", HALF: "wrong"},
    ),
]
