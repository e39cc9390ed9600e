"""A day of many symbols in backtrader: 1m bars, 5m and 15m resampled, sma(20) on 5m, rsi(14) and vwap on 1m, a callback
per instant. Arguments: file of doubles (symbol, column, row), symbols, rows."""

import array
import datetime
import json
import sys
import time

import backtrader as bt


class Columns(bt.feed.DataBase):
    params = (("columns", None), ("timeframe", bt.TimeFrame.Minutes))

    def start(self):
        super().start()
        self.at = 0

    def _load(self):
        columns, at = self.p.columns, self.at
        if at >= len(columns[0]):
            return False
        self.at += 1
        # Its bars are stamped by their close.
        closes = datetime.datetime.fromtimestamp(columns[0][at] / 1000 + 60, datetime.timezone.utc)
        self.lines.datetime[0] = bt.date2num(closes.replace(tzinfo=None))
        self.lines.open[0], self.lines.high[0], self.lines.low[0] = columns[1][at], columns[2][at], columns[3][at]
        self.lines.close[0], self.lines.volume[0], self.lines.openinterest[0] = columns[4][at], columns[5][at], 0
        return True


class Vwap(bt.Indicator):
    lines = ("vwap",)

    def __init__(self):
        self.turnover = self.traded = 0.0

    def next(self):
        data = self.data
        self.turnover += (data.high[0] + data.low[0] + data.close[0]) / 3 * data.volume[0]
        self.traded += data.volume[0]
        self.lines.vwap[0] = self.turnover / self.traded


class Day(bt.Strategy):
    params = (("symbols", 0),)

    def __init__(self):
        self.called = 0
        self.parts = []
        for index in range(self.p.symbols):
            minute, five, fifteen = self.datas[index * 3 : index * 3 + 3]
            values = (bt.ind.SMA(five, period=20), bt.ind.RSI(minute, period=14), Vwap(minute))
            self.parts.append((five, fifteen, values))

    def prenext(self):
        self.next()

    def next(self):
        self.called += 1


def main(path, symbols, rows):
    numbers = array.array("d")
    with open(path, "rb") as file:
        numbers.frombytes(file.read())
    started = time.process_time()
    cerebro = bt.Cerebro(stdstats=False)
    for index in range(symbols):
        columns = [numbers[(index * 6 + column) * rows : (index * 6 + column + 1) * rows] for column in range(6)]
        feed = Columns(columns=columns)
        cerebro.adddata(feed)
        for compression in (5, 15):
            cerebro.resampledata(feed, timeframe=bt.TimeFrame.Minutes, compression=compression)
    cerebro.addstrategy(Day, symbols=symbols)
    loaded = time.process_time()
    day = cerebro.run()[0]
    ended = time.process_time()
    results = [
        [sma[0], rsi[0], vwap[0], len(five), len(fifteen)] for five, fifteen, (sma, rsi, vwap) in day.parts
    ]
    json.dump({"load_seconds": loaded - started, "seconds": ended - loaded, "results": results}, sys.stdout)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
