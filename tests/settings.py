"""Settings for the tests: the project's own, on a database of the tests' choice and data in a throw-away folder."""

import os
import tempfile

_data = os.environ.setdefault("PODCASTSTUDIO_DATA", tempfile.mkdtemp(prefix="podcaststudio-tests-"))
os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-only-for-tests")
os.environ.setdefault("PODCASTSTUDIO_EMBEDDED", "1")
os.environ.setdefault("PODCASTSTUDIO_URL", "http://127.0.0.1:8000")
os.environ.setdefault("ENGINE_URL", "http://127.0.0.1:8900")
os.environ.setdefault("ENGINE_API_KEY", "engine-api-key-for-tests")
os.environ.setdefault("ENGINE_CLIENT_ID", "engineclientidfortests")
os.environ.setdefault("ENGINE_CLIENT_SECRET", "engine-client-secret-for-tests-with-32-bytes")
os.environ.setdefault("ENGINE_AUDIODN_KEY", "engine-audiodn-key-for-tests")
os.environ.setdefault("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")

from podcaststudio.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # a file, since threads and other processes of a test look at it too
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}  # noqa: F405
