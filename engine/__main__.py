"""Start the engine: `python -m engine --port 8900 --data data/engine`."""

import argparse
import fcntl
import logging
import os
import sys
from pathlib import Path
from typing import IO


def main() -> None:
    """Read the options, claim the data folder and serve until told to stop."""
    options = read_options()
    os.environ["ENGINE_DATA"] = str(options.data)
    os.environ["ENGINE_PORT"] = str(options.port)
    os.environ["ENGINE_HOST"] = options.host
    if options.jobs:
        os.environ["ENGINE_JOBS"] = str(options.jobs)
    os.environ["DJANGO_SETTINGS_MODULE"] = "engine.settings"
    lock = claim(options.data)
    logging.basicConfig(level=logging.INFO, format="engine %(levelname)s %(name)s: %(message)s")
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a 404 is an answer, not news
    serve(options.host, options.port)
    lock.close()


def read_options() -> argparse.Namespace:
    """The command line: port, host, data folder, number of jobs at once."""
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--data", type=Path, default=Path("data/engine"), help="where everything is kept")
    parser.add_argument("--jobs", type=int, default=0, help="sound jobs at once (default: one a processor)")
    return parser.parse_args()


def claim(data: Path) -> IO[str]:
    """Lock the data folder: two engines on one folder would do every job twice."""
    data.mkdir(parents=True, exist_ok=True)
    lock = (data / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Another engine is using {data}. Stop it first, or give this one its own --data folder.")
    return lock


def serve(host: str, port: int) -> None:
    """Run the ASGI application; uvicorn turns signals into a clean stop."""
    import uvicorn  # after the environment is set: engine.settings reads it once, on import

    # Proxy headers are not believed: nothing stands in front of the engine.
    uvicorn.run(
        "engine.asgi:application",
        host=host,
        port=port,
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
