"""Documents in the store: order, changing, transactions, threads."""

import threading
from uuid import uuid4

import pytest

from engine import store


@pytest.fixture
def kind() -> str:
    """A kind nobody else uses."""
    return f"test-{uuid4()}"


def test_put_get_delete(kind: str) -> None:
    assert store.get(kind, "a") is None
    store.put(kind, "a", {"name": "Ä", "list": [1, {"x": None}]})
    assert store.get(kind, "a") == {"name": "Ä", "list": [1, {"x": None}]}
    assert (store.delete(kind, "a"), store.delete(kind, "a"), store.get(kind, "a")) == (True, False, None)


def test_find_keeps_the_order_of_insertion(kind: str) -> None:
    for id in "abc":
        store.put(kind, id, {"id": id, "group": 1 if id < "c" else 2, "flag": id == "b"})
    store.put(kind, "a", {"id": "a", "group": 1, "flag": False, "is_replaced": True})
    assert [doc["id"] for doc in store.find(kind)] == ["c", "b", "a"]
    assert [doc["id"] for doc in store.find(kind, newest_first=False)] == ["a", "b", "c"]
    assert [doc["id"] for doc in store.find(kind, limit=1, offset=1)] == ["b"]
    assert [doc["id"] for doc in store.find(kind, group=1)] == ["b", "a"]
    assert [doc["id"] for doc in store.find(kind, group=1, flag=True)] == ["b"]
    assert [doc["id"] for doc in store.find(kind, is_replaced=None)] == ["c", "b"]
    assert store.find(f"{kind}-other") == []


def test_change_gives_what_stands_afterwards(kind: str) -> None:
    store.put(kind, "a", {"n": 1})
    assert store.change(kind, "a", lambda doc: {**doc, "n": doc["n"] + 1}) == {"n": 2}
    assert store.change(kind, "a", lambda doc: None) == {"n": 2}
    assert store.change(kind, "missing", lambda doc: doc) is None


def test_an_error_changes_nothing(kind: str) -> None:
    store.put(kind, "a", {"n": 1})
    with pytest.raises(ZeroDivisionError):
        store.change(kind, "a", lambda doc: {"n": 1 // 0})

    def outer() -> None:
        with store.transaction():
            store.put(kind, "a", {"n": 2})
            store.change(kind, "a", lambda doc: {"n": 3})
            raise KeyError

    with pytest.raises(KeyError):
        outer()
    assert store.get(kind, "a") == {"n": 1}


def test_threads_lose_no_change(kind: str) -> None:
    store.put(kind, "a", {"n": 0})

    def count() -> None:
        for _ in range(50):
            store.change(kind, "a", lambda doc: {"n": doc["n"] + 1})

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get(kind, "a") == {"n": 400}
