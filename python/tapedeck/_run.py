"""A run folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Iterator

from ._program import TapedeckError, call
from ._tables import read_table


class Run:
    """
    One run as its folder has it. Tables: signals, orders, fills, trades, equity. Nothing is read before it is asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return f"Run({str(self.folder)!r})"

    @property
    def config(self) -> dict[str, Any]:
        """The session config, with its defaults."""
        return self._json("session.json")

    @property
    def summary(self) -> dict[str, Any]:
        """Totals of the run: symbols, catch-ups, findings, results, timing."""
        return self._json("summary.json")

    @property
    def report(self) -> dict[str, Any]:
        """Figures of the trading, money in the account's currency, ratios as parts of 1."""
        return self._json("report.json")

    def events(self) -> Iterator[dict[str, Any]]:
        """The event log, oldest first; `clock` is ISO 8601 UTC."""
        with (self.folder / "events.jsonl").open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    def table(self, name: str, kind: str | None = None) -> Any:
        """A result table by name; kind is "pandas", "duckdb", "polars" or "rows"."""
        return read_table(self.folder, name, kind)

    def signals(self, kind: str | None = None) -> Any:
        return self.table("signals", kind)

    def orders(self, kind: str | None = None) -> Any:
        return self.table("orders", kind)

    def fills(self, kind: str | None = None) -> Any:
        return self.table("fills", kind)

    def trades(self, kind: str | None = None) -> Any:
        return self.table("trades", kind)

    def equity(self, kind: str | None = None) -> Any:
        return self.table("equity", kind)

    def replay(self, data: str | os.PathLike | None = None) -> bool:
        """Plays the journal again; True when the event log is the same, byte for byte."""
        try:
            call(["replay", str(self.folder)], data)
            return True
        except TapedeckError as error:
            if error.code == 1:
                return False
            raise

    def _json(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


def open_run(path: str | os.PathLike) -> Run:
    """Opens a run folder. Raises FileNotFoundError where there is none."""
    folder = Path(path)
    if not (folder / "session.json").exists():
        raise FileNotFoundError(f"{folder} is no run folder: it has no session.json")
    return Run(folder)
