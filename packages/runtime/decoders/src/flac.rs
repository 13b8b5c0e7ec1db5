use crate::host::{Ended, File, Mixer, Outcome, announce, failed, give};
use claxon::{FlacReader, FlacReaderOptions};

pub fn decode() -> Outcome {
    let options = FlacReaderOptions { metadata_only: false, read_vorbis_comment: false };
    let mut reader = FlacReader::new_ext(File::open(), options).map_err(failed)?;
    let info = reader.streaminfo();
    announce(info.sample_rate, info.channels, info.samples)?;
    let scale = 1.0 / (1u64 << (info.bits_per_sample - 1)) as f32;
    let mut blocks = reader.blocks();
    let mut buffer = Vec::new();
    let mut planes: Vec<Vec<f32>> = vec![Vec::new(); info.channels as usize];
    let mut mixer = Mixer::default();
    while let Some(block) = blocks.read_next_or_eof(buffer).map_err(failed)? {
        if block.channels() != info.channels {
            return Err(Ended::Failed(String::from("the number of channels changes")));
        }
        for (index, plane) in planes.iter_mut().enumerate() {
            plane.clear();
            plane.extend(block.channel(index as u32).iter().map(|value| *value as f32 * scale));
        }
        let views: Vec<&[f32]> = planes.iter().map(Vec::as_slice).collect();
        give(mixer.planar(&views))?;
        buffer = block.into_buffer();
    }
    Ok(())
}
