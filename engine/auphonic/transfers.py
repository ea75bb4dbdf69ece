"""Files to and from external services: what they hold, fetching one, sending one.

A sound process never sees an address: whatever comes from outside is a file here before it is looked at.
"""

import re
import shutil
import xml.etree.ElementTree as ET  # its parser fetches nothing; answers are bounded below
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import quote, unquote, urlsplit

import requests

from engine.auphonic.services import FOLDER, Service
from engine.sound.errors import SoundError

TIMEOUT = (5, 60)
ENDINGS = re.compile(
    r"\.(aac|ac3|aiff?|amr|avi|caf|flac|m4[abv]|mk[av]|mov|mp[234]|mpe?g|mxf|og[agv]|opus|ts|wav|web[am]|wm[av])$",
    re.IGNORECASE,
)
MOST_NAMES, MOST_BYTES = 1000, 4 * 1024 * 1024
MULTISTATUS = """<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>"""


def names(service: Service) -> list[str]:
    """Names of the audio and video files it holds, sorted. Raises SoundError with a sentence."""
    if service["type"] == FOLDER:
        root = folder(service)
        found = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    else:
        found = listed(service)
    return sorted(name for name in found if ENDINGS.search(name))[:MOST_NAMES]


@contextmanager
def opened(service: Service, name: str) -> Iterator[IO[bytes]]:
    """A file of the service to read from. Raises SoundError."""
    if service["type"] == FOLDER:
        try:
            file = inside(folder(service), name).open("rb")
        except OSError as error:
            raise SoundError(f"{service['display_name']} has no file {name!r} that can be read.") from error
        with file:
            yield file
    else:
        with asked(service, "GET", name, stream=True) as answer:
            answer.raw.decode_content = True
            yield cast(IO[bytes], answer.raw)


def send(service: Service, path: Path, name: str) -> str:
    """Bring a file there, whole or not at all; returns its public address, or nothing. Raises SoundError."""
    if service["type"] == FOLDER:
        target = inside(folder(service), name)
        part = target.with_name(f".{target.name}.part")
        try:
            shutil.copyfile(path, part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise SoundError(f"{name} could not be written to {service['display_name']}: {error.strerror}.") from error
        return ""
    with path.open("rb") as file:
        asked(service, "PUT", name, data=file)
    base = str(service.get("base_url") or "")
    return f"{base.rstrip('/')}/{quote(name)}" if base else ""


def folder(service: Service) -> Path:
    """The folder of a folder service, made when it is missing."""
    root = Path(service["path"])
    root.mkdir(parents=True, exist_ok=True)
    return root.resolve()


def inside(root: Path, name: str) -> Path:
    """A path below `root`, however the name is written. Raises SoundError."""
    path = (root / name.replace("\0", "").lstrip("/")).resolve()
    if not path.is_relative_to(root) or path == root:
        raise SoundError(f"{name!r} lies outside of the folder of this service.")
    return path


def listed(service: Service) -> list[str]:
    """Names in the collection of a WebDAV server."""
    answer = asked(service, "PROPFIND", "", data=MULTISTATUS, headers={"Depth": "1"}, stream=True)
    try:
        tree = ET.fromstring(answer.raw.read(MOST_BYTES, decode_content=True))  # noqa: S314  see the import
    except ET.ParseError as error:
        raise SoundError(f"{service['display_name']} sent a list that cannot be read.") from error
    base = unquote(urlsplit(service["url"]).path).rstrip("/") + "/"
    paths = [unquote(urlsplit(found.text or "").path) for found in tree.iter("{DAV:}href")]
    return [path.removeprefix(base) for path in paths if path.startswith(base) and not path.endswith("/")]


def asked(service: Service, method: str, name: str, **options: Any) -> requests.Response:
    """One request to a WebDAV server. Raises SoundError with a sentence."""
    auth = (service["username"], service.get("password", "")) if service.get("username") else None
    address = f"{service['url'].rstrip('/')}/{quote(name.lstrip('/'))}"
    try:
        answer = requests.request(method, address, auth=auth, timeout=TIMEOUT, **options)
    except requests.RequestException as error:
        raise SoundError(f"{service['display_name']} could not be reached.") from error
    if answer.status_code >= 300:
        raise SoundError(f"{service['display_name']} answered {answer.status_code} to {method} {name or '/'}.")
    return answer
