"""Writes test/fixtures/report-statistics.json: generated daily returns and the figures that two libraries give for them.

    python3 -m venv venv && venv/bin/pip install quantstats==0.0.86 empyrical-reloaded==0.7.1
    venv/bin/python scripts/make-report-statistics.py

Each figure names its source. Returns are seeded and rounded to 8 places, so the file holds exactly what the libraries saw.
"""

import json
import warnings
from pathlib import Path

import empyrical
import numpy as np
import pandas as pd
import quantstats.stats as qs

warnings.filterwarnings("ignore")

OUT = Path(__file__).parent.parent / "test" / "fixtures" / "report-statistics.json"
SQRT_YEAR = np.sqrt(252)


def series(values):
    rounded = [round(float(v), 8) for v in values]
    return pd.Series(rounded, index=pd.bdate_range("2023-01-02", periods=len(rounded)))


def cases():
    rng = np.random.default_rng(17)
    market = rng.normal(0.0004, 0.011, 504)
    heavy = rng.standard_t(3, 504) * 0.008
    return {
        "two years beside a market": (0.7 * market + rng.normal(0.0003, 0.006, 504), market),
        "heavy tails": (heavy, market),
        "against the market": (-0.4 * market[:260] + rng.normal(0, 0.004, 260), market[:260]),
        "a loss on the first day": (np.concatenate([[-0.05], rng.normal(0.001, 0.01, 62)]), market[:63]),
        "days without a trade": (np.where(rng.random(120) < 0.6, 0, rng.normal(0.001, 0.01, 120)), market[:120]),
        "a falling account": (rng.normal(-0.003, 0.015, 90), market[:90]),
        "five days": (rng.normal(0.001, 0.01, 5), market[:5]),
        "twenty-two days": (rng.normal(0.001, 0.01, 22), market[:22]),
    }


def figures(r, b):
    greeks = qs.greeks(r, b, prepare_returns=False)
    values = {
        "sharpe": ("quantstats.sharpe", qs.sharpe(r)),
        "sortino": ("quantstats.sortino", qs.sortino(r)),
        "volatility": ("quantstats.volatility", qs.volatility(r)),
        "annualGrowth": ("empyrical.cagr", empyrical.cagr(r)),
        "deepestFall": ("empyrical.max_drawdown", -empyrical.max_drawdown(r)),
        "calmar": ("empyrical.calmar_ratio", empyrical.calmar_ratio(r)),
        "omega": ("empyrical.omega_ratio", empyrical.omega_ratio(r)),
        "skewness": ("quantstats.skew", qs.skew(r)),
        "kurtosis": ("quantstats.kurtosis", qs.kurtosis(r)),
        "valueAtRisk": ("empyrical.value_at_risk", empyrical.value_at_risk(r)),
        "expectedShortfall": ("empyrical.conditional_value_at_risk", empyrical.conditional_value_at_risk(r)),
        "tailRatio": ("empyrical.tail_ratio", empyrical.tail_ratio(r)),
        "probabilisticSharpe": ("quantstats.probabilistic_sharpe_ratio", qs.probabilistic_sharpe_ratio(r)),
        "ulcerIndex": ("quantstats.ulcer_index", qs.ulcer_index(r)),
        "compounded": ("quantstats.comp", qs.comp(r)),
        "beta": ("quantstats.greeks", greeks["beta"]),
        "alpha": ("quantstats.greeks", greeks["alpha"]),
        "correlation": ("pandas.Series.corr", r.corr(b)),
        "trackingError": ("empyrical.annual_volatility of the differences", empyrical.annual_volatility(r - b)),
        "informationRatio": (
            "quantstats.information_ratio x sqrt(252)",
            qs.information_ratio(r, b, prepare_returns=False) * SQRT_YEAR,
        ),
    }
    return {name: {"source": source, "value": float(value)} for name, (source, value) in values.items()}


def case(name, returns, benchmark):
    r, b = series(returns), series(benchmark)
    rolling = qs.rolling_sharpe(r, rolling_period=21).dropna()
    return {
        "name": name,
        "returns": r.tolist(),
        "benchmark": b.tolist(),
        "figures": figures(r, b),
        "rollingSharpe21": [float(v) for v in rolling],
    }


def main():
    made = {
        "made_by": "scripts/make-report-statistics.py",
        "libraries": {"quantstats": "0.0.86", "empyrical-reloaded": "0.7.1"},
        "cases": [case(name, r, b) for name, (r, b) in cases().items()],
    }
    OUT.write_text(json.dumps(made, separators=(",", ":")) + "\n")


main()
