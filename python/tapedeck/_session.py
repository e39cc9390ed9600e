"""Sessions, sweeps and bars, played by the Node program."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Mapping, Sequence

from ._program import call
from ._run import Run, open_run
from ._tables import read_table


def run(
    config: str | os.PathLike | Mapping[str, Any],
    *,
    strategy: str | Sequence[str] | None = None,
    at: Sequence[str] = (),
    out: str | os.PathLike | None = None,
    data: str | os.PathLike | None = None,
) -> Run:
    """
    Plays a session config (a file, or a dictionary of the file's shape) as fast as it goes and returns its run. `at` holds
    commands such as "10:00 add AAPL", in exchange time. `out` is the run folder, a temporary one otherwise.
    Raises TapedeckError.
    """
    folder = Path(out) if out is not None else Path(tempfile.mkdtemp(prefix="tapedeck-run-")) / "run"
    words = ["run", _config_file(config), "--speed", "0", "--out", str(folder)]
    for each in _listed(strategy):
        words += ["--strategy", each]
    for each in at:
        words += ["--at", each]
    call(words, data)
    return open_run(folder)


class Sweep:
    """The folder of a sweep."""

    def __init__(self, folder: Path, summary: Mapping[str, Any] | None = None) -> None:
        self.folder = folder
        self.summary = summary
        """What the command printed: trials, done, failed, cached, best, timing."""

    def __repr__(self) -> str:
        return f"Sweep({str(self.folder)!r})"

    def trials(self, kind: str | None = None) -> Any:
        """One row a trial, in parameter order."""
        return read_table(self.folder, "trials", kind)

    def daily_equity(self, kind: str | None = None) -> Any:
        """Equity of each trial at each day's close."""
        return read_table(self.folder / "equity", "daily", kind)

    def run(self, trial: str) -> Run:
        """The run of a trial, played where it was not kept; `trial` is its id or the beginning of it."""
        return open_run(call(["sweep", str(self.folder), "--show", trial]).strip())

    def trust(self) -> dict[str, Any]:
        """Whether to believe the best trial: figures, verdict, and a sentence for each."""
        return json.loads(call(["trust", str(self.folder), "--json"]))


def sweep(
    config: str | os.PathLike | Mapping[str, Any],
    *,
    strategy: str,
    params: Mapping[str, str | Sequence[Any]],
    objective: str = "sharpe",
    where: str | None = None,
    out: str | os.PathLike | None = None,
    data: str | os.PathLike | None = None,
    options: Sequence[str] = (),
) -> Sweep:
    """
    Plays a config with every set of parameters: `{"fast": "5..20:5", "slow": [20, 50]}`. A folder that is given again
    continues where it stopped. `options` are further words of `tapedeck sweep`. Raises TapedeckError.
    """
    folder = Path(out) if out is not None else Path(tempfile.mkdtemp(prefix="tapedeck-sweep-"))
    words = ["sweep", _config_file(config), "--strategy", strategy, "--objective", objective]
    for name, values in params.items():
        text = values if isinstance(values, str) else ",".join(_word(value) for value in values)
        words += ["--param", f"{name}={text}"]
    if where is not None:
        words += ["--where", where]
    said = call([*words, *options, "--out", str(folder), "--json"], data)
    return Sweep(folder, json.loads(said))


def open_sweep(path: str | os.PathLike) -> Sweep:
    """Opens the folder of a sweep. Raises FileNotFoundError where there is none."""
    folder = Path(path)
    if not (folder / "sweep.json").exists():
        raise FileNotFoundError(f"{folder} is no folder of a sweep: it has no sweep.json")
    return Sweep(folder)


def bars(
    symbol: str,
    *,
    interval: str = "1m",
    start: str,
    end: str,
    kind: str | None = None,
    data: str | os.PathLike | None = None,
) -> Any:
    """
    Stored bars of a symbol, `start` and `end` as exchange days, both included: columns t (open, UTC), o, h, l, c, v.
    Raises TapedeckError.
    """
    with tempfile.TemporaryDirectory(prefix="tapedeck-bars-") as folder:
        words = ["data", "get", symbol, "--interval", interval, "--from", start, "--to", end, "--format", "json"]
        answer = json.loads(call(words, data))
        return _bars_table(answer, kind, Path(folder))


def _bars_table(answer: Mapping[str, Any], kind: str | None, folder: Path) -> Any:
    import csv
    from datetime import datetime, timezone

    with (folder / "bars.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(answer["columns"])
        for opened, *others in answer["data"]:
            moment = datetime.fromtimestamp(opened / 1000, timezone.utc).isoformat(timespec="milliseconds")
            writer.writerow([moment.replace("+00:00", "Z"), *others])
    return read_table(folder, "bars", kind)


def _config_file(config: str | os.PathLike | Mapping[str, Any]) -> str:
    if not isinstance(config, Mapping):
        return os.fspath(config)
    place = Path(tempfile.mkdtemp(prefix="tapedeck-config-")) / "session.json"
    place.write_text(json.dumps(config), encoding="utf-8")
    return str(place)


def _listed(strategy: str | Sequence[str] | None) -> Sequence[str]:
    if strategy is None:
        return ()
    return (strategy,) if isinstance(strategy, str) else strategy


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
