"""One symbol over years in vectorbt: orders at the crosses of two means of the day's closes, filled at the next bar's
open. The third call is measured, its functions compiled by then. Arguments: file of doubles (column, row), rows, fast,
slow, shares."""

import json
import sys
import time

import numpy as np
import pandas as pd
import vectorbt as vbt


def play(open_ms, opens, closes, fast, slow, shares):
    # A session of New York lies within one day of UTC.
    day = (open_ms // 86_400_000).astype(np.int64)
    first = np.r_[True, day[1:] != day[:-1]]
    at = np.arange(len(day)) - np.maximum.accumulate(np.where(first, np.arange(len(day)), 0))
    close = pd.Series(closes)
    means = [vbt.MA.run(close, period).ma.to_numpy() for period in (fast, slow)]
    warm = at >= slow - 1
    above = means[0] > means[1]
    # A cross needs two bars of the same day; an order of the day's last bar has no next one.
    last = np.r_[first[1:], True]
    crossed = np.r_[False, above[1:] != above[:-1]] & warm & np.r_[False, warm[:-1]] & ~last
    entries, exits = (np.r_[False, (crossed & side)[:-1]] for side in (above, ~above))
    portfolio = vbt.Portfolio.from_signals(
        close, pd.Series(entries), pd.Series(exits), price=opens, size=shares, init_cash=1e9, freq="1min"
    )
    orders = portfolio.orders.records
    sign = np.where(orders["side"] == 0, -1.0, 1.0)
    return len(orders), float((sign * orders["size"] * orders["price"]).sum())


def main(path, rows, fast, slow, shares):
    started = time.process_time()
    columns = np.fromfile(path, dtype="<f8").reshape(6, rows)
    loaded = time.process_time()
    for _ in range(3):
        begun = time.process_time()
        fills, cash = play(columns[0], columns[1], columns[4], fast, slow, shares)
        seconds = time.process_time() - begun
    json.dump({"load_seconds": loaded - started, "seconds": seconds, "results": [[fills, cash]]}, sys.stdout)


main(sys.argv[1], *(int(word) for word in sys.argv[2:]))
