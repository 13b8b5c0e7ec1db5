//! What the module asks of JavaScript: bytes of the file, and somewhere to put samples.

use std::io::{self, Read, Seek, SeekFrom};

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Reads up to `length` bytes from `offset`; how many, 0 at the end, −1 on failure.
    safe fn read(pointer: *mut u8, length: usize, offset: f64) -> i32;
    safe fn size() -> f64;
    /// Announces rate, channels and length in frames (−1 if unknown). Nonzero: stop.
    safe fn head(sample_rate: u32, channels: u32, frames: f64) -> i32;
    /// Takes mono samples. Nonzero: stop.
    safe fn emit(pointer: *const f32, frames: usize) -> i32;
    safe fn fail(pointer: *const u8, length: usize);
}

/// Why decoding ended before the end of the file.
pub enum Ended {
    /// The host has what it wants.
    Stopped,
    Failed(String),
}

pub type Outcome = Result<(), Ended>;

pub fn failed(error: impl std::fmt::Display) -> Ended {
    Ended::Failed(error.to_string())
}

pub fn report(message: &str) {
    fail(message.as_ptr(), message.len());
}

pub fn announce(sample_rate: u32, channels: u32, frames: Option<u64>) -> Outcome {
    match head(sample_rate, channels, frames.map_or(-1.0, |n| n as f64)) {
        0 => Ok(()),
        _ => Err(Ended::Stopped),
    }
}

pub fn give(mono: &[f32]) -> Outcome {
    match emit(mono.as_ptr(), mono.len()) {
        0 => Ok(()),
        _ => Err(Ended::Stopped),
    }
}

/// The file, with a buffer, since every read crosses into JavaScript.
pub struct File {
    buffer: Vec<u8>,
    start: u64,
    position: u64,
}

impl File {
    pub fn open() -> File {
        File { buffer: Vec::with_capacity(CHUNK), start: 0, position: 0 }
    }
}

const CHUNK: usize = 1 << 18;

impl Read for File {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let within = self.position.checked_sub(self.start).unwrap_or(u64::MAX);
        if within >= self.buffer.len() as u64 {
            self.buffer.resize(CHUNK, 0);
            let count = read(self.buffer.as_mut_ptr(), CHUNK, self.position as f64);
            self.start = self.position;
            self.buffer.truncate(count.max(0) as usize);
            if count < 0 {
                return Err(io::Error::other("the file could not be read"));
            }
        }
        let rest = &self.buffer[(self.position - self.start) as usize..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(n) => Some(n),
            SeekFrom::Current(n) => self.position.checked_add_signed(n),
            SeekFrom::End(n) => (size() as u64).checked_add_signed(n),
        };
        self.position = target.ok_or_else(|| io::Error::other("seek before the start"))?;
        Ok(self.position)
    }
}

/// Mean over channels, into a buffer that is used again.
#[derive(Default)]
pub struct Mixer {
    mono: Vec<f32>,
}

impl Mixer {
    pub fn planar(&mut self, channels: &[&[f32]]) -> &[f32] {
        let frames = channels.iter().map(|c| c.len()).min().unwrap_or(0);
        let scale = 1.0 / channels.len().max(1) as f32;
        self.mono.clear();
        self.mono.resize(frames, 0.0);
        for channel in channels {
            for (sum, value) in self.mono.iter_mut().zip(channel.iter()) {
                *sum += value;
            }
        }
        self.mono.iter_mut().for_each(|value| *value *= scale);
        &self.mono
    }

    pub fn interleaved(&mut self, samples: &[f32], channels: usize) -> &[f32] {
        self.mono.clear();
        if channels == 2 {
            self.mono.extend(samples.chunks_exact(2).map(|frame| (frame[0] + frame[1]) * 0.5));
        } else {
            let scale = 1.0 / channels.max(1) as f32;
            self.mono.extend(samples.chunks_exact(channels.max(1)).map(|frame| frame.iter().sum::<f32>() * scale));
        }
        &self.mono
    }
}
