"""One example of an API document: where it stands, its text as documented, and what is checked of its effect."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.contract.world import World

Json = dict[str, Any]
Check = Callable[[World, str], str]


@dataclass(frozen=True)
class Example:
    """`kind` says what runs the text: a shell, a browser, or nothing (a value or a list that `check` works through).

    `target` names the production that {uuid} stands for, see World.target. `check` gets what was printed, and returns
    what it found in words; anything that is not as documented is an AssertionError.
    """

    section: str
    name: str
    text: str
    kind: str
    target: str
    check: Check


class Section:
    """One section of a document with its examples, in the document's order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.examples: list[Example] = []

    def add(self, name: str, text: str, *, kind: str = "shell", target: str = "") -> Callable[[Check], Check]:
        """Put an example into the section; the decorated function is its check."""

        def keep(check: Check) -> Check:
            self.examples.append(Example(self.name, name, text.strip("\n"), kind, target, check))
            return check

        return keep


def run(example: Example, world: World) -> str:
    """Do what the example says, with our addresses, keys and file names; returns what was found of its effect."""
    world.target(example.target)
    text = world.translated(example.text)
    return example.check(world, in_shell(text, world) if example.kind == "shell" else text)


def in_shell(text: str, world: World) -> str:
    """What a shell prints for it. The only thing that is not as documented: `sleep` takes a moment."""
    env = {**os.environ, "PATH": f"{world.programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", text], cwd=world.folder, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def data(printed: str) -> Any:
    """What is in the envelope of a printed answer, which must say that all is well."""
    envelope: Json = json.loads(printed)
    assert set(envelope) == {"status_code", "form_errors", "error_code", "error_message", "data"}, envelope
    assert (envelope["status_code"], envelope["form_errors"], envelope["error_message"]) == (200, {}, ""), envelope
    return envelope["data"]
