"""Starts the Node program."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import Sequence


class TapedeckError(RuntimeError):
    """A command that failed: its sentence, and its exit code (1 failed, 2 wrong usage or config, 3 data missing)."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def program() -> list[str]:
    """The words that start the program: TAPEDECK_PROGRAM, else `tapedeck` on the path, else `npx tapedeck`."""
    named = os.environ.get("TAPEDECK_PROGRAM")
    if named:
        return shlex.split(named)
    installed = shutil.which("tapedeck")
    if installed:
        return [installed]
    npx = shutil.which("npx")
    if npx:
        return [npx, "--yes", "tapedeck"]
    raise TapedeckError("Tapedeck is not installed: `npm install --global tapedeck`, or set TAPEDECK_PROGRAM.", 2)


def call(words: Sequence[str], data: str | os.PathLike | None = None, allowed: Sequence[int] = (0,)) -> str:
    """Runs one command and returns its standard output. Raises TapedeckError with the program's own sentence."""
    more = [] if data is None else ["--data", os.fspath(data)]
    done = subprocess.run([*program(), *words, *more], capture_output=True, text=True, check=False)
    if done.returncode in allowed:
        return done.stdout
    said = done.stderr.strip() or done.stdout.strip() or f"tapedeck ended with code {done.returncode}"
    raise TapedeckError(said, done.returncode)
