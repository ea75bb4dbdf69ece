"""Run every example of the API documents, one line each: `make contract`, or `python -m tests.contract [WORD]`.

With a word, only the examples whose section or name contains it.
"""

import sys
import tempfile
import traceback
from pathlib import Path

from tests.contract.auphonic import SECTIONS
from tests.contract.example import Example, run
from tests.contract.world import World, say


def main() -> None:
    word = sys.argv[1].lower() if sys.argv[1:] else ""
    known = [example for section in SECTIONS for example in section.examples]
    wanted = [each for each in known if word in f"{each.section} {each.name}".lower()]
    with tempfile.TemporaryDirectory(prefix="contract-") as folder, World(Path(folder)) as world:
        failed = [example for example in wanted if not passes(example, world)]
    missing = [] if word else incomplete()
    for line in missing:
        say(line)
    say(f"{len(wanted) - len(failed)} of {len(wanted)} examples did what the document says.")
    if failed or missing or not wanted:
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
