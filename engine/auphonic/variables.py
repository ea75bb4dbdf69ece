"""Variables in metadata and file names, e.g. `{input_basename}`: filled in when the production is worked on."""

import re
from pathlib import Path
from typing import Any

from engine.auphonic import inputs, metadata

VARIABLE = re.compile(r"\{([a-z_]+)\}")
DEPTH = 5  # a variable may hold variables; circles end here


def values(production: dict[str, Any], known: metadata.Metadata) -> dict[str, str]:
    """Every variable with its text, which may hold variables again. `known` is the metadata with all gaps filled."""
    names = [str(source["name"]) for source in inputs.main_sources(production)]
    return {
        **{key: known[key] for key in metadata.TEXTS},
        "input_filename": names[0],
        "input_basename": Path(names[0]).stem,
        "input_filenames": ", ".join(names),
        "input_basenames": ", ".join(Path(name).stem for name in names),
        "output_basename": production["output_basename"],
        "production_created_at": production["created_at"][:10],
        "production_modified_at": production["changed_at"][:10],
    }


def filled(text: str, known: dict[str, str]) -> str:
    """The text with its variables replaced; unknown ones and those in a circle stay as they are."""
    before, after = text, text
    for _ in range(DEPTH):
        after = VARIABLE.sub(lambda found: known.get(found[1], found[0]), before)
        if after == before:
            return after
        before = after
    return text


def left_over(texts: list[str]) -> list[str]:
    """The names of variables that are still in filled texts."""
    return sorted({found for text in texts for found in VARIABLE.findall(text)})
