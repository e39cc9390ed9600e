"""Writes test/fixtures/research-statistics.json: what scipy and a plain reading of the papers answer for generated returns.

python3 -m pip install numpy scipy
python3 scripts/make-research-fixture.py
"""

import itertools
import json
import math
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.stats import qmc

GAMMA = 0.5772156649015329


def probabilistic(sharpe, count, skew, kurtosis, benchmark):
    spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe**2
    return stats.norm.cdf((sharpe - benchmark) * math.sqrt(count - 1) / math.sqrt(spread))


def expected_best(trials, variance):
    return math.sqrt(variance) * (
        (1 - GAMMA) * stats.norm.ppf(1 - 1 / trials) + GAMMA * stats.norm.ppf(1 - 1 / (trials * math.e))
    )


def track_record(sharpe, skew, kurtosis, benchmark, confidence):
    spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe**2
    return 1 + spread * (stats.norm.ppf(confidence) / (sharpe - benchmark)) ** 2


def overfitting(matrix, blocks):
    matrix = matrix[len(matrix) % blocks :]
    parts = np.split(matrix, blocks)
    logits, losses = [], 0
    sharpe = lambda rows: rows.mean(axis=0) / rows.std(axis=0, ddof=1)
    for chosen in itertools.combinations(range(blocks), blocks // 2):
        train = np.concatenate([parts[index] for index in chosen])
        test = np.concatenate([parts[index] for index in range(blocks) if index not in chosen])
        best = int(np.argmax(sharpe(train)))
        outside = sharpe(test)
        relative = stats.rankdata(outside)[best] / (matrix.shape[1] + 1)
        logits.append(math.log(relative / (1 - relative)))
        losses += outside[best] < 0
    return {
        "blocks": blocks,
        "probability": float(np.mean(np.array(logits) <= 0)),
        "probability_of_loss": losses / len(logits),
        "logits_mean": float(np.mean(logits)),
        "logits_sum_of_squares": float(np.sum(np.square(logits))),
    }


def main():
    generator = np.random.default_rng(20260101)
    zs = [-8.5, -5, -3.2, -1.96, -0.47, -0.1, 0, 0.3, 0.66, 1.5, 2.5, 4.2, 6]
    ps = [1e-300, 1e-12, 0.001, 0.05, 0.0749, 0.0751, 0.3, 0.5, 0.77, 0.925, 0.9999, 1 - 1e-12]
    series = generator.standard_t(5, 250) * 0.01 + 0.0007
    matrix = generator.standard_t(4, (171, 12)) * 0.01 + np.linspace(-0.0004, 0.0012, 12)
    sharpe = float(series.mean() / series.std(ddof=1))
    skew, kurtosis = float(stats.skew(series)), float(stats.kurtosis(series, fisher=False))
    sobol = qmc.Sobol(d=21, scramble=False).random(64)
    fixture = {
        "normal": {
            "cdf": [[z, float(stats.norm.cdf(z))] for z in zs],
            "quantile": [[p, float(stats.norm.ppf(p))] for p in ps],
        },
        "series": series.tolist(),
        "moments": {"sharpe": sharpe, "skewness": skew, "kurtosis": kurtosis},
        "probabilistic": [
            [benchmark, float(probabilistic(sharpe, 250, skew, kurtosis, benchmark))] for benchmark in (0, 0.02, 0.1)
        ],
        "expected_best": [[n, v, float(expected_best(n, v))] for n, v in ((2, 0.1), (20, 0.004), (1000, 0.002))],
        "track_record": [
            [confidence, float(track_record(sharpe, skew, kurtosis, 0, confidence))] for confidence in (0.9, 0.95, 0.99)
        ],
        "matrix": matrix.T.tolist(),
        "overfitting": [overfitting(matrix, blocks) for blocks in (4, 10, 16)],
        "sobol": sobol.tolist(),
    }
    place = Path(__file__).resolve().parents[1] / "test" / "fixtures" / "research-statistics.json"
    place.write_text(json.dumps(fixture) + "\n")


if __name__ == "__main__":
    main()
