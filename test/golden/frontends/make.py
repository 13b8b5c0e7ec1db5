"""Makes the arrays of this folder that are ours, from pink-16000.wav. Needs numpy and librosa 0.11; not run in CI.

The other arrays are reference vectors of librosa 0.11.0 and direct evaluations in float64; golden.json says which.
"""
import librosa
import numpy as np
import wave

SR, HOP = 16000, 512

with wave.open('pink-16000.wav') as file:
    y = np.frombuffer(file.readframes(file.getnframes()), dtype='<i2') / 32768


def save(name, array):
    np.save(f'pink-16000-{name}.npy', np.ascontiguousarray(array, dtype='<f4'))


def full_rate(gamma):
    """librosa's transform with every filter at the full rate and nothing dropped: 12 bins per octave, 7 octaves."""
    freqs = 32.70 * 2 ** (np.arange(84) / 12)
    alpha = librosa.filters._relative_bandwidth(freqs=freqs)
    basis, lengths = librosa.filters.wavelet(
        freqs=freqs, sr=SR, filter_scale=1, norm=1, pad_fft=True, window='hann', gamma=gamma, alpha=alpha,
        dtype=np.complex128)
    size = basis.shape[1]
    spectra = np.fft.fft(basis * (lengths / size)[:, None])[:, : size // 2 + 1]
    padded = np.pad(y, size // 2)
    frames = np.stack([padded[j * HOP: j * HOP + size] for j in range(1 + len(y) // HOP)], axis=1)
    return np.abs(spectra @ np.fft.rfft(frames, axis=0)) / np.sqrt(lengths)[:, None]


def nnaudio():
    """The CQT of nnAudio (CQT1992v2 with its defaults), correlated directly in float64."""
    quality = 1 / (2 ** (1 / 12) - 1)
    freqs = 32.70 * 2 ** (np.arange(84) / 12)
    lengths = np.ceil(quality * SR / freqs).astype(int)
    size = 2 ** int(np.ceil(np.log2(lengths.max())))
    padded = np.pad(y, size // 2, mode='reflect')
    out = np.zeros((84, 1 + len(y) // HOP))
    for k, (freq, length) in enumerate(zip(freqs, lengths)):
        n = np.arange(length) - (length + 1) // 2
        window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
        kernel = window * np.exp(-2j * np.pi * freq * n / SR)
        kernel *= np.sqrt(length) / np.abs(kernel).sum()
        for j in range(out.shape[1]):
            centre = size // 2 + j * HOP
            out[k, j] = abs(padded[centre + n[0]: centre + n[0] + length] @ kernel)
    return out


save('cqtfull12x7-hop512', full_rate(0))
save('vqterb12x7-hop512', full_rate(None))
save('cqtnnaudio12x7-hop512', nnaudio())
htk = librosa.feature.melspectrogram(
    y=y, sr=SR, n_fft=1024, hop_length=HOP, n_mels=64, htk=True, norm=None, pad_mode='reflect')
save('melhtk64-hop512-db', 10 * np.log10(np.maximum(1e-10, htk)))
slaney = librosa.feature.melspectrogram(y=y, sr=SR, n_fft=2048, hop_length=HOP, n_mels=128)
save('mel128-hop512-dbmax', librosa.power_to_db(slaney, ref=np.max, top_db=40))
