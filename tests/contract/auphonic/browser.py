"""The scripts for browsers, run in Chromium on a page of another origin."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.contract.example import Section
from tests.contract.world import World
from tools import browser

SECTION = Section("API Examples")

CORS = """
function createCORSRequest(method, url) {
  var xhr = new XMLHttpRequest();
  if ("withCredentials" in xhr) {
    xhr.open(method, url, true);
  } else if (typeof XDomainRequest != "undefined") {
    xhr = new XDomainRequest();
    xhr.open(method, url);
  } else {
    xhr = null;
  }
  return xhr;
}
"""
FORM = '<input type="file" id="files" name="files[]" multiple />'
SIMPLE = (
    CORS
    + """
function createProduction() {
  var xhr = new createCORSRequest("POST", "https://auphonic.com/api/simple/productions.json");
  xhr.setRequestHeader("Authorization", "Bearer XXXXXXX");

  var formData = new FormData();
  formData.append("title", "javascript upload test");
  formData.append("artist", "me");
  formData.append("loudnesstarget", -23);
  formData.append("action", "start");
  formData.append("input_file", document.querySelector('#files').files[0]);

  xhr.send(formData);
}

document.getElementById('files').addEventListener('change', createProduction, false);
"""
)
COMPLEX = (
    CORS
    + """
function get_token() {
  return 'XXXXXXX'; // your OAuth2 bearer token
}

// Create production using JSON API
var xhr = createCORSRequest("POST", "https://auphonic.com/api/productions.json");
xhr.setRequestHeader("Content-Type", "application/json");
xhr.setRequestHeader("Authorization", "Bearer " + get_token());
xhr.onload = function(e) {
  console.log("Production: created");

  var response = JSON.parse(e.target.response);
  var production_uuid = response.data.uuid;
  var file = document.querySelector('#files').files[0];

  if (file) {
    console.log("File Upload: started");

    var url = 'https://auphonic.com/api/production/{uuid}/upload.json'.replace('{uuid}', production_uuid);
    var xhr2 = createCORSRequest("POST", url);
    xhr2.setRequestHeader("Authorization", "Bearer " + get_token());

    xhr2.upload.addEventListener("progress", function(e) {
      console.log((e.loaded / e.total) * 100);
    }, false);

    xhr2.onload = function(e) {
      console.log("File Upload: Done");
    };

    var formData = new FormData();
    formData.append('input_file', file);
    xhr2.send(formData);
  }
};

xhr.send(JSON.stringify({"metadata":{"title": "test upload 2"}}));
"""
)


@contextmanager
def form_page(world: World) -> Iterator[Page]:
    """The form on a page of the other server, in a browser that enforces the rules between origins."""
    (world.folder / "form.html").write_text(f"<!doctype html><title>Upload</title>{FORM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        page = chromium.new_page()
        page.goto(f"{world.elsewhere}/form.html")
        yield page
        chromium.close()


@SECTION.add("Simple JavaScript File Upload (CORS)", SIMPLE, kind="browser")
def simple(world: World, script: str) -> str:
    with form_page(world) as page:
        page.add_script_tag(content=script.replace("XXXXXXX", world.engine.api_key))
        with page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
            page.set_input_files("#files", world.recording)
        made: dict[str, Any] = waiting.value.json()["data"]
    now = world.started(made)
    assert (now["metadata"]["title"], now["metadata"]["artist"]) == ("javascript upload test", "me")
    assert (now["algorithms"]["loudnesstarget"], now["input_file"]) == (-23, world.recording.name)
    return f"Chromium sent the chosen file from {world.elsewhere.partition('//')[2]}, and the production started"


@SECTION.add("Complex JavaScript Upload with Progress", COMPLEX, kind="browser")
def complex_upload(world: World, script: str) -> str:
    said: list[str] = []
    with form_page(world) as page:
        page.on("console", lambda message: said.append(message.text) if message.type == "log" else None)
        page.set_input_files("#files", world.recording)
        with page.expect_console_message(lambda message: message.text == "File Upload: Done"):
            page.add_script_tag(content=script.replace("XXXXXXX", world.engine.api_key))
    assert said[:2] == ["Production: created", "File Upload: started"], said
    assert "100" in said
    newest = world.api.call("GET", "productions.json?limit=1")[0]
    assert (newest["metadata"]["title"], newest["status"]) == ("test upload 2", 10)
    assert newest["input_file"] == world.recording.name
    return f"created, then uploaded with {len(said) - 3} reports of progress up to 100"
