"""What a page is built of, read from its HTML before any browser draws it: what of it is new, and what is wrong.

A page is a tree of elements. Of each is noted: its tag and attributes (what people typed and keys of rows count as
"some" or "none"), whether it holds words of its own, the same of all its ancestors, and the kinds of its children in
their order (many alike in a row count as one). Two pages with the same notes are drawn alike but for their words, ask
the same of their scripts, and axe says the same of both; so when every note of a page was noted on pages that a
browser showed, it need not show this one. A missing element is news as well as one that is there: its parent has
other children then. What stands in <main> is compared with the same page alone, as others saw it.
"""

import re
from html.parser import HTMLParser

HEAVIEST = 60_000  # bytes of a page's HTML
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# what people typed, addresses and ids: nothing is drawn or judged by which one it is
FREE = {
    "action", "alt", "aria-controls", "aria-describedby", "aria-label", "aria-labelledby", "content", "data-label",
    "data-word", "datetime", "for", "form", "formaction", "href", "hx-get", "hx-headers", "hx-post", "id", "list",
    "name", "placeholder", "popovertarget", "src", "srcset", "title", "value",
}  # fmt: skip
POINTING = ("aria-controls", "aria-describedby", "aria-labelledby", "for", "form", "headers", "list", "popovertarget")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


class Element:
    def __init__(self, tag: str, kind: str, parent: "Element | None") -> None:
        self.tag, self.kind, self.parent = tag, kind, parent
        self.kids: list[str] = []
        self.has_words = False
        self.path: int = hash((parent.path if parent else 0, kind))


class Structure(HTMLParser):
    """The page `name`: `notes` are what it is built of, `faults` what is wrong with the HTML itself, in sentences."""

    def __init__(self, name: str, body: bytes) -> None:
        super().__init__()
        self.name = name
        self.at = self.root = Element("", "", None)
        self.elements: list[Element] = []
        self.ids: list[str] = []
        self.pointed: set[str] = set()
        self.title, self.language, self.is_loud = "", "", False
        self.feed(body.decode())
        self.faults = [f"{len(body)} bytes"] if len(body) > HEAVIEST else []
        self.faults += [] if self.title.strip(" ·") and self.language else ["no title, or no language"]
        self.faults += ["sound that plays by itself"] if self.is_loud else []
        self.faults += [f"two elements are called {each}" for each in set(self.ids) if self.ids.count(each) > 1]
        self.faults += [f"nothing is called {each}" for each in self.pointed - set(self.ids)]

    @property
    def notes(self) -> set[int]:
        return {hash((each.path, each.has_words, tuple(each.kids))) for each in self.elements}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = [(name, bool(value) if name in FREE else KEY.sub("", value or "")) for name, value in sorted(attrs)]
        where = self.name if tag == "main" else ""  # what is around it is the same on all pages
        element = Element(tag, f"{tag} {shown} {where}", self.at)
        if self.at.kids[-1:] != [element.kind]:
            self.at.kids.append(element.kind)
        self.elements.append(element)
        for name, value in attrs:
            self.language = self.language or (name == "lang" and value) or ""
            self.is_loud = self.is_loud or name == "autoplay"
            if name == "id":
                self.ids.append(value or "")
            elif name in POINTING:
                self.pointed.update((value or "").split())
            elif name == "href" and (value or "").startswith("#") and tag == "a":
                self.pointed.add((value or "")[1:])
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        element: Element | None = self.at
        while element and element.tag != tag:
            element = element.parent
        if element and element.parent:
            self.at = element.parent

    def handle_data(self, data: str) -> None:
        self.title += data if self.at.tag == "title" else ""
        self.at.has_words = self.at.has_words or bool(data.strip())
