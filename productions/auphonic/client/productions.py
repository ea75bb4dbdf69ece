"""Productions: lists, and the life of one from create to delete."""

from datetime import datetime, timedelta

from podcaststudio import http
from productions.auphonic.answers import Production
from productions.auphonic.client.rows import ProductionRow
from productions.auphonic.client.wire import Body, Wire, path_of
from productions.auphonic.values import text, whole

LIST = "/productions.json"
EARLIER = timedelta(minutes=10)  # how far their clock may be behind ours


class Productions(Wire):
    def productions(self) -> list[Production]:
        """All of the account, whole, newest first. Auphonic API, lists: GET /productions.json"""
        return [Production.read(row) for row in self._objects(LIST)]

    def production_rows(self, most: int | None = None) -> list[ProductionRow]:
        """All or the newest, in short. Auphonic API, lists: GET /productions.json with `minimal_data`"""
        found: list[ProductionRow] = []
        for row in self._objects(LIST, minimal_data="1"):
            if most is not None and len(found) >= most:
                break
            found.append(ProductionRow.read(row))
        return found

    def production_uuids(self) -> list[str]:
        """Auphonic API, lists: GET /productions.json with `uuids_only`"""
        return self._uuids(LIST)

    def find(self, ending: str, since: datetime) -> list[Production]:
        """Productions whose basename ends like this, made after `since`, newest first.

        Their filters are not documented, so all are read and filtered here, until a page is older than `since` less
        ten minutes. Auphonic API, lists: GET /productions.json
        """
        found: list[Production] = []
        for rows in self._pages(LIST):
            read = [Production.read(row) for row in rows if isinstance(row, dict)]
            recent = [row for row in read if row.created_at is None or row.created_at >= since - EARLIER]
            found += [row for row in recent if row.output_basename.endswith(ending)]
            if not recent:
                break
        return found

    def create(self, body: Body) -> Production:
        """Make a production with all its details; nothing starts and nothing costs unless the body has an `action`.

        Auphonic API, create: POST /productions.json
        """
        return self._production("POST", LIST, json=body)

    def production(self, uuid: str) -> Production:
        """Auphonic API, details: GET /production/{uuid}.json"""
        return self._production("GET", path_of("production", uuid))

    def status(self, uuid: str) -> tuple[int, str]:
        """Number and words. Auphonic API, status: GET /production/{uuid}/status.json"""
        data = self._object("GET", path_of("production", uuid, "status"))
        status = whole(data, "status")
        if status is None:
            raise http.Unreachable(f"{self.company} sent a status that cannot be read.")
        return status, text(data, "status_string")

    def change(self, uuid: str, body: Body) -> Production:
        """Change what the body names; its lists are appended to. Auphonic API, update: POST /production/{uuid}.json"""
        return self._production("POST", path_of("production", uuid), json=body)

    def reset(self, uuid: str, body: Body) -> Production:
        """Make it what the body says and nothing else; only the input file stays.

        Auphonic API, update: POST /production/{uuid}.json with `reset_data`
        """
        return self.change(uuid, {"reset_data": True, **body})

    def start(self, uuid: str) -> Production:
        """Begin the work: the only call that costs credits. Auphonic API, start: POST /production/{uuid}/start.json"""
        return self._production("POST", path_of("production", uuid, "start"), json={})

    def stop(self, uuid: str) -> Production:
        """Auphonic API, stop: POST /production/{uuid}/stop.json"""
        return self._production("POST", path_of("production", uuid, "stop"), json={})

    def publish(self, uuid: str) -> Production:
        """Send the results of one that waits for its review to its services.

        Auphonic API, publish: POST /production/{uuid}/publish.json
        """
        return self._production("POST", path_of("production", uuid, "publish"), json={})

    def delete(self, uuid: str) -> None:
        """Remove a production and its files; one that is gone already is fine.

        Auphonic API, delete: DELETE /production/{uuid}.json
        """
        self._data("DELETE", path_of("production", uuid), accept=frozenset({404, 410}))
