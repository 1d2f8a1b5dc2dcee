"""No memory of this process ever becomes a file: a crash writes no core, nobody else attaches to it.

What a person wrote is in memory for the time of a turn. A core dump would write it on the disk.
"""

from __future__ import annotations

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4
"""include/uapi/linux/prctl.h."""


def leave_no_dumps() -> bool:
    """Forbids core dumps for this process, for good; call it in each one, children start anew after exec.

    The limit alone is not enough: Linux ignores it when cores go to a program (core(5)), as on many servers.
    True when both locks hold, False where the system has no second one (not Linux).
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
