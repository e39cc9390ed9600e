"""Brackets and trailing stops over the same minutes in backtesting.py 0.6.6 and backtrader 1.9.78.

Usage: compare-exits.py BARS TRADES bracket|trail

BARS: the CSV of `tapedeck data get`, t,o,h,l,c,v. TRADES: `trades.csv` of the run
of scripts/compare-exits.mjs. Every seventh bar without a position an order is placed, a purchase and a short sale in turn.
Prints the trades that differ, and for each engine how many are equal.
"""

import csv
import math
import sys
import warnings

import backtrader as bt
import pandas as pd
from backtesting import Backtest, Strategy

warnings.filterwarnings("ignore")
PROFIT, LOSS, TRAIL, SHARES, EVERY = 0.3, 0.2, 0.25, 10, 7


def cents(price):
    """Rounds as JavaScript's Math.round does."""
    return math.floor(price * 100 + 0.5) / 100


class Bracket(Strategy):
    def init(self):
        self.count = 0

    def next(self):
        if len(self.data) % EVERY or self.position or self.orders:
            return
        way, close = (1, -1)[self.count % 2], self.data.Close[-1]
        self.count += 1
        place = self.buy if way == 1 else self.sell
        place(size=SHARES, tp=cents(close + way * PROFIT), sl=cents(close - way * LOSS))


class Trail(Strategy):
    def init(self):
        self.count = 0

    def next(self):
        for trade in self.trades:
            held = slice(trade.entry_bar, len(self.data))
            if trade.is_long:
                trade.sl = max(trade.entry_price, max(self.data.High[held])) - TRAIL
            else:
                trade.sl = min(trade.entry_price, min(self.data.Low[held])) + TRAIL
        if len(self.data) % EVERY or self.position or self.orders:
            return
        (self.buy if self.count % 2 == 0 else self.sell)(size=SHARES)
        self.count += 1


class TraderBase(bt.Strategy):
    def __init__(self):
        self.count, self.rows, self.alive, self.entry, self.best = 0, [], [], None, 0.0

    def notify_order(self, order):
        if order.status == order.Completed:
            at = bt.num2date(order.executed.dt).strftime("%Y-%m-%dT%H:%M")
            price = round(order.executed.price, 4)
            if self.entry is None:
                self.entry, self.best = (at, "long" if order.isbuy() else "short", price), price
            else:
                self.rows.append((*self.entry, at, price))
                self.entry = None
        if not order.alive() and order in self.alive:
            self.alive.remove(order)

    def is_due(self):
        return len(self) % EVERY == 0 and not self.position and not self.alive


class TraderBracket(TraderBase):
    def next(self):
        if not self.is_due():
            return
        way, close = (1, -1)[self.count % 2], self.data.close[0]
        self.count += 1
        place = self.buy_bracket if way == 1 else self.sell_bracket
        prices = dict(limitprice=cents(close + way * PROFIT), stopprice=cents(close - way * LOSS))
        self.alive = list(place(size=SHARES, exectype=bt.Order.Market, **prices))


class TraderTrail(TraderBase):
    def next(self):
        if self.entry is not None and self.position:
            is_long = self.entry[1] == "long"
            self.best = max(self.best, self.data.high[0]) if is_long else min(self.best, self.data.low[0])
            for order in list(self.alive):
                self.cancel(order)
            price = round(self.best - TRAIL if is_long else self.best + TRAIL, 4)
            place = self.sell if is_long else self.buy
            self.alive = [place(size=SHARES, exectype=bt.Order.Stop, price=price)]
        elif self.is_due():
            self.alive = [(self.buy if self.count % 2 == 0 else self.sell)(size=SHARES)]
            self.count += 1


def in_backtesting(bars, rule):
    test = Backtest(bars, Bracket if rule == "bracket" else Trail, cash=100_000, finalize_trades=False)
    time = "%Y-%m-%dT%H:%M"
    return [
        (
            each.EntryTime.strftime(time),
            "long" if each.Size > 0 else "short",
            round(each.EntryPrice, 4),
            each.ExitTime.strftime(time),
            round(each.ExitPrice, 4),
        )
        for each in test.run()["_trades"].itertuples()
    ]


def in_backtrader(bars, rule):
    cerebro = bt.Cerebro()
    cerebro.broker.setcash(100_000)
    naive = bars.set_axis(bars.index.tz_localize(None))
    cerebro.adddata(bt.feeds.PandasData(dataname=naive, timeframe=bt.TimeFrame.Minutes))
    cerebro.addstrategy(TraderBracket if rule == "bracket" else TraderTrail)
    return cerebro.run()[0].rows


def main():
    _, bars_file, trades_file, rule = sys.argv
    bars = pd.read_csv(bars_file)
    bars.index = pd.to_datetime(bars["t"], unit="ms", utc=True)
    bars = bars[["o", "h", "l", "c", "v"]].set_axis(["Open", "High", "Low", "Close", "Volume"], axis=1)
    with open(trades_file, encoding="utf-8") as file:
        here = {
            (
                row["entry_bar"][:16],
                row["direction"],
                round(float(row["entry_price"]), 4),
                row["exit_bar"][:16],
                round(float(row["exit_price"]), 4),
            )
            for row in csv.DictReader(file)
            if row["exit_bar"]
        }
    by_entry = {trade[0]: trade for trade in here}
    for name, there in (("backtesting.py", in_backtesting(bars, rule)), ("backtrader", in_backtrader(bars, rule))):
        for trade in sorted(set(there) - here):
            print(f"{name} {trade}\n{' ' * len(name)} {by_entry.get(trade[0])}")
        print(f"{rule}: {len(here)} trades here, {len(there)} in {name}, {len(here & set(there))} equal")


main()
