"""The wire below all verbs: pages, reads that are repeated, writes that are not, and the envelope."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import requests

from podcaststudio import http

PAGE = 200  # the most AudioDN puts on one page
NO_KEY = {"Authorization": None}  # for addresses that open by the id in them
Body = dict[str, Any]
Made = TypeVar("Made")


class Answer(dict[str, Any]):
    """A good envelope. A part of it that should be there and is not is `Unreachable`, like any unreadable answer."""

    def __init__(self, body: Body, company: str, facts: Body) -> None:
        super().__init__(body)
        self.company, self.facts = company, facts

    def __missing__(self, name: str) -> Any:
        raise http.Unreachable(f"{self.company} sent an answer without {name}.", **self.facts)

    def part(self, name: str) -> Body:
        """The object of that name. Raises `Unreachable` for anything else in its place."""
        value = self[name]
        if not isinstance(value, dict):
            raise http.Unreachable(f"{self.company} sent an answer whose {name} cannot be read.", **self.facts)
        return value


@dataclass(frozen=True)
class Wire:
    """`session` carries the server key, `api` is the address with its version, `company` is named in sentences."""

    session: requests.Session
    api: str
    company: str = "AudioDN"
    timeout: tuple[float, float] = (http.CONNECT, http.READ)

    def _pages(self, path: str, name: str) -> Iterator[Body]:
        """Every object of a list; it ends with a page that is not full, whatever `count` says."""
        offset = 0
        while True:
            page = self._read(path, params={"limit": PAGE, "offset": offset})[name]
            yield from page
            if len(page) < PAGE:
                return
            offset += PAGE

    def _read(self, path: str, **options: Any) -> Answer:
        try:
            return self._call("GET", path, **options)
        except http.Unreachable as problem:
            if problem.status == 429:
                raise
            return self._call("GET", path, **options)

    def _write(self, method: str, path: str, body: Body | None = None, **options: Any) -> Answer:
        return self._call(method, path, json=body, **options)

    def _reconciled(self, make: Callable[[], Made], look: Callable[[], Made | None]) -> Made:
        """Make something, once. When the answer is lost, `look` says whether it was made all the same.

        Not found does not mean "not made": the call may still be under way. So the loss is told, never repaired
        by making it again.
        """
        try:
            return make()
        except http.Unreachable:
            found = look()
            if found is None:
                raise
            return found

    def _gone(self, path: str) -> None:
        """DELETE; what is gone already counts as deleted."""
        try:
            self._write("DELETE", path)
        except http.Rejected as problem:
            if problem.status != 404:
                raise

    def _call(self, method: str, path: str, **options: Any) -> Answer:
        address = f"{self.api}{path}"
        answer = http.send(self.session, method, address, company=self.company, timeout=self.timeout, **options)
        body = http.json_of(answer, self.company)
        facts: Body = {"method": method, "address": address, "status": answer.status_code}
        if not isinstance(body, dict):
            raise http.Unreachable(f"{self.company} sent an answer that cannot be read.", **facts)
        facts["request_id"] = str(body.get("api_request_id") or "")
        if body.get("ok") is not True:
            raise http.Rejected(f"{self.company} refused: {body.get('message') or 'no reason given'}", **facts)
        return Answer(body, self.company, facts)
