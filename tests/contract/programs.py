"""Programs that the examples call, where they must differ from the machine's: `sleep`, and `jq` if there is none."""

import shutil
import sys
from pathlib import Path

SLEEP = "#!/bin/sh\nexec {sleep} 0.2\n"
JQ = """#!{python}
import functools, json, sys
path = sys.argv[-1].strip(".").split(".")
print(functools.reduce(lambda value, key: value[key], path, json.load(sys.stdin)))
"""


def make(folder: Path) -> None:
    """Write them into a folder, which shall come first on the PATH."""
    folder.mkdir(parents=True)
    for needed in ("bash", "curl"):
        if not shutil.which(needed):
            sys.exit(f"The examples are {needed} lines, and this machine has no {needed}. Install it.")
    script(folder / "sleep", SLEEP.format(sleep=shutil.which("sleep")))
    if not shutil.which("jq"):
        script(folder / "jq", JQ.format(python=sys.executable))


def script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)
