"""Settings for the tests: the project's own, a throw-away data folder, and a private engine on a free port.

Everything is decided in the environment, so that the web server, worker and engine that a test starts agree with it.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.engine_process import free_port

for name, value in {
    "PODCASTSTUDIO_DATA": tempfile.mkdtemp(prefix="podcaststudio-tests-"),
    "DJANGO_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "PODCASTSTUDIO_EMBEDDED": "1",
    "PODCASTSTUDIO_URL": f"http://127.0.0.1:{free_port()}",
    "ENGINE_URL": f"http://127.0.0.1:{free_port()}",
    "ENGINE_API_KEY": "engine-api-key-for-tests",
    "ENGINE_CLIENT_ID": "engineclientidfortests",
    "ENGINE_CLIENT_SECRET": "engine-client-secret-for-tests-with-32-bytes",
    "ENGINE_AUDIODN_KEY": "engine-audiodn-key-for-tests",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "PIPELINE_SETTLE_SECONDS": "1",
    "PIPELINE_PAUSE_SECONDS": "0",
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "TESTS_ID": str(os.getpid()),
}.items():
    os.environ.setdefault(name, value)
os.environ.setdefault("ENGINE_REDIRECT_URIS", os.environ["PODCASTSTUDIO_URL"] + "/accounts/auphonic/callback/")

from podcaststudio.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A database with a name of its own, since web servers and workers that a test starts look at it too.
_database: dict[str, Any] = DATABASES["default"]  # noqa: F405
_is_file = _database["ENGINE"].endswith("sqlite3")
_name = DATA_DIR / "tests.sqlite3" if _is_file else f"test_{_database['NAME']}_{os.environ['TESTS_ID']}"  # noqa: F405
_database["TEST"] = {"NAME": _name}
# Tests kill processes, never the machine: no commit needs to wait for the disk.
_options = _database.setdefault("OPTIONS", {})
if _is_file:
    _options["init_command"] += "PRAGMA synchronous=OFF;"
    if (tables := os.environ.get("TESTS_TABLES")) and not Path(_name).exists():
        shutil.copyfile(Path(tables) / "studio.sqlite3", _name)  # which --reuse-db takes as it is
else:
    _database["ENGINE"] = "tests.postgresql"
    _options["options"] = "-c synchronous_commit=off"
    _database["TEST"]["TEMPLATE"] = os.environ.get("TESTS_TABLES")
if "IS_STARTED_BY_TEST" in os.environ:
    _database["NAME"] = _name
else:  # every test client makes its own middleware, and each would look through all static files at once
    WHITENOISE_AUTOREFRESH = True
