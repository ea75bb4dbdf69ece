"""Noise reduction: short-time spectra weighted by the log-MMSE rule against a noise profile found by itself."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .pcm import Samples
from .spectral import ROOT_HANN, WINDOW, Powers, Spectra, shaped, spectra_of

MEMORY = 0.98  # of the decision-directed estimate
LEAST_SNR = 0.0032  # -25 dB a priori
BIAS = 1.15  # the quietest moments lie below the mean noise
AROUND = 6  # chunks on each side whose quiet moments may describe a chunk's noise
TRACK = 140  # windows, 1.5 s, in which a voice leaves every bin for a moment ...
SMOOTH = 9  # ... after a mean over so many
TRACK_BIAS = 1.8  # the least of many means lies below their mean
COMPLETE = 36.0  # dB: as much as can go without leaving tones behind

Profile = NDArray[np.float32]  # noise power per (channel, bin)


class NoiseProfiler:
    """Collects the quietest moments of each chunk of 10 s."""

    def __init__(self) -> None:
        self.spectra: list[Profile] = []
        self.energies: list[float] = []

    def feed(self, samples: Samples) -> None:
        quietest = [quiet_windows(channel) for channel in samples]
        if all(len(windows) for windows in quietest):
            self.spectra.append(np.stack([mean_power(windows) for windows in quietest]))
            self.energies.append(float(np.mean([np.mean(windows**2) for windows in quietest])))
        elif self.spectra:
            self.spectra.append(self.spectra[-1])
            self.energies.append(self.energies[-1])

    def constant(self) -> Profile | None:
        """Noise that is there all the time: that of the quietest moments of the whole."""
        return self.mean(slice(None))

    def profile(self, chunk: int) -> Profile | None:
        """Noise at one chunk: the mean of the four quietest profiles of the two minutes around it."""
        if not self.spectra:
            return None
        chunk = min(chunk, len(self.spectra) - 1)
        return self.mean(slice(max(0, chunk - AROUND), chunk + AROUND + 1))

    def mean(self, near: slice) -> Profile | None:
        """The mean of the four quietest profiles, without those in which somebody never paused or music played."""
        if not self.spectra:
            return None
        energies = np.array(self.energies[near])
        order = [index for index in np.argsort(energies)[:4] if energies[index] <= 4 * energies.min()]
        mean = np.mean([self.spectra[near][index] for index in order], axis=0)
        padded = np.pad(mean, ((0, 0), (1, 1)), mode="edge")
        return ((padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3 * BIAS).astype(np.float32)


def quiet_windows(channel: NDArray[np.float32]) -> NDArray[np.float32]:
    """The quietest twentieth of a chunk's windows; digital silence says nothing of the noise and is left out."""
    if len(channel) < WINDOW * 4:
        return np.zeros((0, WINDOW), np.float32)
    windows = sliding_window_view(channel, WINDOW)[:: WINDOW // 2]
    energies = np.einsum("ws,ws->w", windows, windows)
    heard = np.flatnonzero(energies > 1e-10 * WINDOW)
    order = heard[np.argsort(energies[heard])]
    return np.ascontiguousarray(windows[order[: max(4, len(windows) // 20)]])


def mean_power(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    spectra = np.fft.rfft(windows * ROOT_HANN, axis=1)
    return (spectra.real**2 + spectra.imag**2).mean(axis=0).astype(np.float32)


def amount_for(snr: float) -> float:
    """How many dB of noise to take away when nobody said: the cleaner the recording, the less."""
    for clean, amount in ((45, 0.0), (30, 6.0), (20, 12.0), (12, 18.0)):
        if snr > clean:
            return amount
    return 24.0


def reduce(samples: Samples, profile: Profile, amount: float) -> Samples:
    """Take up to `amount` dB of the noise away. No delay; the first and last window are needed as context."""
    return shaped(samples, [Weights(profile, amount)])


class Weights:
    """The gain of every bin, window after window: each leans on the one before it."""

    def __init__(self, profile: Profile, amount: float) -> None:
        self.profile = profile
        self.lowest = np.float32(10 ** (-amount / 20))
        self.speech = np.zeros_like(profile)  # power that the window before was left with

    def shape(self, spectra: Spectra, powers: Powers) -> None:
        """Weigh spectra and powers in place."""
        gains = self.of(powers)
        spectra *= gains
        powers *= gains * gains

    def noise(self, windows: int) -> Powers:
        """Noise power per (channel, window or 1, bin) of the next windows."""
        return self.profile[:, None]

    def of(self, powers: Powers) -> Powers:
        """Gains for powers shaped (channel, window, bin). The loop runs 94 times a second: it allocates little."""
        inverse = (1 / (self.noise(powers.shape[1]) + np.float32(1e-10))).astype(np.float32)
        ratios = np.clip(powers * inverse, LEAST_RATIO, 1e4)
        now = np.float32(1 - MEMORY) * np.maximum(ratios - 1, 0)
        gains = np.empty_like(powers)
        before = np.float32(MEMORY) * inverse
        least, one = np.float32(LEAST_SNR), np.float32(1)
        for window in range(powers.shape[1]):
            wiener = self.speech * before[:, min(window, before.shape[1] - 1)]
            wiener += now[:, window]
            np.maximum(wiener, least, out=wiener)
            wiener /= wiener + one
            gain = gains[:, window]
            np.multiply(wiener, correction(wiener * ratios[:, window]), out=gain)
            np.minimum(gain, one, out=gain)
            np.multiply(gain, gain, out=self.speech)
            self.speech *= powers[:, window]
        return np.maximum(gains, self.lowest, out=gains)


class TrackingWeights(Weights):
    """The same against noise that comes and goes: what a bin never falls under for a second and a half is noise."""

    def __init__(self, profile: Profile, amount: float, samples: Samples, is_kept: NDArray[np.bool_]) -> None:
        """`is_kept` tells for each window of `samples` that only the profile is noise there: music holds its tones."""
        super().__init__(profile, amount)
        self.track = np.maximum(tracked(samples, len(is_kept)), profile[:, None])
        self.track[:, is_kept] = profile[:, None]
        self.done = 0

    def noise(self, windows: int) -> Powers:
        self.done += windows
        return self.track[:, self.done - windows : self.done]


def tracked(samples: Samples, windows: int) -> Powers:
    """Per (channel, window, bin): the least power of the seconds around, made up for being the least."""
    found = np.concatenate([spectra.real**2 + spectra.imag**2 for spectra, _ in spectra_of(samples)], axis=1)[
        :, :windows
    ]
    sums = np.cumsum(
        np.pad(found, ((0, 0), (SMOOTH // 2 + 1, SMOOTH // 2), (0, 0)), mode="edge"), axis=1, dtype=np.float64
    )
    smoothed = ((sums[:, SMOOTH:] - sums[:, :-SMOOTH]) / SMOOTH).astype(np.float32)
    padded = np.pad(smoothed, ((0, 0), (TRACK // 2, TRACK // 2), (0, 0)), mode="edge")
    done = 1
    while done < TRACK + 1:
        step = min(done, TRACK + 1 - done)
        padded = np.minimum(padded[:, :-step], padded[:, step:])
        done += step
    return padded * np.float32(TRACK_BIAS)


# The table spans what a least a-priori SNR and the clipped ratios can give, so that no index needs a check.
TABLE_FROM, TABLE_TO, TABLE_SIZE = -10.0, 14.0, 3072  # powers of two of the argument
LEAST_RATIO = 0.35
PER_OCTAVE = np.float32((TABLE_SIZE - 1) / (TABLE_TO - TABLE_FROM))
FIRST = np.float32(-TABLE_FROM) * PER_OCTAVE


def correction(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """exp(E1(v) / 2), the log-spectral correction of the Wiener gain, from a table."""
    place = np.log2(values)
    place *= PER_OCTAVE
    place += FIRST
    return TABLE.take(place.astype(np.intp))


def exponential_integral(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """E1(v), by its series below 1 and its continued fraction above."""
    small, large = np.minimum(values, 1.0), np.maximum(values, 1.0)
    series, term = -np.euler_gamma - np.log(small), np.ones_like(small)
    for order in range(1, 20):
        term = -term * small / order
        series = series - term / order
    fraction = np.zeros_like(large)
    for order in range(60, 0, -1):
        fraction = order / (1 + order / (large + fraction))
    return np.where(values < 1, series, np.exp(-large) / (large + fraction))


TABLE = np.exp(exponential_integral(np.logspace(TABLE_FROM, TABLE_TO, TABLE_SIZE, base=2)) / 2).astype(np.float32)
