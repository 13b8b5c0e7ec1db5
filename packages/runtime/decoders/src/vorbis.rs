use crate::host::{Ended, File, Mixer, Outcome, announce, failed, give};
use crate::ogg_length::last_granule;
use lewton::inside_ogg::OggStreamReader;

pub fn decode() -> Outcome {
    let mut reader = OggStreamReader::new(File::open()).map_err(failed)?;
    let rate = reader.ident_hdr.audio_sample_rate;
    let length = last_granule();
    announce(rate, reader.ident_hdr.audio_channels.into(), length)?;
    // The last page says where the audio ends within the last packet (Vorbis I §A.2). The reader minds that only where
    // there is a page before it.
    let mut left = length.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
    let mut mixer = Mixer::default();
    while let Some(planes) = reader.read_dec_packet_generic::<Vec<Vec<f32>>>().map_err(failed)? {
        if reader.ident_hdr.audio_sample_rate != rate {
            return Err(Ended::Failed(String::from("the sample rate changes")));
        }
        let views: Vec<&[f32]> = planes.iter().map(Vec::as_slice).collect();
        let mono = mixer.planar(&views);
        let count = mono.len().min(left);
        left -= count;
        give(&mono[..count])?;
    }
    Ok(())
}
