"""Files for who has no account: signed addresses, good for a while and as long as their door is open."""

from pathlib import Path

import requests
from django.conf import settings
from django.test import Client

from productions import files
from productions.models import Episode
from productions.states import State
from review import links
from teams.models import Team
from tests import make


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(settings.SITE_URL + address, headers=headers, timeout=30, allow_redirects=False)


def test_sound_goes_to_guests_at_addresses_that_end(team: Team, episode: Episode, two_seconds: Path) -> None:
    run = make.make_heard(episode, State.HELD, two_seconds)
    link, path = make.make_review_link(episode, may_download=True)
    guest = Client()
    where = guest.get(f"{path}sound/").url
    sound = run.output_files.get()
    assert where.startswith(f"/files/outputs/{sound.pk}/")
    whole = get(where)
    assert (whole.status_code, whole.content) == (200, two_seconds.read_bytes())
    assert whole.headers["content-disposition"].startswith("inline")
    part = get(where, Range="bytes=10-19")
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert get(guest.get(f"{path}sound/?download").url).headers["content-disposition"].startswith("attachment")
    bare, query = where.split("?")
    other = make.make_heard(make.make_episode(episode.show), State.HELD).output_files.get()
    for wrong in (
        bare, f"{bare}?signed=forged", where[:-2], f"{files.address(other)}?{query}",
        f"/files/recordings/{run.recording.pk}/x?{query}", f"/files/nothing/{sound.pk}/x?{query}",
        files.signed_address(other, links.DOOR, str(link.pk)),  # signed by us, and still no door to it
        files.signed_address(sound, "another", str(link.pk)),
    ):  # fmt: skip
        assert get(wrong).status_code == 404, wrong
    make.make_heard(episode, State.HELD)
    assert get(where).status_code == 404  # the newest version alone
    assert get(guest.get(f"{path}sound/").url).status_code == 200
    again = guest.get(f"{path}sound/").url
    links.withdraw(link, team.members.get())
    assert get(again).status_code == 404  # also what is just being heard
