"""The wire below all verbs: the envelope, pages, reads that are repeated, and a credential that can be renewed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

import requests

from podcaststudio import http
from productions.auphonic import envelope
from productions.auphonic.answers import Production

PAGE = 100  # rows asked for at once
PAGES = 50  # where a list ends at the latest
Answer = TypeVar("Answer")
Body = dict[str, Any]


def refuse(refusal: http.Unauthorized) -> None:
    """What a client does about a refused credential when nothing can renew it."""
    raise refusal


@dataclass(frozen=True)
class Wire:
    """`session` carries the credential, `api` is the base address, `company` whose system it is, for sentences.

    `renew` is called when the credential was refused: it returns after it has given `session` a better one (the call
    is then repeated once), or raises.
    """

    session: requests.Session = field(repr=False)
    api: str
    company: str
    renew: Callable[[http.Unauthorized], None] = field(default=refuse, repr=False)

    def _production(self, method: str, path: str, **options: Any) -> Production:
        production = Production.read(self._object(method, path, **options))
        if not production.uuid:
            raise http.Unreachable(f"{self.company} sent a production that cannot be read.")
        return production

    def _object(self, method: str, path: str, **options: Any) -> Body:
        data = self._data(method, path, **options)
        return data if isinstance(data, dict) else {}

    def _pages(self, path: str, **query: str) -> Iterator[list[Any]]:
        """The rows of a list, a page at a time; it ends with a page that is not full, since no count is told."""
        for page in range(PAGES):
            data = self._data("GET", path, params={"limit": PAGE, "offset": page * PAGE, **query})
            rows = data if isinstance(data, list) else []
            yield rows
            if len(rows) < PAGE:
                return

    def _objects(self, path: str, **query: str) -> Iterator[Body]:
        """All objects of a list."""
        for rows in self._pages(path, **query):
            yield from (row for row in rows if isinstance(row, dict))

    def _uuids(self, path: str, **query: str) -> list[str]:
        """Auphonic API, lists: `uuids_only`."""
        pages = self._pages(path, uuids_only="1", **query)
        return [row for rows in pages for row in rows if isinstance(row, str)]

    def _data(self, method: str, path: str, **options: Any) -> Any:
        def ask() -> Any:
            answer = http.send(self.session, method, self.api + path, company=self.company, **options)
            return envelope.data_of(answer, self.company)

        try:
            return self._with_credential(ask)
        except http.Unreachable as problem:
            if method != "GET" or problem.status:  # it was answered, if only with trouble: later, not at once
                raise
        return self._with_credential(ask)

    def _with_credential(self, ask: Callable[[], Answer]) -> Answer:
        """Ask; once more when the credential was refused and could be renewed."""
        try:
            return ask()
        except http.Unauthorized as refusal:
            if refusal.status == 403 and self._is_known():  # who we are is clear, but this is not for us
                sentence = refusal.sentence.replace("did not accept the credentials", "does not allow this")
                raise http.Rejected(sentence, **refusal.facts) from refusal
            self.renew(refusal)
        return ask()

    def _is_known(self) -> bool:
        try:
            http.send(self.session, "GET", f"{self.api}/user.json", company=self.company)
        except http.Unauthorized:
            return False
        return True


def path_of(kind: str, uuid: str, *more: str) -> str:
    """The path of a resource or something of it; every step is quoted, since tracks have names like "Anna/1"."""
    return "/" + "/".join(quote(step, safe="") for step in (kind, uuid, *more)) + ".json"
