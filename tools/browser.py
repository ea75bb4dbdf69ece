"""A Chromium for the real-browser test: from the PATH, else Playwright's own, else the distribution's package."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find() -> str:
    """The path of its program. Ends with a sentence when there is none to be had."""
    return (
        present()
        or _from_playwright()
        or _from_distribution()
        or sys.exit(
            "The real-browser test needs Chromium, and it could not be installed. Install it (Debian: chromium)."
        )
    )


def present() -> str | None:
    """The one that `CHROMIUM` names, or one that is installed."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES, MAC):
        if name and (path := shutil.which(name)):
            return path
    return _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else None


def _from_playwright() -> str | None:
    installed = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True)
    return _of_playwright() if installed.returncode == 0 else None


def _from_distribution() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "install", "-y", "chromium"]):
        subprocess.run(command, env=environment, capture_output=True)
    return shutil.which("chromium")
