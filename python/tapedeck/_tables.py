"""Result tables in the form that the caller wants."""

from __future__ import annotations

import csv
import importlib.util
from datetime import datetime
from pathlib import Path
from typing import Any

KINDS = ("pandas", "duckdb", "polars", "rows")


def read_table(folder: Path, name: str, kind: str | None = None) -> Any:
    """
    A table of a folder as pandas, DuckDB, polars, or a list of dictionaries ("rows"). Without a kind: the first of these that
    is installed. Instants carry the zone UTC. Raises FileNotFoundError where the folder has no such table.
    """
    chosen = kind or _first_installed()
    if chosen not in KINDS:
        raise ValueError(f"kind {kind!r}: expected one of {', '.join(KINDS)}")
    parquet, text = folder / f"{name}.parquet", folder / f"{name}.csv"
    if not parquet.exists() and not text.exists():
        raise FileNotFoundError(f"{folder} has no table {name}")
    if chosen == "rows" or not parquet.exists():
        rows = _rows(text)
        return rows if chosen == "rows" else _from_rows(rows, chosen)
    return {"duckdb": _duckdb, "pandas": _pandas, "polars": _polars}[chosen](parquet)


def _first_installed() -> str:
    for kind in ("pandas", "duckdb", "polars"):
        needed = ("pandas", "duckdb") if kind == "pandas" else (kind,)
        if all(importlib.util.find_spec(each) for each in needed):
            return kind
    return "rows"


def _duckdb(parquet: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    table = connection.read_parquet(str(parquet))
    # Older folders have instants without a zone: they are UTC.
    columns = [
        f"\"{name}\" AT TIME ZONE 'UTC' AS \"{name}\"" if str(kind).startswith("TIMESTAMP") and "ZONE" not in str(kind) else f'"{name}"'
        for name, kind in zip(table.columns, table.types)
    ]
    return table.project(", ".join(columns))


def _pandas(parquet: Path) -> Any:
    import pandas

    frame = _duckdb(parquet).df()
    for name in frame.columns:
        if isinstance(frame[name].dtype, pandas.DatetimeTZDtype):
            frame[name] = frame[name].dt.tz_convert("UTC")
    return frame


def _polars(parquet: Path) -> Any:
    import polars

    frame = polars.read_parquet(parquet)
    naive = [name for name, kind in frame.schema.items() if isinstance(kind, polars.Datetime) and kind.time_zone is None]
    return frame.with_columns(polars.col(name).dt.replace_time_zone("UTC") for name in naive)


def _rows(text: Path) -> list[dict[str, Any]]:
    with text.open(newline="", encoding="utf-8") as file:
        return [{name: _value(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def _value(cell: str) -> Any:
    if cell == "":
        return None
    if cell in ("true", "false"):
        return cell == "true"
    if len(cell) >= 20 and cell[4] == "-" and cell[10] == "T" and cell.endswith("Z"):
        return datetime.fromisoformat(cell[:-1] + "+00:00")
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        return float(cell)
    except ValueError:
        return cell


def _from_rows(rows: list[dict[str, Any]], kind: str) -> Any:
    if kind == "polars":
        import polars

        return polars.DataFrame(rows)
    import pandas

    frame = pandas.DataFrame(rows)
    if kind == "pandas":
        return frame
    import duckdb

    return duckdb.from_df(frame)
