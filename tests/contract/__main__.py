"""Run every example of Auphonic's API document, one line each: `make contract`.

With `DOCUMENT` naming a copy of the document, a line of code in it that no example has is a failure as well.
"""

import os
import sys
import tempfile
import traceback
from pathlib import Path

from tests.contract.auphonic import SECTIONS
from tests.contract.document import unlisted
from tests.contract.example import Example, run
from tests.contract.world import World, say


def main() -> None:
    examples = [example for section in SECTIONS for example in section.examples]
    with tempfile.TemporaryDirectory(prefix="contract-") as folder, World(Path(folder)) as world:
        failed = [example for example in examples if not passes(example, world)]
    missing = incomplete()
    if document := os.environ.get("DOCUMENT"):
        missing += unlisted(Path(document), examples)
    for line in missing:
        say(line)
    say(f"{len(examples) - len(failed)} of {len(examples)} examples did what the document says.")
    if failed or missing:
        sys.exit(1)


def passes(example: Example, world: World) -> bool:
    """Run one and say in a line how it went; in full when it failed."""
    place = f"{example.section}: {example.name}"
    try:
        found = run(example, world)
    except Exception:
        say(f"FAILED {place}\n{traceback.format_exc()}")
        return False
    say(f"ok     {place} — {found}")
    return True


def incomplete() -> list[str]:
    """Sections of the document that do not have all their examples here."""
    return [
        f"FAILED {section.name} has {count} examples, but {len(section.examples)} are here."
        for section, count in SECTIONS.items()
        if len(section.examples) != count
    ]


if __name__ == "__main__":
    main()
