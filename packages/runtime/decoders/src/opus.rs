use crate::host::{Ended, File, Mixer, Outcome, announce, failed, give};
use crate::ogg_length::last_granule;
use ogg::PacketReader;
use unsafe_libopus::{
    OpusMSDecoder, opus_multistream_decode_float, opus_multistream_decoder_create, opus_multistream_decoder_destroy,
};

/// Opus always decodes to this rate.
const RATE: u32 = 48_000;
/// 120 ms, the longest packet.
const LONGEST: usize = 5760;

/// The identification header (RFC 7845 §5.1).
struct Head {
    channels: u8,
    pre_skip: u16,
    gain: f32,
    streams: u8,
    coupled: u8,
    mapping: Vec<u8>,
}

fn parse(data: &[u8]) -> Option<Head> {
    if data.len() < 19 || &data[..8] != b"OpusHead" || data[8] >> 4 != 0 {
        return None;
    }
    let channels = data[9];
    let gain = i16::from_le_bytes([data[16], data[17]]);
    let (streams, coupled, mapping) = if data[18] == 0 {
        (1, channels.checked_sub(1)?, vec![0, 1])
    } else {
        (*data.get(19)?, *data.get(20)?, data.get(21..21 + channels as usize)?.to_vec())
    };
    if channels == 0 || (data[18] == 0 && channels > 2) {
        return None;
    }
    let gain = 10f32.powf(f32::from(gain) / (20.0 * 256.0));
    Some(Head { channels, pre_skip: u16::from_le_bytes([data[10], data[11]]), gain, streams, coupled, mapping })
}

struct Decoder {
    state: *mut OpusMSDecoder,
    head: Head,
    pcm: Vec<f32>,
}

impl Decoder {
    fn new(head: Head) -> Result<Decoder, Ended> {
        let mut error = 0;
        // SAFETY: `mapping` has an entry per channel, as the function demands; it checks the values itself.
        let state = unsafe {
            opus_multistream_decoder_create(
                RATE as i32,
                head.channels.into(),
                head.streams.into(),
                head.coupled.into(),
                head.mapping.as_ptr(),
                &mut error,
            )
        };
        if state.is_null() || error != 0 {
            return Err(Ended::Failed(format!("the Opus header is broken ({error})")));
        }
        let pcm = vec![0.0; LONGEST * head.channels as usize];
        Ok(Decoder { state, head, pcm })
    }

    /// Interleaved samples; `None` for a packet that does not decode.
    fn decode(&mut self, packet: &[u8]) -> Option<&mut [f32]> {
        // SAFETY: `pcm` has room for the longest packet of all channels.
        let frames = unsafe {
            opus_multistream_decode_float(
                self.state,
                packet.as_ptr(),
                packet.len() as i32,
                self.pcm.as_mut_ptr(),
                LONGEST as i32,
                0,
            )
        };
        let count = usize::try_from(frames).ok()? * self.head.channels as usize;
        Some(&mut self.pcm[..count])
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        // SAFETY: made by `opus_multistream_decoder_create`, and not used again.
        unsafe { opus_multistream_decoder_destroy(self.state) };
    }
}

pub fn decode() -> Outcome {
    let mut packets = PacketReader::new(File::open());
    let first = packets.read_packet_expected().map_err(failed)?;
    let serial = first.stream_serial();
    let head = parse(&first.data).ok_or_else(|| failed("the Opus header is broken"))?;
    let last = last_granule();
    announce(RATE, head.channels.into(), last.map(|n| n.saturating_sub(head.pre_skip.into())))?;
    let mut decoder = Decoder::new(head)?;
    let mut mixer = Mixer::default();
    let mut skip = usize::from(decoder.head.pre_skip);
    let mut position: u64 = 0;
    let mut headers = true;
    let mut bad = 0;
    while let Some(packet) = packets.read_packet().map_err(failed)? {
        // Of chained or multiplexed streams, the first is read.
        if packet.stream_serial() != serial {
            continue;
        }
        if headers {
            // The comment header.
            headers = false;
            continue;
        }
        let channels = usize::from(decoder.head.channels);
        let gain = decoder.head.gain;
        let Some(samples) = decoder.decode(&packet.data) else {
            bad += 1;
            if bad > 10 {
                return Err(failed("more than ten packets do not decode"));
            }
            continue;
        };
        samples.iter_mut().for_each(|value| *value *= gain);
        let mono = mixer.interleaved(samples, channels);
        // The granule of the last page says where the audio ends (RFC 7845 §4.4).
        let mut end = mono.len();
        if packet.last_in_stream() && packet.absgp_page() != u64::MAX {
            end = end.min(packet.absgp_page().saturating_sub(position) as usize);
        }
        position += mono.len() as u64;
        let start = skip.min(end);
        skip -= start.min(skip);
        give(&mono[start..end])?;
    }
    Ok(())
}
