"""The filters, and the compiled parts of scipy that are loaded without their packages."""

import subprocess
import sys

import numpy as np
import scipy.fft
import scipy.signal
import scipy.special

from engine.sound import compiled
from engine.sound.biquad import Cascade, dip, high_pass, k_weighting
from engine.sound.denoise import exponential_integral
from engine.sound.process import ROOT


def test_a_cascade_is_scipys_filter(rng: np.random.Generator) -> None:
    sections = [*k_weighting(), high_pass(80), dip(50, 20)]
    sound = rng.standard_normal((2, 10_000))
    cascade = Cascade(sections, 2)
    chunks = [cascade.feed(sound[:, :1234]), cascade.feed(sound[:, 1234:])]
    assert np.allclose(np.concatenate(chunks, axis=1), scipy.signal.sosfilt(np.array(sections), sound))


def test_what_is_not_compiled_is_imported_the_slow_way() -> None:
    assert compiled.module("scipy.fft").rfft is scipy.fft.rfft


def test_the_exponential_integral_is_scipys() -> None:
    values = np.logspace(-3, 2, 200)
    assert np.allclose(exponential_integral(values), scipy.special.exp1(values), rtol=1e-9)


def test_a_child_does_not_import_what_it_does_not_need() -> None:
    program = "import sys, engine.sound.chain, engine.sound.track; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert modules.isdisjoint({"scipy.signal", "scipy.fft", "scipy.special", "django", "PIL"})


def test_the_runner_needs_no_numpy() -> None:
    program = "import sys, engine.sound.process, engine.sound.probe; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "numpy" not in loaded.stdout.split()
