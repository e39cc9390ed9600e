"""A day of many symbols in NautilusTrader: 1m bars from outside, 5m and 15m of its own, sma(20) on 5m, rsi(14) and
vwap on 1m, a callback per bar. Arguments: file of doubles (symbol, column, row), symbols, rows."""

import array
import json
import sys
import time

import pandas as pd
from nautilus_trader.backtest.config import BacktestEngineConfig
from nautilus_trader.backtest.engine import BacktestEngine
from nautilus_trader.config import LoggingConfig
from nautilus_trader.indicators import (
    MovingAverageType,
    RelativeStrengthIndex,
    SimpleMovingAverage,
    VolumeWeightedAveragePrice,
)
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy


class Day(Strategy):
    def __init__(self, instruments):
        super().__init__()
        self.instruments = instruments
        self.values = {}
        self.counts = {}
        self.called = 0

    def on_start(self):
        for instrument in self.instruments:
            minute = BarType.from_str(f"{instrument.id}-1-MINUTE-LAST-EXTERNAL")
            five, fifteen = (
                BarType.from_str(f"{instrument.id}-{length}-MINUTE-LAST-INTERNAL@1-MINUTE-EXTERNAL") for length in (5, 15)
            )
            sma = SimpleMovingAverage(20)
            rsi = RelativeStrengthIndex(14, MovingAverageType.WILDER)
            vwap = VolumeWeightedAveragePrice()
            self.register_indicator_for_bars(five, sma)
            self.register_indicator_for_bars(minute, rsi)
            self.register_indicator_for_bars(minute, vwap)
            self.values[instrument.id] = (sma, rsi, vwap)
            self.counts[instrument.id] = {5: 0, 15: 0, 1: 0}
            for bar_type in (minute, five, fifteen):
                self.subscribe_bars(bar_type)

    def on_bar(self, bar):
        self.called += 1
        self.counts[bar.bar_type.instrument_id][bar.bar_type.spec.step] += 1


def main(path, symbols, rows):
    numbers = array.array("d")
    with open(path, "rb") as file:
        numbers.frombytes(file.read())
    started = time.process_time()
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
    engine.add_venue(Venue("XNAS"), OmsType.NETTING, AccountType.CASH, [Money(1_000_000, USD)])
    instruments = [TestInstrumentProvider.equity(symbol=f"S{index}", venue="XNAS") for index in range(symbols)]
    bars = []
    for index, instrument in enumerate(instruments):
        columns = [numbers[(index * 6 + column) * rows : (index * 6 + column + 1) * rows] for column in range(6)]
        frame = pd.DataFrame(dict(zip(("open", "high", "low", "close", "volume"), columns[1:])))
        # Its bars are stamped by their close.
        frame.index = pd.to_datetime([open_ms + 60_000 for open_ms in columns[0]], unit="ms", utc=True)
        bar_type = BarType.from_str(f"{instrument.id}-1-MINUTE-LAST-EXTERNAL")
        engine.add_instrument(instrument)
        bars += BarDataWrangler(bar_type, instrument).process(frame)
    engine.add_data(bars, validate=False)
    day = Day(instruments)
    engine.add_strategy(day)
    loaded = time.process_time()
    engine.run()
    ended = time.process_time()
    results = [
        [sma.value, rsi.value * 100, vwap.value, day.counts[key][5], day.counts[key][15]]
        for key, (sma, rsi, vwap) in day.values.items()
    ]
    json.dump({"load_seconds": loaded - started, "seconds": ended - loaded, "results": results}, sys.stdout)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
