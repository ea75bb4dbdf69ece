"""Who may upload: roles, strangers, foreign pages."""

from collections.abc import Callable

import pytest

from productions.models import Episode, Upload
from teams.models import Role, Team
from tests import make
from tests.productions.plane.conftest import TOKEN, Person

NOTHING = "There is nothing at this address, or you do not have access to it."
VERBS = [("HEAD", {}), ("GET", {}), ("PATCH", {"Upload_Offset": "0"}), ("DELETE", {})]
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"X_CSRFToken": "b" * 32},
    {"X_CSRFToken": ""},
]


def ask(person: Person, method: str, path: str, headers: dict[str, str]) -> int:
    body = {"Content_Type": "application/offset+octet-stream"} if method == "PATCH" else {}
    return person.ask(method, path, b"x" if method == "PATCH" else None, **body, **headers).status_code


@pytest.fixture
def upload(editor: Person, episode: Episode) -> str:
    """The address of an upload of ten bytes that has not begun to arrive."""
    return editor.begin(episode, 10).headers["Location"]


@pytest.mark.parametrize(
    ("role", "plain", "with_start"),
    [(Role.OWNER, 201, 201), (Role.PRODUCER, 201, 201), (Role.EDITOR, 201, 403), (Role.REVIEWER, 403, 403)],
)
def test_roles_of_the_team(
    team: Team, episode: Episode, sign_in: Callable[..., Person], role: Role, plain: int, with_start: int
) -> None:
    person = sign_in(make.make_member(team, role))
    assert person.begin(episode, 10).status_code == plain
    assert person.begin(episode, 10, start="1").status_code == with_start


def test_a_reviewer_may_not_touch_an_upload(team: Team, upload: str, sign_in: Callable[..., Person]) -> None:
    reviewer = sign_in(make.make_member(team, Role.REVIEWER))
    assert [ask(reviewer, method, upload, headers) for method, headers in VERBS] == [403, 403, 403, 403]
    refused = reviewer.ask("GET", upload)
    assert refused.text == "This needs the role editor or higher in the team."
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("who", ["a stranger", "nobody", "a former member", "somebody with a made-up session"])
def test_all_others_see_nothing(
    team: Team, episode: Episode, upload: str, sign_in: Callable[..., Person], who: str
) -> None:
    person = Person({"sessionid": "z" * 32} if who == "somebody with a made-up session" else {})
    if who == "a stranger":
        person = sign_in(make.make_member(make.make_team(), Role.OWNER))
    elif who == "a former member":
        member = make.make_member(team, Role.OWNER)
        person = sign_in(member)
        member.memberships.all().delete()
    begun = person.begin(episode, 10)
    assert (begun.status_code, begun.text) == (404, NOTHING)
    assert [ask(person, method, upload, headers) for method, headers in VERBS] == [404, 404, 404, 404]
    assert Upload.objects.count() == 1


def test_an_inactive_person_sees_nothing(team: Team, episode: Episode, sign_in: Callable[..., Person]) -> None:
    member = make.make_member(team, Role.OWNER)
    person = sign_in(member)
    member.is_active = False
    member.save(update_fields=["is_active"])
    assert person.begin(episode, 10).status_code == 404


@pytest.mark.parametrize("headers", FOREIGN)
def test_foreign_pages_change_nothing(editor: Person, episode: Episode, upload: str, headers: dict[str, str]) -> None:
    begun = editor.ask("POST", "/uploads/", Upload_Length="10", **headers)
    assert begun.status_code == 403
    assert ask(editor, "PATCH", upload, {"Upload_Offset": "0", **headers}) == 403
    assert ask(editor, "DELETE", upload, headers) == 403
    assert (Upload.objects.count(), editor.offset(upload)) == (1, 0)


def test_the_method_header_does_not_get_around_the_check(editor: Person, upload: str) -> None:
    told = {"X_HTTP_Method_Override": "DELETE", "Origin": "https://evil.example"}
    assert editor.ask("GET", upload, **told).status_code == 403
    assert Upload.objects.count() == 1


def test_a_host_that_is_not_ours_is_refused(editor: Person, upload: str) -> None:
    assert editor.ask("HEAD", upload, Host="evil.example").status_code == 400


def test_a_token_without_its_cookie_is_worth_nothing(editor: Person, upload: str) -> None:
    editor.cookies["csrftoken"] = "c" * 32
    assert editor.ask("DELETE", upload, X_CSRFToken=TOKEN).status_code == 403


def test_addresses_that_are_none(editor: Person, episode: Episode) -> None:
    assert editor.ask("HEAD", "/uploads/00000000-0000-0000-0000-000000000000").status_code == 404
    assert editor.ask("HEAD", "/uploads/..%2f..%2fsecret.key").status_code == 404
    assert editor.ask("GET", "/uploads/x").status_code == 404
