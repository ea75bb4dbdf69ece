"""Runs a Python module that ends when whoever started it is gone: `python -P podcaststudio/leash.py MODULE ARGUMENTS`.

The starter holds the other end of our standard input and never writes to it. The kernel closes it even when the
starter was killed with -9, so nothing of ours is ever left running. Works the same on Linux and macOS.
"""

import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

GRACE = 5.0  # seconds between asking to end and ending


def watch(pipe: int) -> None:
    """Wait for the end of the pipe, then end this process and its group."""
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    pipe = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=watch, args=(pipe,), name="leash", daemon=True).start()
    sys.path.insert(0, str(Path.cwd()))
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
