"""Writes reference.json: pairs of pictures with MSE, PSNR and SSIM as scikit-image computes them.

Run with scikit-image 0.19 or later:  python3 make_reference.py > reference.json
Pictures are 8-bit (value = byte / 255), channel after channel, base64. NumPy's generator is seeded, so that a second
run gives the same pictures.
"""

import base64
import json
import sys

import numpy as np
import skimage
from scipy.ndimage import gaussian_filter
from skimage.metrics import mean_squared_error, peak_signal_noise_ratio, structural_similarity

RANDOM = np.random.default_rng(20040401)


def stroke(shape, points, thickness):
    """A soft polyline, bright on dark: distance to the nearest segment, faded over one pixel."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(float)
    distance = np.full(shape, np.inf)
    for (r0, c0), (r1, c1) in zip(points[:-1], points[1:]):
        dr, dc = r1 - r0, c1 - c0
        along = np.clip(((rows - r0) * dr + (columns - c0) * dc) / (dr * dr + dc * dc), 0, 1)
        distance = np.minimum(distance, np.hypot(rows - r0 - along * dr, columns - c0 - along * dc))
    return np.clip(thickness + 0.5 - distance, 0, 1)


def colour_scene():
    """A gradient, two discs and a texture, 32 x 32 x 3."""
    rows, columns = np.mgrid[:32, :32] / 31.0
    scene = np.stack([rows, 1 - columns, 0.5 + 0.3 * np.sin(9 * rows + 5 * columns)], axis=-1)
    scene[np.hypot(rows - 0.35, columns - 0.4) < 0.22] = [0.9, 0.2, 0.1]
    scene[np.hypot(rows - 0.7, columns - 0.7) < 0.17] = [0.1, 0.3, 0.8]
    return scene


def noisy(picture, scale):
    return picture + RANDOM.normal(0, scale, picture.shape)


def pairs():
    seven = stroke((28, 28), [(6, 7), (6, 20), (22, 12)], 1.2)
    four = stroke((28, 28), [(5, 15), (16, 6), (16, 21), (9, 17), (23, 17)], 1.0)
    scene = colour_scene()
    yield "seven, equal", seven, seven
    yield "seven, slight noise", seven, noisy(seven, 0.05)
    yield "seven, strong noise", seven, noisy(seven, 0.4)
    yield "seven, shifted by two columns", seven, np.roll(seven, 2, axis=1)
    yield "seven, inverted", seven, 1 - seven
    yield "seven, constant grey", seven, np.full_like(seven, 0.5)
    yield "seven, faint", seven, 0.4 + 0.15 * seven
    yield "four, blurred", four, gaussian_filter(four, 1.5)
    yield "four, another digit", four, seven
    yield "noise, noise", RANDOM.random((28, 28)), RANDOM.random((28, 28))
    yield "flat, brighter and flat", np.full((28, 28), 0.2), np.full((28, 28), 0.7)
    yield "flat, noise", np.full((28, 28), 0.5), RANDOM.random((28, 28))
    yield "scene, noise", scene, noisy(scene, 0.1)
    yield "scene, inverted", scene, 1 - scene
    yield "scene, half contrast and shifted", scene, np.roll(0.25 + 0.5 * scene, (1, -2), axis=(0, 1))
    yield "crop of a scene, wide", scene[4:17, 3:30], noisy(scene[4:17, 3:30], 0.2)


def to_bytes(picture):
    return np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8)


def encode(picture):
    channels_first = picture if picture.ndim == 2 else np.moveaxis(picture, -1, 0)
    return base64.b64encode(np.ascontiguousarray(channels_first).tobytes()).decode("ascii")


def measure(name, original, reconstruction):
    original, reconstruction = to_bytes(original), to_bytes(reconstruction)
    # The program holds pictures in single precision; computing on the same values in double precision is exact enough.
    x, y = ((data / 255.0).astype(np.float32).astype(np.float64) for data in (original, reconstruction))
    axis = None if x.ndim == 2 else -1
    own_range = y.max() - y.min()
    mse = mean_squared_error(x, y)
    return {
        "name": name,
        "channels": 1 if x.ndim == 2 else x.shape[2],
        "height": x.shape[0],
        "width": x.shape[1],
        "original": encode(original),
        "reconstruction": encode(reconstruction),
        "mse": mse,
        "psnr": peak_signal_noise_ratio(x, y, data_range=1.0) if mse > 0 else None,
        "uniform7": structural_similarity(x, y, win_size=7, data_range=1.0, channel_axis=axis),
        "wang11": structural_similarity(
            x, y, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1.0, channel_axis=axis),
        "paper": structural_similarity(x, y, win_size=7, data_range=own_range, channel_axis=axis) if own_range > 0 else None,
    }


rows = ",\n".join(json.dumps(measure(*pair)) for pair in pairs())
sys.stdout.write(f'{{"scikitImage": "{skimage.__version__}", "pairs": [\n{rows}\n]}}\n')
