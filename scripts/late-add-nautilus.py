"""Plays a day of minute bars with NautilusTrader; a second instrument joins it while it runs. Prints what the program
then has of that instrument as JSON.

As its documentation has it: the bars stand in a ParquetDataCatalog that the engine knows. At the given time the
strategy asks for the past with `request_aggregated_bars(..., include_external_data=True, update_subscriptions=True)`,
which fills the aggregators of the 5 and 15 minutes, and in its callback calls `subscribe_bars` for the 1, 5 and 15
minutes. The request ends where it does by default, now, or, asked for with `before`, a nanosecond earlier. Without a
time it subscribes when the engine starts. Called by scripts/compare-late-add.mjs.

    venv/bin/python scripts/late-add-nautilus.py BARS.csv [ADD_MS [before]]
"""

import csv
import json
import sys
import tempfile

import pandas as pd
from nautilus_trader.backtest.config import BacktestEngineConfig
from nautilus_trader.backtest.engine import BacktestEngine
from nautilus_trader.config import LoggingConfig
from nautilus_trader.indicators import MovingAverageType, RelativeStrengthIndex, VolumeWeightedAveragePrice
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import Bar, BarType
from nautilus_trader.model.enums import AccountType, OmsType
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.persistence.catalog import ParquetDataCatalog
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy

MINUTE_MS = 60_000
VENUE = Venue("XNAS")


def instrument_of(symbol):
    return TestInstrumentProvider.equity(symbol=symbol, venue="XNAS")


def bars_of(instrument, rows):
    bar_type = BarType.from_str(f"{instrument.id}-1-MINUTE-LAST-EXTERNAL")
    bars = []
    for open_ms, o, h, l, c, v in rows:
        close_ns = (int(open_ms) + MINUTE_MS) * 1_000_000
        prices = [Price.from_str(value) for value in (o, h, l, c)]
        bars.append(Bar(bar_type, *prices, Quantity.from_str(v), close_ns, close_ns))
    return bars


class LateAdd(Strategy):
    def __init__(self, present, late, open_ms, add_ms, end):
        super().__init__()
        self.present, self.late, self.open_ms, self.add_ms, self.end = present, late, open_ms, add_ms, end
        self.seen = {"1m": [], "5m": [], "15m": []}
        self.values = []
        self.vwap = VolumeWeightedAveragePrice()
        self.rsi = RelativeStrengthIndex(14, MovingAverageType.WILDER)

    def type_of(self, instrument, minutes):
        if minutes == 1:
            return BarType.from_str(f"{instrument}-1-MINUTE-LAST-EXTERNAL")
        return BarType.from_str(f"{instrument}-{minutes}-MINUTE-LAST-INTERNAL@1-MINUTE-EXTERNAL")

    def on_start(self):
        self.subscribe_bars(self.type_of(self.present, 1))
        if self.add_ms is None:
            self.join(None)
        else:
            self.clock.set_time_alert("add", pd.Timestamp(self.add_ms, unit="ms", tz="UTC"), self.add)

    def add(self, _event):
        self.register_indicators()
        self.request_aggregated_bars(
            [self.type_of(self.late, 5), self.type_of(self.late, 15)],
            start=pd.Timestamp(self.open_ms, unit="ms", tz="UTC"),
            end=self.end,
            callback=self.subscribe_late,
            include_external_data=True,
            update_subscriptions=True,
        )

    def join(self, _request):
        self.register_indicators()
        self.subscribe_late(None)

    def register_indicators(self):
        self.register_indicator_for_bars(self.type_of(self.late, 1), self.vwap)
        self.register_indicator_for_bars(self.type_of(self.late, 1), self.rsi)

    def subscribe_late(self, _request):
        for minutes in (1, 5, 15):
            self.subscribe_bars(self.type_of(self.late, minutes))

    def on_historical_data(self, data):
        bars = data if isinstance(data, list) else [data]
        for bar in bars:
            if isinstance(bar, Bar):
                self.note(bar)

    def on_bar(self, bar):
        if bar.bar_type.instrument_id == self.late:
            self.note(bar)
            if bar.bar_type.spec.step == 1:
                self.values.append([bar.ts_event // 1_000_000, self.vwap.value, self.rsi.value * 100])

    def note(self, bar):
        if bar.bar_type.instrument_id != self.late:
            return
        numbers = [float(value) for value in (bar.open, bar.high, bar.low, bar.close, bar.volume)]
        self.seen[f"{bar.bar_type.spec.step}m"].append([bar.ts_event // 1_000_000, *numbers])


def main(path, add_ms=None, end=None):
    with open(path) as file:
        rows = [row for row in csv.reader(file)][1:]
    present, late = instrument_of("PRESENT"), instrument_of("LATE")
    with tempfile.TemporaryDirectory() as folder:
        catalog = ParquetDataCatalog(folder)
        catalog.write_data([present, late])
        catalog.write_data(bars_of(present, rows))
        catalog.write_data(bars_of(late, rows))
        engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
        engine.kernel.data_engine.register_catalog(catalog)
        engine.add_venue(VENUE, OmsType.NETTING, AccountType.CASH, [Money(1_000_000, USD)])
        engine.add_instrument(present)
        engine.add_instrument(late)
        open_ms = int(rows[0][0])
        add_at = None if add_ms is None else int(add_ms)
        before = None if end is None else pd.Timestamp(add_at * 1_000_000 - 1, tz="UTC")
        strategy = LateAdd(present.id, late.id, open_ms, add_at, before)
        engine.add_strategy(strategy)
        close_ms = int(rows[-1][0]) + MINUTE_MS
        engine.run(start=pd.Timestamp(open_ms, unit="ms", tz="UTC"), end=pd.Timestamp(close_ms, unit="ms", tz="UTC"))
        json.dump({"bars": strategy.seen, "values": strategy.values}, sys.stdout)
        engine.dispose()


main(*sys.argv[1:])
