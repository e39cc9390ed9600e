"""Plays a day of minute bars with backtrader; a second feed joins it while it runs. Prints what the program then has
of that feed as JSON.

backtrader's documentation knows feeds that are given to Cerebro before `run`. At the given time the strategy calls
`cerebro.adddata` for the minutes and `cerebro.resampledata` for 5 and 15 minutes, the calls that there are; without a
time they are made before `run`. Called by scripts/compare-late-add.mjs.

    venv/bin/python scripts/late-add-backtrader.py BARS.csv [ADD_MS]
"""

import datetime
import json
import sys

import backtrader as bt

MINUTE_MS = 60_000


def closing_time(text):
    """backtrader stamps bars, and resamples them, by their close."""
    return datetime.datetime.fromtimestamp(int(text) / 1000 + 60, datetime.timezone.utc).replace(tzinfo=None)


class Bars(bt.feeds.GenericCSVData):
    params = (
        ("dtformat", closing_time),
        ("datetime", 0), ("open", 1), ("high", 2), ("low", 3), ("close", 4), ("volume", 5),
        ("openinterest", -1), ("timeframe", bt.TimeFrame.Minutes),
    )


class Vwap(bt.Indicator):
    lines = ("vwap",)

    def __init__(self):
        self.turnover = self.traded = 0.0

    def next(self):
        data = self.data
        self.turnover += (data.high[0] + data.low[0] + data.close[0]) / 3 * data.volume[0]
        self.traded += data.volume[0]
        self.lines.vwap[0] = self.turnover / self.traded


def add_late(cerebro, path):
    minutes = Bars(dataname=path)
    cerebro.adddata(minutes, name="late 1m")
    for compression in (5, 15):
        cerebro.resampledata(minutes, name=f"late {compression}m", timeframe=bt.TimeFrame.Minutes, compression=compression)


class LateAdd(bt.Strategy):
    params = (("path", None), ("add_ms", None))

    def __init__(self):
        self.bars = {"1m": [], "5m": [], "15m": []}
        self.values = []
        self.vwap = self.rsi = None
        if self.p.add_ms is None:
            self.watch()

    def watch(self):
        minutes = self.getdatabyname("late 1m")
        self.vwap, self.rsi = Vwap(minutes), bt.ind.RSI(minutes, period=14)

    def late_feeds(self):
        return [feed for feed in self.cerebro.datas if feed._name.startswith("late")]

    def prenext(self):
        self.next()

    def next(self):
        now = self.ms(self.data)
        if self.p.add_ms is not None and now >= self.p.add_ms and not self.late_feeds():
            add_late(self.cerebro, self.p.path)
        for feed in self.late_feeds():
            seen = self.bars[feed._name.split()[1]]
            if len(feed) > len(seen):
                seen.append([self.ms(feed), *(line[0] for line in (feed.open, feed.high, feed.low, feed.close, feed.volume))])
                if feed._name == "late 1m" and self.rsi is not None:
                    self.values.append([self.ms(feed), self.vwap[0], self.rsi[0] if len(feed) > 14 else None])

    def ms(self, feed):
        moment = bt.num2date(feed.datetime[0]).replace(tzinfo=datetime.timezone.utc)
        return round(moment.timestamp() / 60) * MINUTE_MS


def main(path, add_ms=None):
    cerebro = bt.Cerebro(stdstats=False, runonce=False)
    cerebro.adddata(Bars(dataname=path), name="present")
    if add_ms is None:
        add_late(cerebro, path)
    cerebro.addstrategy(LateAdd, path=path, add_ms=None if add_ms is None else int(add_ms))
    strategy = cerebro.run()[0]
    json.dump({"bars": strategy.bars, "values": strategy.values}, sys.stdout)


main(*sys.argv[1:])
