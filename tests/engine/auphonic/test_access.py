"""Ways in: key, token, query, name and password; and what is said to strangers."""

import pytest
import requests

from tests.engine_process import EngineProcess

USER = "/api/user.json"


def get(engine: EngineProcess, path: str = USER, **options: object) -> requests.Response:
    return requests.get(engine.url + path, timeout=10, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_api_key_in_any_case(engine: EngineProcess, scheme: str) -> None:
    response = get(engine, headers={"Authorization": f"{scheme} {engine.api_key}"})
    assert (response.status_code, response.json()["data"]["username"]) == (200, "ana")


def test_key_in_the_query(engine: EngineProcess) -> None:
    assert get(engine, f"{USER}?bearer_token={engine.api_key}").status_code == 200


def test_key_in_the_query_opens_only_reading(engine: EngineProcess) -> None:
    address = f"{engine.url}/api/productions.json?bearer_token={engine.api_key}"
    assert requests.post(address, json={}, timeout=10).status_code == 401


def test_name_and_password(engine: EngineProcess) -> None:
    assert get(engine, auth=("ana", "ana-password")).status_code == 200
    wrong = get(engine, auth=("ana", "wrong"))
    assert (wrong.status_code, wrong.json()["error_message"]) == (401, "User authentication failed.")


def test_strangers_are_told_why(engine: EngineProcess) -> None:
    nothing = get(engine)
    assert nothing.status_code == 401
    assert nothing.json() == {
        "status_code": 401,
        "error_code": None,
        "error_message": "Request authentication failed, no authentication credentials provided.",
        "form_errors": {},
        "data": None,
    }
    unknown = get(engine, headers={"Authorization": "Bearer nonsense"})
    assert (unknown.status_code, unknown.json()["error_message"]) == (401, "Token doesn't exist")
    broken = get(engine, headers={"Authorization": "Basic %%%"})
    assert broken.status_code == 401


def test_info_needs_no_credentials(engine: EngineProcess) -> None:
    info = get(engine, "/api/info.json").json()["data"]
    assert set(info) == {"output_files", "file_endings", "service_types", "algorithms", "production_status"}
    assert info["production_status"]["3"] == "Done"
    assert info["output_files"]["mp3"]["default_bitrate"] == "112"
    assert info["file_endings"]["aac"] == ["m4a", "mp4", "m4b"]
    alone = get(engine, "/api/info/algorithms.json").json()["data"]
    assert alone == info["algorithms"]
    assert alone["loudnesstarget"]["default_value"] == -16
    assert get(engine, "/api/info/nonsense.json").status_code == 404


def test_browsers_may_call_from_any_page(engine: EngineProcess) -> None:
    asked = requests.options(
        engine.url + USER,
        headers={
            "Origin": "http://studio.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        },
        timeout=10,
    )
    assert asked.status_code == 204
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    answered = get(engine, headers={"Authorization": f"Bearer {engine.api_key}", "Origin": "http://studio.example"})
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
