"""Writes test/fixtures/talib-indicators.json: what TA-Lib gives for a synthetic series.

The series comes from a linear congruential generator and whole cents, so that the test makes the very same one
(test/unit/data-processor/synthetic-series.ts) and only results are stored: for each output where TA-Lib's values
begin, and the values of some bars.

    python3 -m venv venv && venv/bin/pip install TA-Lib==0.8.2 numpy
    venv/bin/python scripts/make-talib-fixture.py
"""

import json
import pathlib

import numpy as np
import talib

BARS = 400
SEED = 20250702
FLAT_FROM, FLAT_TO = 200, 240  # bars of one price and no volume


def synthetic_series():
    state = SEED

    def draw(below):
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return (state >> 16) % below

    bars = []
    close = 10000
    for index in range(BARS):
        if FLAT_FROM <= index < FLAT_TO:
            bars.append((close, close, close, close, 0))
            continue
        opened = close + draw(41) - 20
        close = max(100, opened + draw(201) - 100)
        high = max(opened, close) + draw(60)
        low = min(opened, close) - draw(60)
        bars.append((opened, high, low, close, draw(100000)))
    columns = np.array(bars, dtype=float).T
    return [column / 100 for column in columns[:4]] + [columns[4]]


def swings(marks, prices, reach):
    """FRACTAL marks the bar at which a swing is known; the price is that of `reach` bars before."""
    kept, last = np.full(len(prices), np.nan), np.nan
    for index, mark in enumerate(marks):
        if mark != 0:
            last = prices[index - reach]
        kept[index] = last
    return kept


def keltner(high, low, close, period, atr_period, multiplier):
    """From TA-Lib's EMA and ATR: its own KC starts the range at another bar than ATR does."""
    middle = talib.EMA(close, period)
    width = multiplier * talib.ATR(high, low, close, atr_period)
    return middle + width, np.where(np.isnan(width), np.nan, middle), middle - width


def cases(o, h, l, c, v):
    for period in (2, 5, 20):
        yield "sma", {"period": period}, [talib.SMA(c, period)]
        yield "ema", {"period": period}, [talib.EMA(c, period)]
        yield "wma", {"period": period}, [talib.WMA(c, period)]
        yield "volume_sma", {"period": period}, [talib.SMA(v, period)]
        yield "high_low", {"period": period}, [talib.MAX(h, period), talib.MIN(l, period)]
        yield "donchian", {"period": period}, list(talib.DONCHIAN(h, l, period))
    for period in (5, 15, 20):
        yield "hma", {"period": period}, [talib.HMA(c, period)]
    for period in (2, 14):
        yield "rsi", {"period": period}, [talib.RSI(c, period)]
        yield "williams_r", {"period": period}, [talib.WILLR(h, l, c, period)]
        yield "roc", {"period": period}, [talib.ROC(c, period)]
        yield "atr", {"period": period}, [talib.ATR(h, l, c, period)]
        adx = talib.ADX(h, l, c, period)
        directions = [talib.PLUS_DI(h, l, c, period), talib.MINUS_DI(h, l, c, period)]
        yield "adx", {"period": period}, [adx] + [np.where(np.isnan(adx), np.nan, each) for each in directions]
    for period in (5, 20):
        yield "cci", {"period": period}, [talib.CCI(h, l, c, period)]
        yield "volume_ratio", {"period": period}, [talib.RVOL(v, period)]
    for fast, slow, signal in ((12, 26, 9), (3, 10, 16)):
        yield "macd", {"fast": fast, "slow": slow, "signal": signal}, list(talib.MACD(c, fast, slow, signal))
    for period, smoothing, signal in ((14, 3, 3), (5, 1, 4)):
        parameters = {"period": period, "smoothing": smoothing, "signal": signal}
        yield "stochastic", parameters, list(talib.STOCH(h, l, c, period, smoothing, 0, signal, 0))
    for period, deviations in ((20, 2.0), (5, 1.5)):
        bands = talib.BBANDS(c, period, deviations, deviations)
        yield "bbands", {"period": period, "deviations": deviations}, list(bands)
    for period, atr_period, multiplier in ((20, 10, 2.0), (5, 14, 1.5)):
        parameters = {"period": period, "atr_period": atr_period, "multiplier": multiplier}
        yield "keltner", parameters, list(keltner(h, l, c, period, atr_period, multiplier))
    yield "obv", {}, [talib.OBV(c, v)]
    yield "vwap", {}, [talib.VWAP(h, l, c, v)]
    for reach in (2, 5):
        high_marks, low_marks = talib.FRACTAL(h, l, reach, reach)
        yield "swing_high", {"period": reach}, [swings(high_marks, h, reach)]
        yield "swing_low", {"period": reach}, [swings(low_marks, l, reach)]


def sample(values):
    """Where values begin, and some of them: the first ones, then every 13th, then the last."""
    begin = int(np.flatnonzero(~np.isnan(values))[0])
    chosen = sorted({*range(begin, begin + 4), *range(begin, BARS, 13), BARS - 1})
    finite = [index for index in chosen if np.isfinite(values[index])]
    return {"begin": begin, "at": finite, "values": [float(values[index]) for index in finite]}


def main():
    fixture = {
        "about": "What TA-Lib gives for a synthetic series; made by scripts/make-talib-fixture.py. No market data.",
        "ta_lib": talib.__ta_version__.decode().split()[0],
        "python_wrapper": talib.__version__,
        "series": {"bars": BARS, "seed": SEED, "flat_from": FLAT_FROM, "flat_to": FLAT_TO},
        "cases": [
            {"name": name, "parameters": parameters, "outputs": [sample(np.asarray(each)) for each in outputs]}
            for name, parameters, outputs in cases(*synthetic_series())
        ],
    }
    lines = json.dumps(fixture | {"cases": []}, indent=1)[: -len("[]\n}")]
    body = ",\n".join("  " + json.dumps(case, separators=(",", ":")) for case in fixture["cases"])
    path = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "talib-indicators.json"
    path.write_text(f"{lines}[\n{body}\n ]\n}}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
