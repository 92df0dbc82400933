"""Writes golden.json: `python make.py > golden.json`, with numpy, scipy and scikit-learn.

Bayesian linear regression with a conjugate prior, in closed form; its coefficients are those of scikit-learn's Ridge.
Student's t by scipy, Spearman's correlation by scipy.
"""
import json

import numpy as np
from scipy import stats
from sklearn.linear_model import Ridge

random = np.random.default_rng(7)
cases = []
for rows, width, penalty in [(12, 1, 1.0), (40, 3, 10.0), (60, 2, 100.0), (9, 0, 1.0)]:
    x = random.normal(size=(rows, width)) * random.uniform(0.1, 50, size=width) + random.normal(size=width)
    y = 2.5 + x @ random.normal(size=width) * 0.1 + random.normal(size=rows)
    new = random.normal(size=width) * 3
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    z = (x - mean) / deviation
    centred = y - y.mean()
    a = z.T @ z + penalty * np.eye(width)
    coefficients = np.linalg.solve(a, z.T @ centred) if width else np.zeros(0)
    if width:
        assert np.allclose(coefficients, Ridge(alpha=penalty).fit(z, y).coef_)
    variance = (centred @ centred - coefficients @ a @ coefficients) / (rows - 1)
    covariance = variance * np.linalg.inv(a) if width else np.zeros((0, 0))
    at = (new - mean) / deviation
    scale = np.sqrt(variance * (1 + 1 / rows) + at @ covariance @ at)
    expected = y.mean() + at @ coefficients
    low, high = stats.t.interval(0.8, rows - 1, loc=expected, scale=scale)
    cases.append({
        "rows": x.tolist(), "y": y.tolist(), "penalty": penalty, "new": new.tolist(),
        "coefficients": coefficients.tolist(), "covariance": covariance.tolist(), "variance": variance,
        "mean": expected, "scale": scale, "low": low, "high": high,
        "helps": stats.t.sf(0, rows - 1, loc=expected, scale=scale),
    })

student = [
    [t, degrees, stats.t.cdf(t, degrees)]
    for degrees in (1, 2, 5.5, 59, 1000)
    for t in (-30, -2.2, -0.1, 0, 0.7, 1.5, 8)
]
quantiles = [[p, degrees, stats.t.ppf(p, degrees)] for degrees in (1, 5, 59) for p in (0.001, 0.1, 0.5, 0.9, 0.999)]
a, b = random.integers(0, 6, size=20).tolist(), random.integers(0, 6, size=20).tolist()
spearman = {"a": a, "b": b, "correlation": stats.spearmanr(a, b).statistic}
print(json.dumps({"cases": cases, "student": student, "quantiles": quantiles, "spearman": spearman}))
