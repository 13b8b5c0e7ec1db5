use crate::host::{File, Mixer, Outcome, announce, failed, give};
use nanomp3::{Options, Reader};

/// Encoder delay and padding are cut where the file states them (LAME tag).
pub fn decode() -> Outcome {
    let options = Options::default().allow_mono_stereo_transition(true);
    let mut reader = Reader::<_, f32>::with_options(File::open(), options).map_err(failed)?;
    let Some(channels) = reader.channels() else {
        return Err(failed("no MPEG audio frame was found"));
    };
    let mut channels = channels as usize;
    announce(reader.sample_rate(), channels as u32, reader.total_samples())?;
    let mut mixer = Mixer::default();
    while let Some(samples) = reader.read_frame().map_err(failed)? {
        if samples.is_empty() {
            break;
        }
        give(mixer.interleaved(samples, channels))?;
        channels = reader.channels().map_or(channels, |c| c as usize);
    }
    Ok(())
}
