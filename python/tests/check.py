"""Checks the package against a run folder and a sweep. Arguments: run folder, sweep folder, notebook. Ends with `ok`."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas
import polars

import tapedeck


def same_in_every_kind(run: tapedeck.Run, name: str) -> None:
    rows = run.table(name, "rows")
    frame = run.table(name, "pandas")
    lazy = run.table(name, "duckdb")
    quick = run.table(name, "polars")
    assert len(rows) == len(frame) == len(quick) == len(lazy.fetchall()), name
    assert list(frame.columns) == list(quick.columns) == lazy.columns == list(rows[0]), name
    for column in frame.columns:
        if not isinstance(frame[column].dtype, pandas.DatetimeTZDtype):
            assert not str(frame[column].dtype).startswith("datetime"), f"{name}.{column} has no zone"
            continue
        assert str(frame[column].dt.tz) == "UTC", column
        assert quick.schema[column].time_zone == "UTC", column
        assert "ZONE" in str(lazy.types[lazy.columns.index(column)]), column
        for row, stamp in zip(rows, frame[column]):
            if row[column] is not None:
                assert row[column].utcoffset() == timedelta(0)
                assert pandas.Timestamp(row[column]) == stamp, (name, column)


def main() -> None:
    folder, sweep_folder, notebook = sys.argv[1:4]
    run = tapedeck.open_run(folder)
    for name in ("signals", "orders", "fills", "trades", "equity"):
        same_in_every_kind(run, name)
    closed = [trade for trade in run.trades("rows") if trade["exit_at"] is not None]
    assert run.report["trades"]["count"] == len(closed)
    assert next(run.events())["seq"] == 1
    assert run.replay()
    sweep = tapedeck.open_sweep(sweep_folder)
    assert len(sweep.trials("pandas")) == 7
    assert sweep.run(sweep.trials("rows")[0]["id"]).report["performance"]["profit"] == sweep.trials("rows")[0]["profit"]
    minutes = tapedeck.bars("AAPL", start="2025-11-24", end="2025-11-24", kind="pandas")
    assert len(minutes) >= 390 and str(minutes["t"].dt.tz) == "UTC"
    for wrong, error in (
        (lambda: tapedeck.open_run("nowhere"), FileNotFoundError),
        (lambda: tapedeck.run("nowhere.json"), tapedeck.TapedeckError),
        (lambda: run.fills("excel"), ValueError),
    ):
        try:
            wrong()
        except error as told:
            assert str(told)
        else:
            raise AssertionError("an error was expected")
    cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
    space: dict = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), notebook, "exec"), space)
    print("ok", duckdb.__version__, pandas.__version__, polars.__version__)


if __name__ == "__main__":
    main()
