"""Plays an SMA cross over bars with backtrader and prints its trades as CSV.

Rules: market orders at the next bar's open, no fees; long when the mean of the last FAST closes crosses above that of
the last SLOW, flat when it crosses below; means of the day's closes alone; positions are held overnight. Called by
scripts/compare-backtrader.mjs.

    venv/bin/python scripts/backtrader-sma-cross.py BARS.csv ZONE FAST SLOW SHARES
"""

import csv
import datetime
import sys
import zoneinfo

import backtrader as bt


class Bars(bt.feeds.GenericCSVData):
    """`t` (epoch ms of the bar's open), o, h, l, c, v."""

    params = (
        ("dtformat", lambda text: datetime.datetime.fromtimestamp(int(text) / 1000, datetime.timezone.utc).replace(tzinfo=None)),
        ("datetime", 0), ("open", 1), ("high", 2), ("low", 3), ("close", 4), ("volume", 5),
        ("openinterest", -1), ("timeframe", bt.TimeFrame.Minutes),
    )


class SmaCross(bt.Strategy):
    params = (("fast", 10), ("slow", 30), ("shares", 10), ("zone", None))

    def __init__(self):
        self.closes = []
        self.day = None
        self.pending = None
        self.fills = []

    def notify_order(self, order):
        if order.status == order.Completed:
            self.fills.append((self.instant(), order.executed.price, order.executed.size))
        if order.status not in (order.Submitted, order.Accepted):
            self.pending = None

    def instant(self):
        moment = bt.num2date(self.data.datetime[0]).replace(tzinfo=datetime.timezone.utc)
        return round(moment.timestamp() / 60) * 60_000

    def next(self):
        day = datetime.datetime.fromtimestamp(self.instant() / 1000, self.p.zone).date()
        if day != self.day:
            self.day, self.closes = day, []
        self.closes.append(self.data.close[0])
        fast, slow, closes = self.p.fast, self.p.slow, self.closes
        if len(closes) <= slow:
            return
        now = sum(closes[-fast:]) / fast - sum(closes[-slow:]) / slow
        earlier = closes[:-1]
        before = sum(earlier[-fast:]) / fast - sum(earlier[-slow:]) / slow
        if now > 0 and before <= 0 and not self.position and self.pending is None:
            self.pending = self.buy(size=self.p.shares)
        if now < 0 and before >= 0 and self.position and self.pending is None:
            self.pending = self.sell(size=self.p.shares)


def main(path, zone, fast, slow, shares):
    cerebro = bt.Cerebro(stdstats=False)
    cerebro.broker.setcash(1e9)
    cerebro.broker.setcommission(commission=0)
    cerebro.adddata(Bars(dataname=path))
    cerebro.addstrategy(SmaCross, fast=int(fast), slow=int(slow), shares=int(shares), zone=zoneinfo.ZoneInfo(zone))
    fills = cerebro.run()[0].fills
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["entry_bar", "entry_price", "exit_bar", "exit_price", "shares"])
    for entry, leave in zip(fills[::2], fills[1::2] + [None] * (len(fills) % 2)):
        out.writerow([entry[0], f"{entry[1]:.4f}", *([leave[0], f"{leave[1]:.4f}"] if leave else ["", ""]), entry[2]])


main(*sys.argv[1:])
