"""Collections, creators and the organization."""

from tests.engine.audiodn.account import Account

YELLOW = {
    **{"hex": "#ffd700", "area": 0.0, "hue": 0.1405, "saturation": 1.0, "lightness": 0.5},
    **{"red": 255, "green": 215, "blue": 0, "intensity": 0.6144, "active": False},
}


def test_create_show_change(account: Account) -> None:
    creator = account.call("POST", "creator", {"organization_index": "team-1"})["creator_id"]
    created = account.call(
        "POST",
        "collection",
        {
            "title": "Harbour",
            "creator_id": creator,
            "organization_index": "show-1",
            "metadata": {"n": 1},
            "player_color": "#FFD700",
            "theme": ["#ffd700"],
        },
    )
    collection = created["collection"]
    assert created["collection_id"] == collection["id"]
    assert created["collection_cover_upload"]["method"] == "POST"
    assert collection | {"id": "", "organization_id": ""} == {
        "id": "",
        "organization_id": "",
        "creator_id": creator,
        "organization_index": "show-1",
        "title": "Harbour",
        "metadata": {"n": 1},
        "theme": [YELLOW],
        "image_colors": [YELLOW],
        "is_cover_overridable": True,
        "is_theme_overridable": True,
        "player_color": "#ffd700",
        "player_color_light": "#a38a00",
        "player_color_dark": "#ffd700",
        "player_subtitle": None,
    }
    changed = account.call("PUT", f"collection/{collection['id']}", {"title": "Port"})["collection"]
    assert changed == {**collection, "title": "Port"}
    assert account.call("GET", f"collection/{collection['id']}")["collection"] == changed


def test_delete_takes_the_tracks_along(account: Account) -> None:
    id = account.collection()
    track_id = account.call("POST", "track", {"collection_id": id, "file_name": "a.wav"})["track_id"]
    assert account.call("DELETE", f"collection/{id}")["deleted_collection"]["id"] == id
    assert account.refused("GET", f"collection/{id}")[0] == 404
    assert account.refused("GET", f"track/{track_id}")[0] == 404


def test_tracks_are_listed_in_order(account: Account) -> None:
    id = account.collection()
    made = [account.call("POST", "track", {"collection_id": id, "file_name": name}) for name in ("a.wav", "b.wav")]
    listed = account.call("GET", f"collection/{id}/track")
    assert listed["tracks"] == [entry["track"] for entry in made]
    assert [track["order"] for track in listed["tracks"]] == [0, 1]


def test_creators(account: Account) -> None:
    creator = account.call("POST", "creator", {"organization_index": "team-2", "metadata": {"a": 1}})["creator"]
    path = f"creator/{creator['id']}"
    changed = account.call("PUT", path, {"organization_index": "team-3"})["creator"]
    assert changed == {**creator, "organization_index": "team-3", "updated_at": changed["updated_at"]}
    assert changed in account.call("GET", "creator?limit=200")["creators"]
    shelf = account.collection(creator_id=creator["id"])
    assert account.call("DELETE", path)["deleted_creator"] == changed
    assert account.refused("GET", path)[0] == 404
    assert account.call("GET", f"collection/{shelf}")["collection"]["creator_id"] is None


def test_organization(account: Account) -> None:
    id = account.call("POST", "creator", {"organization_index": "x"})["creator"]["organization_id"]
    before = account.call("GET", f"organization/{id}")["organization"]
    changed = account.call("PUT", f"organization/{id}", {"name": "Port Radio"})["organization"]
    assert changed == {**before, "name": "Port Radio"}
    account.call("PUT", f"organization/{id}", {"name": before["name"]})
    assert account.refused("GET", "organization/other")[0] == 404
