"""Writes from-sample-to-verdict.ipynb from the cells below, so that a change of it can be read as text."""

import json
from pathlib import Path

CELLS = [
    ("markdown", "# From the sample to a verdict\n\nPrices of the sample are synthetic: no strategy has an edge on them, and the verdict has to say so."),
    ("code", "import tapedeck\nfrom tapedeck._program import call\n\ncall(['sample'])\nCONFIG = 'session_configs/sample-week.json'"),
    ("markdown", "## One run\n\nTables come with instants in UTC."),
    ("code", "run = tapedeck.run(CONFIG, strategy='sma-cross,fast=5,slow=20')\nprint(run.report['performance']['profit'], 'profit')\ntrades = run.trades('pandas')\nprint(trades[['symbol', 'entry_at', 'profit']].head())"),
    ("code", "assert str(trades['entry_at'].dtype.tz) == 'UTC'\nassert run.replay(), 'a run replays byte for byte'"),
    ("markdown", "## A sweep"),
    ("code", "sweep = tapedeck.sweep(CONFIG, strategy='sma-cross', params={'fast': '5..20:5', 'slow': [20, 50]}, where='fast<slow', objective='profit')\nprint(sweep.summary['best'])\nprint(sweep.trials('pandas')[['param_fast', 'param_slow', 'profit', 'sharpe']])"),
    ("markdown", "## Whether to believe it"),
    ("code", "verdict = sweep.trust()\nprint(verdict['verdict'])\nfor sentence in verdict['because']:\n    print('-', sentence)\nassert verdict['verdict'] != 'edge'"),
]


def main() -> None:
    cells = [
        {"cell_type": kind, "id": f"cell-{index}", "metadata": {}, "source": text.splitlines(keepends=True)}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for index, (kind, text) in enumerate(CELLS)
    ]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    place = Path(__file__).with_name("from-sample-to-verdict.ipynb")
    place.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
