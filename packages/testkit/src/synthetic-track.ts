import { type Audio, createRandom, type Random } from '@sid/core';

/** Steps of a minor pentatonic scale, in semitones: whatever is drawn from it sounds like music. */
const scale = [0, 3, 5, 7, 10];

/**
 * Generated audio that is like music to a retriever: at random moments a note of a few partials, and noise bursts
 * between. Tracks of different seeds have nothing in common; a track at another rate is the same music.
 *
 * @param seed - any number; part of the id
 * @param seconds - length, more than 0
 * @param sampleRate - in hertz; 4000 or more
 */
export const syntheticTrack = (seed: number, seconds: number, sampleRate: number): Audio => {
  const random = createRandom(`synthetic track ${seed}`);
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  const root = 45 + random.int(12);
  const notes = random.fork('notes');
  for (let time = 0; time < seconds; time += 0.04 + 0.2 * notes.next()) addNote(samples, sampleRate, time, root, notes);
  const clicks = random.fork('clicks');
  for (let time = 0.1; time < seconds; time += 0.15 + 0.5 * clicks.next()) addClick(samples, sampleRate, time, clicks);
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  for (let i = 0; i < samples.length; i++) samples[i] = (0.9 * (samples[i] ?? 0)) / (peak || 1);
  return { id: `synthetic-${seed}`, sampleRate, samples };
};

const addNote = (samples: Float32Array, sampleRate: number, time: number, root: number, random: Random): void => {
  const pitch = root + (scale[random.int(scale.length)] ?? 0) + 12 * random.int(4);
  const hertz = 440 * 2 ** ((pitch - 69) / 12);
  const loudness = 0.3 + random.next();
  const decay = 0.1 + 0.4 * random.next();
  const brightness = 0.4 + 0.5 * random.next();
  for (let partial = 1; partial <= 6 && hertz * partial < 0.45 * sampleRate; partial++) {
    const turn = (2 * Math.PI * hertz * partial) / sampleRate;
    addDecayingSine(samples, time * sampleRate, turn, loudness * brightness ** partial, decay * sampleRate);
  }
};

/** A two-term recurrence instead of a sine per sample: generated tracks should cost next to nothing. */
const addDecayingSine = (samples: Float32Array, at: number, turn: number, amplitude: number, decay: number): void => {
  const shrink = Math.exp(-1 / decay);
  const c1 = 2 * shrink * Math.cos(turn);
  const c2 = -shrink * shrink;
  const start = Math.round(at);
  const end = Math.min(samples.length, start + Math.round(4 * decay));
  let before = 0;
  let now = amplitude * shrink * Math.sin(turn);
  for (let i = start + 1; i < end; i++) {
    samples[i] = (samples[i] ?? 0) + now;
    const next = c1 * now + c2 * before;
    before = now;
    now = next;
  }
};

const addClick = (samples: Float32Array, sampleRate: number, time: number, random: Random): void => {
  const start = Math.round(time * sampleRate);
  const decay = (0.005 + 0.03 * random.next()) * sampleRate;
  const end = Math.min(samples.length, start + Math.round(4 * decay));
  for (let i = start; i < end; i++)
    samples[i] = (samples[i] ?? 0) + 0.7 * (2 * random.next() - 1) * Math.exp((start - i) / decay);
};

/** The stretch of `audio` between two times in seconds, as a recording of its own. */
export const excerpt = (audio: Audio, from: number, to: number): Audio => ({
  id: `${audio.id}@${from}-${to}`,
  sampleRate: audio.sampleRate,
  samples: audio.samples.slice(Math.round(from * audio.sampleRate), Math.round(to * audio.sampleRate)),
});
