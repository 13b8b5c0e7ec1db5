use crate::host::{Ended, File, Mixer, Outcome, announce, failed, give};
use std::cell::RefCell;
use std::io::Read;
use syom::{AacError, DecodeOptions, Decoder, Frame, StreamInfo};

/// AAC in ADTS or LATM frames. The length is not stated anywhere.
pub fn decode_stream() -> Outcome {
    drive(|options, on_frame| {
        let mut decoder = Decoder::new(options.clone());
        let mut file = File::open();
        let mut chunk = vec![0; 1 << 16];
        loop {
            let count = file.read(&mut chunk)?;
            if count == 0 {
                return decoder.finish(on_frame);
            }
            decoder.feed(&chunk[..count], &mut *on_frame)?;
        }
    })
}

/// AAC in MP4. The host knows the length from the header of the track.
pub fn decode_mp4() -> Outcome {
    drive(|options, on_frame| syom::decode_seek_streaming(File::open(), options, on_frame))
}

type OnFrame<'a> = &'a mut dyn FnMut(Frame<'_>) -> Result<(), AacError>;

fn drive(run: impl FnOnce(&DecodeOptions, OnFrame<'_>) -> Result<StreamInfo, AacError>) -> Outcome {
    let mut rate = 0;
    let mut mixer = Mixer::default();
    // The library's errors cannot carry ours.
    let ended: RefCell<Option<Ended>> = RefCell::new(None);
    let mut on_frame = |frame: Frame<'_>| {
        let step = || {
            if rate == 0 {
                announce(frame.sample_rate, frame.planar.len() as u32, None)?;
                rate = frame.sample_rate;
            }
            if frame.sample_rate != rate {
                return Err(failed("the sample rate changes"));
            }
            give(mixer.planar(frame.planar))
        };
        let mut step = step;
        step().map_err(|why| {
            *ended.borrow_mut() = Some(why);
            AacError::from(std::io::Error::other("stopped"))
        })
    };
    let outcome = run(&DecodeOptions::unbounded(), &mut on_frame);
    if let Some(why) = ended.into_inner() {
        return Err(why);
    }
    outcome.map(|_| ()).map_err(failed)
}
