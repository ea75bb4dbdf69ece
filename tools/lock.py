"""The locked requirements: written from pyproject.toml, or compared with it. `python -m tools.lock [--check]`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--group", "dev", "--extra", "redis"],
    "requirements-speech.txt": ["--extra", "speech"],
    "requirements-whisper.txt": ["--extra", "whisper", "--extra", "speech"],
    "requirements-bench.txt": ["--group", "bench"],
    "requirements-node.txt": ["--only-group", "node"],
    "requirements-services.txt": ["--only-group", "services"],
    "requirements-uv.txt": ["--only-group", "uv"],
}
FORM = ["--generate-hashes", "--universal", "--python-version", "3.11", "--no-annotate", "--no-header", "--quiet"]


def compile_to(path: Path, wanted: list[str]) -> None:
    """Versions that stand in the file already are kept where pyproject.toml still allows them."""
    source = wanted if "--only-group" in wanted else ["pyproject.toml", *wanted]
    wanted = [word.replace("--only-group", "--group") for word in source]
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "pip", "compile", *wanted, *FORM, "-o", path], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def stale() -> list[str]:
    """The locks that pyproject.toml no longer leads to."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, wanted in LOCKS.items():
            copy = Path(folder, name)
            copy.write_bytes((ROOT / name).read_bytes())
            compile_to(copy, wanted)
            if copy.read_bytes() != (ROOT / name).read_bytes():
                found.append(name)
    return found


def main() -> None:
    if "--check" not in sys.argv:
        for name, wanted in LOCKS.items():
            compile_to(ROOT / name, wanted)
    elif found := stale():
        sys.exit(f"{', '.join(found)} no longer match pyproject.toml. Run `make lock` and commit what it writes.")


if __name__ == "__main__":
    os.environ.setdefault("UV_LINK_MODE", "copy")
    main()
