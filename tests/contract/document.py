"""Compares the examples here with the document they are from, when a copy is at hand.

The document is its company's, so it is not kept here. `make contract DOCUMENT=file` reads a copy.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.contract.example import Example

CODE = re.compile(
    r"""
      [;{}\\] $                                   # lines of a script, and commands that go on
    | ^ \s* [}\])] ['")};,]* $
    | ^ \s* (curl | -[A-Za-z]\s | --data | https?://\S+$)
    | ^ \s* " [\w -]+ " \s* :                     # JSON
    | ^ \s* (\#!/ | import\ | return\ | function\ | var\ | <input)
    | ^ \s* (if | then | else | fi | for | while | do | done | break | sleep | echo) \b (?! .* [.:] $)
    | ^ \s* \w+ = \S
    """,
    re.VERBOSE,
)
# what the document shows otherwise than it can be run or than it is kept here
ELSEWHERE = {
    '"publisher": "that\'s me",': "quoted as a shell wants it",
    "curl https://auphonic.com/api/download/audio-result/{uuid}/filename.mp3 \\": "with the name the production has",
    '-H "Authorization: bearer {api_key}" -L': "with a file to write to",
    '"status_code": 200,': "the answer, checked for every call by example.data",
    '"form_errors": {},': "the same",
    '"error_code": null,': "the same",
    '"error_message": "",': "the same",
    '"data": {': "the same",
    '"uuid": "KKw7AxpLrDBQKLVnQCBtCh"': "the same",
    '<input type="file" id="files" name="files[]" multiple />': "on the page of both browser scripts",
    "Authorization: Bearer {api_key}": "sent by every example",
}
PROSE = re.compile(r"^\s*•|[a-z]{2} [a-z]+ [a-z]+ [a-z]+ [a-z]+.*[.:]$")


def unlisted(document: Path, examples: list[Example]) -> Iterator[str]:
    """A sentence for every line of code of the document that stands in no example."""
    known = ELSEWHERE.keys() | {_plain(line) for example in examples for line in example.text.splitlines()}
    for number, line in enumerate(document.read_text().splitlines(), 1):
        if CODE.search(line) and not PROSE.search(line) and _plain(line) not in known:
            yield f"FAILED no example has line {number} of the document: {line.strip()}"


def _plain(line: str) -> str:
    return " ".join(line.split())
