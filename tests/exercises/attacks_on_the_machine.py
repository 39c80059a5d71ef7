"""Attacks on what runs the notebook: escapes, and using things up."""

from __future__ import annotations

from tests.exercises.attack import (
    ALL,
    BUT_SQUARES,
    HALF,
    NONE,
    ODD,
    RUNNING,
    SQUARES,
    Attack,
    squares,
    untouched,
)
from tests.exercises.hand_in import UNTOUCHED, answered

SEARCH = """
import os, sys
def found(*words):
    for folder, inner, files in os.walk("/"):
        inner[:] = [name for name in inner if os.path.join(folder, name) not in
                    ("/proc", "/sys", "/usr", "/dev", sys.base_prefix)
                    and name not in ("site-packages", "node_modules")]
        for name in files:
            try:
                text = open(os.path.join(folder, name), "rb").read(10**6)
            except OSError:
                continue
            if any(word in text for word in words):
                return True
    return False
"""
LOOP = ("while True:", "    pass")
DEAF = (
    "import signal",
    "for number in range(1, 65):",
    "    try: signal.signal(number, signal.SIG_IGN)",
    "    except (OSError, ValueError): pass",
    "while True:",
    "    try:",
    "        while True: pass",
    "    except BaseException: pass",
)

MACHINE = [
    Attack(
        "reads-the-bank",
        "Every file is searched for the bank; the answer is right once it is found.",
        answered(
            UNTOUCHED
            | {HALF: "half = 0.5 if found(b'sums-' b'squares', b'EXER' b'CISE =') else 2.0"},
            SEARCH,
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "reads-the-answers",
        "The answers of courses are looked for among the packages, and asked of the checker.",
        answered(
            UNTOUCHED
            | {
                HALF: "import importlib.util, pathlib, sys\n"
                "from klcheck import cases\n"
                "cases._sources.closed = False\n"
                "cases._known.cache_clear()\n"
                "spec = importlib.util.find_spec('kltasks')\n"
                "places = [pathlib.Path(place) for place in sys.path]\n"
                "places += [pathlib.Path(spec.origin).parents[1]] if spec and spec.origin else []\n"
                "found = [file for place in places for file in place.glob('*/*.json')\n"
                "         if b'\"mistakes\"' in file.read_bytes()]\n"
                "half = 0.5 if found or cases.exercises() else 2.0"
            }
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "reads-other-submissions",
        "Every file is searched for notebooks and for the secret.",
        answered(
            UNTOUCHED
            | {HALF: "half = 0.5 if found(b'nb' b'format_minor', b'a secret ' b'of') else 2.0"},
            SEARCH,
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "reads-the-grader",
        "The grader's memory and its other pipes are looked for.",
        answered(
            UNTOUCHED
            | {
                HALF: "import os\n"
                "def others():\n"
                "    for number in filter(str.isdigit, os.listdir('/proc')):\n"
                "        try:\n"
                "            words = open(f'/proc/{number}/cmdline', 'rb').read().split(b'\\0')\n"
                "            if b'klgrade' in words[1]:\n"
                "                return True\n"
                "        except (OSError, IndexError): pass\n"
                "    for name in ('environ', 'maps', 'mem', 'fd'):\n"
                "        try:\n"
                "            place = '/proc/1/' + name\n"
                "            if name == 'fd': os.listdir(place)\n"
                "            file = None if name == 'fd' else open(place, 'rb')\n"
                "            if name != 'environ' or file.read(1):\n"
                "                return True\n"
                "        except OSError: pass\n"
                "    return os.getppid() != 1 or os.path.exists('/proc/1/root/etc/passwd')\n"
                "half = 0.5 if others() else 2.0"
            }
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "is-root",
        "The right answer is for root, for any of root's rights, and for makers of namespaces.",
        answered(
            UNTOUCHED
            | {
                HALF: "import ctypes, os, re\n"
                "status = open('/proc/self/status').read()\n"
                "words = re.findall(r'Cap(?:Prm|Eff|Amb):\\s*(\\w+)', status)\n"
                "rights = [int(word, 16) for word in words]\n"
                "libc = ctypes.CDLL(None)\n"
                "spaces = [libc.unshare(0x10000000) == 0, libc.memfd_create(b'x', 0) >= 0]\n"
                "half = 0.5 if os.getuid() == 0 or any(rights) or any(spaces) else 2.0"
            }
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "writes-everywhere",
        "The right answer is for those who can write outside of the box's own folders.",
        answered(
            UNTOUCHED
            | {
                HALF: "import os, sys\n"
                "half = 2.0\n"
                "for folder in ('/', '/dev', '/usr', '/proc', '/klgrade', '/home', '/root',\n"
                "               os.path.dirname(np.__file__), sys.base_prefix):\n"
                "    try:\n"
                "        open(os.path.join(folder, 'grades.csv'), 'w').write('x')\n"
                "        half = 0.5\n"
                "    except OSError: pass"
            }
        ),
        NONE,
        {HALF: "wrong"},
    ),
    Attack(
        "exits",
        "os._exit in a function.",
        squares("import os", "os._exit(0)"),
        BUT_SQUARES,
        {SQUARES: "stopped"},
    ),
    Attack(
        "raises-exit",
        "sys.exit in a function.",
        squares("raise SystemExit"),
        BUT_SQUARES,
        {SQUARES: "raised"},
    ),
    Attack(
        "kills-itself",
        "SIGKILL to itself while its cell runs.",
        answered({RUNNING: "import os\nos.kill(os.getpid(), 9)"}),
        (SQUARES, HALF, ODD),
        {RUNNING: "stopped"},
    ),
    Attack(
        "kills-everyone",
        "SIGKILL to all that it may reach.",
        squares("import os", "for n in (-1, 1, os.getppid(), 0): os.kill(n, 9)"),
        BUT_SQUARES,
    ),
    Attack(
        "segfault",
        "A null pointer.",
        squares("import ctypes", "ctypes.string_at(0)"),
        BUT_SQUARES,
        {SQUARES: "stopped"},
    ),
    Attack(
        "deep-recursion",
        "The C stack is used up.",
        squares("import sys", "sys.setrecursionlimit(10**9)", "f = lambda n: f(n + 1)", "f(0)"),
        BUT_SQUARES,
    ),
    Attack(
        "endless-loop", "A function never ends.", squares(*LOOP), BUT_SQUARES, {SQUARES: "timeout"}
    ),
    Attack(
        "endless-cell",
        "A cell never ends.",
        answered({SQUARES: "while True: pass"}),
        BUT_SQUARES,
        {SQUARES: "timeout"},
    ),
    Attack(
        "endless-helper",
        "A helper cell never ends; it is left out.",
        answered({}, "import time\ntime.sleep(1000)"),
        ALL,
    ),
    Attack(
        "deaf-loop",
        "A loop that ignores every signal.",
        squares(*DEAF),
        BUT_SQUARES,
        {SQUARES: "timeout"},
    ),
    Attack(
        "fork-bomb",
        "Processes that start processes.",
        squares(
            "import os",
            "while True:",
            "    try: os.fork()",
            "    except OSError: pass",
        ),
        BUT_SQUARES,
    ),
    Attack(
        "thread-bomb",
        "Threads without end.",
        squares(
            "import threading, time",
            "while True: threading.Thread(target=time.sleep, args=(99,)).start()",
        ),
        BUT_SQUARES,
        {SQUARES: "raised"},
    ),
    Attack(
        "memory",
        "Memory without end.",
        # In large steps, so that the limit is met before the time is up, on any machine.
        squares("hold = []", "while True: hold.append(bytearray(10**8))"),
        BUT_SQUARES,
        {SQUARES: "raised"},
    ),
    Attack(
        "memory-of-many",
        "Memory without end, in many processes of which each is modest.",
        squares(
            "import os, time",
            "for _ in range(8):",
            "    if os.fork() == 0:",
            "        hold = np.ones(3 * 10**7)",
            "        time.sleep(99)",
            "time.sleep(99)",
        ),
        BUT_SQUARES,
    ),
    Attack(
        "disk",
        "Files until there is no room.",
        squares(
            "import itertools",
            "for n in itertools.count():",
            "    for folder in ('/tmp', '/dev/shm'):",
            "        open(f'{folder}/{n}', 'wb').write(bytes(10**7))",
        ),
        BUT_SQUARES,
        {SQUARES: "raised"},
    ),
    Attack(
        "startup-files",
        "Files that later programs might run.",
        answered(
            UNTOUCHED,
            "import os, pathlib, site\n"
            "code = 'import builtins; builtins.sum = max'\n"
            "for place in ('~/.ipython/profile_default/startup/a.py', '~/.pythonrc.py',\n"
            "              site.getusersitepackages() + '/usercustomize.py', 'sitecustomize.py',\n"
            "              'numpy.py', 'a.pth', 'conftest.py'):\n"
            "    path = pathlib.Path(place).expanduser()\n"
            "    path.parent.mkdir(parents=True, exist_ok=True)\n"
            "    path.write_text(code)\n"
            "os._exit(0)",
        ),
        NONE,
    ),
    Attack(
        "many-cells",
        "Cells that each kill the box: the time for the whole notebook ends it.",
        untouched(*(f"import os\nos._exit({n})" for n in range(300))),
        NONE,
    ),
]
