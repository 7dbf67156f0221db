"""Finds a Chromium for the browser tests; run as a program it gets one where it may, else says how."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    Path("/usr/bin/chromium"),
    Path("/usr/lib/chromium/chromium"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
PLAYWRIGHT_CACHES = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
ADVICE = "The browser tests need Chromium: run `.venv/bin/playwright install --with-deps chromium`, then again."


def find_chromium() -> str | None:
    """A Chromium or Chrome: by the variable CHROMIUM, by name on PATH, at its usual places, or Playwright's own."""
    downloaded = (
        path
        for cache in PLAYWRIGHT_CACHES
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
        for path in sorted(cache.glob(pattern), reverse=True)
    )
    candidates = (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *PLACES, *downloaded)
    return next((str(path) for path in candidates if path and os.access(path, os.X_OK)), None)


def main() -> int:
    if find_chromium():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests (once) ...", flush=True)
        for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-y", *command], stdout=subprocess.DEVNULL, check=False)
    if find_chromium():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
