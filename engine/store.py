"""JSON documents in one SQLite file: safe between threads, whole after a kill at any line.

A document has a kind ("production"), an id that is unique within the kind, and keeps its place in the order
of first insertion. The only process that opens the file is the engine itself.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from engine import settings

Document = dict[str, Any]

SCHEMA = """
create table if not exists documents (
    seq integer primary key autoincrement, kind text not null, id text not null, body text not null,
    unique (kind, id)
);
create index if not exists documents_in_order on documents (kind, seq);
"""
# One connection for all threads: every call is far below a millisecond. Jobs and webhooks wait on the same lock,
# so that queuing them can be part of a transaction.
lock = threading.RLock()


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(
        settings.DATA / "engine.sqlite3", isolation_level=None, check_same_thread=False, timeout=20
    )
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")  # a killed process loses nothing; only a power cut may
    connection.executescript(SCHEMA)
    return connection


_connection = _connect()


@contextmanager
def transaction() -> Iterator[None]:
    """All reads and writes inside are one; nested ones join the outer."""
    with lock:
        if _connection.in_transaction:
            yield
            return
        _connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            _connection.execute("rollback")
            raise
        _connection.execute("commit")


def get(kind: str, id: str) -> Document | None:
    """The document, or None."""
    with lock:
        row = _connection.execute("select body from documents where kind = ? and id = ?", (kind, id)).fetchone()
    return json.loads(row[0]) if row else None


def put(kind: str, id: str, doc: Document) -> None:
    """Insert or replace; a replaced document keeps its place in the order."""
    with lock:
        _connection.execute(
            "insert into documents (kind, id, body) values (?, ?, ?)"
            " on conflict (kind, id) do update set body = excluded.body",
            (kind, id, json.dumps(doc)),
        )


def change(kind: str, id: str, fn: Callable[[Document], Document | None]) -> Document | None:
    """Read, change and write in one transaction.

    `fn` gets the document, and returns the one to keep, or None to leave everything as it is. Returns the
    document as it stands afterwards, or None when there is none. An error in `fn` changes nothing.
    """
    with transaction():
        before = get(kind, id)
        if before is None:
            return None
        after = fn(json.loads(json.dumps(before)))
        if after is None:
            return before
        put(kind, id, after)
        return after


def delete(kind: str, id: str) -> bool:
    """True when there was something to delete."""
    with lock:
        return _connection.execute("delete from documents where kind = ? and id = ?", (kind, id)).rowcount > 0


def find(
    kind: str, *, limit: int | None = None, offset: int = 0, newest_first: bool = True, **equal: Any
) -> list[Document]:
    """The documents of a kind whose top-level keys equal the given values, in order of insertion."""
    conditions = "".join(" and json_extract(body, ?) is ?" for _ in equal)
    values = [part for key, value in equal.items() for part in (f'$."{key}"', value)]
    direction = "desc" if newest_first else "asc"
    query = f"select body from documents where kind = ?{conditions} order by seq {direction} limit ? offset ?"  # noqa: S608
    with lock:
        rows = _connection.execute(query, (kind, *values, -1 if limit is None else limit, offset)).fetchall()
    return [json.loads(row[0]) for row in rows]
