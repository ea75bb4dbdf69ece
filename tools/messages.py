"""The words of the pages in other languages: `python -m tools.messages [--check]`.

Gathers what templates and Python say to people into the `.po` file of every language, and compiles it. What is new has
no translation yet, what nobody says any more is dropped. Babel does it, so no machine needs gettext's programs; the
`.mo` files are committed, because Django reads nothing else.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = Path("locale")
NAME = "Podcast Studio"  # for lines of the head that Babel would fill with words of its own
HEAD = {"project": NAME, "version": "1", "last_translator": NAME, "language_team": NAME, "msgid_bugs_address": NAME}
MOST_LINES = 20
SILENT = {"engine", "tests", "tools", "bench"}  # packages that say nothing to people of the studio
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ 0#]*[\d.]*[a-z]|%[sd]|\{\w*\}")


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file with words, as Python that Babel can read: a template becomes the calls it stands for."""
    packages = (path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in SILENT)
    for path in sorted(
        path for package in packages for path in package.rglob("*.py") if "migrations" not in path.parts
    ):
        yield path, path.read_bytes()
    for path in sorted(path for path in ROOT.glob("templates/**/*") if path.suffix in (".html", ".txt")):
        lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).split("\n")
        yield path, "\n".join(line.strip() for line in lines).encode()


def said() -> Catalog:
    """What the code says, in the order of its files, without translations."""
    found = Catalog(charset="utf-8")
    for path, text in sources():
        for _, message, _, context in extract("python", BytesIO(text), keywords=KEYWORDS):
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def translated(po: Path, words: Catalog) -> Catalog:
    """These words with what the file says of them; its head, with the glossary, stays."""
    old = _read(po)
    new = Catalog(
        locale=old.locale,
        charset="utf-8",
        header_comment=old.header_comment,
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        **HEAD,
        fuzzy=False,
    )
    for message in _messages(words):
        known = old.get(message.id, message.context)
        string = known.string if known and known.id == message.id else None
        flags = known.flags if known else ()
        new.add(message.id, string, sorted(set(message.locations)), flags, context=message.context)
    return new


def compiled(catalog: Catalog) -> bytes:
    output = BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def complaints(po: Path, words: Catalog) -> Iterator[str]:
    """What keeps this language from being whole, a line each."""
    catalog, name = _read(po), po.relative_to(ROOT)
    for message in _messages(words):
        known = catalog.get(message.id, message.context)
        if known is None or known.id != message.id:
            yield f"{name}: “{_first(message)}” is missing"
        elif known.fuzzy or not all(_strings(known)):
            yield f"{name}: “{_first(message)}” is not translated"
        elif len(_strings(known)) != (catalog.num_plurals if message.pluralizable else 1):
            yield f"{name}: “{_first(message)}” has not as many forms as the language"
        elif not _fits(known):
            yield f"{name}: “{_first(message)}” has other placeholders than its translation"
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalog):
        yield f"{mo.relative_to(ROOT)} is not what the .po file says"


def _fits(message: Message) -> bool:
    """The last form has all placeholders and no other. A form for one may say “one” instead of a number."""
    wanted = _placeholders(_ids(message)[-1])
    *others, last = map(_placeholders, _strings(message))
    return last == wanted and all(other <= wanted for other in others)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def _first(message: Message) -> str:
    return _ids(message)[0]


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name)


def main() -> None:
    words = said()
    files = sorted((ROOT / LOCALE).glob("*/LC_MESSAGES/django.po"))
    if "--check" not in sys.argv:
        for po in files:
            catalog = translated(po, words)
            with po.open("wb") as file:
                write_po(file, catalog, width=0, include_lineno=False)
            po.with_suffix(".mo").write_bytes(compiled(_read(po)))
    if found := [line for po in files for line in complaints(po, words)]:
        lines = [*found[:MOST_LINES], *([f"and {len(found) - MOST_LINES} more"] if len(found) > MOST_LINES else [])]
        sys.exit(
            "\n".join([*lines, "Run `make messages`, translate in the .po file what is missing, and run it again."])
        )


if __name__ == "__main__":
    main()
