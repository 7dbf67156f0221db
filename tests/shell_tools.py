"""Sees that the programs are there which the documentation's examples run; run as a program it gets those missing where
it may, else says how."""

import os
import shutil
import subprocess
import sys

TOOLS = ("bash", "curl", "jq")


def missing() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def main() -> int:
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing())} for the documentation's examples (once) ...", flush=True)
        for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *missing()]):
            subprocess.run(["apt-get", "-y", *command], stdout=subprocess.DEVNULL, check=False)
    if not missing():
        return 0
    print(f"The examples of the documentation need {', '.join(missing())}: install them, then again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
