"""Signed addresses, against known values."""

import pytest

from engine.audiodn import signing

KEY, ISSUED = "test-secret", 1_700_000_000
PLAIN = "/o/1/t/2_128.mp3?verify=1700000000-ArqUyx8RkieVnRkKetnTb5RJsJIxnjUzCLi5B642eK4"
WITH_QUERY = "/o/1/t/2_128.mp3?dl=1&verify=1700000000-ZsgEv5lSayAEN4SREdSMiSsivKDAnaBJ_zbWAiSRciM"


def test_vectors() -> None:
    assert signing.sign("/o/1/t/2_128.mp3", KEY, ISSUED) == PLAIN
    assert signing.sign("/o/1/t/2_128.mp3?dl=1", KEY, ISSUED) == WITH_QUERY


@pytest.mark.parametrize("target", [PLAIN, WITH_QUERY])
def test_open_until_it_expires(target: str) -> None:
    last = ISSUED + signing.LIFETIME - 1
    assert [signing.refusal(target, KEY, now) for now in (ISSUED, last)] == [None, None]
    assert signing.refusal(target, KEY, last + 1) == "This address has expired. Ask the API for a new one."


@pytest.mark.parametrize(
    "target",
    [
        "/o/1/t/2_128.mp3",
        "/o/1/t/2_128.mp3?verify=",
        "/o/1/t/2_128.mp3?verify=soon-abc",
        "/o/1/t/2_128.mp3xverify=1700000000-ArqUyx8RkieVnRkKetnTb5RJsJIxnjUzCLi5B642eK4",
    ],
)
def test_unsigned(target: str) -> None:
    assert signing.refusal(target, KEY, ISSUED) == "This address is not signed."


@pytest.mark.parametrize(
    "target",
    [
        PLAIN.replace("2_128", "3_128"),
        PLAIN.replace("1700000000", "1700000001"),
        PLAIN + "A",
        PLAIN.replace("?verify", "?dl=1&verify"),
    ],
)
def test_forged(target: str) -> None:
    assert signing.refusal(target, KEY, ISSUED) == "The signature of this address does not fit."
