//! Decoders of compressed audio for @sid/runtime. One call decodes one file: bytes come in and samples go out through
//! the functions of `host.rs`, so that memory does not grow with the length of the file.

mod aac;
mod flac;
mod host;
mod mp3;
mod ogg_length;
mod opus;
mod vorbis;

use host::Ended;

/// `format`: 0 MP3, 1 FLAC, 2 Ogg Vorbis, 3 Ogg Opus, 4 AAC in ADTS or LATM, 5 AAC in MP4.
/// Returns 0 at the end of the file, 1 if the host stopped, 2 after a failure, which has been reported.
#[unsafe(no_mangle)]
pub extern "C" fn decode(format: u32) -> u32 {
    std::panic::set_hook(Box::new(|panic| host::report(&panic.to_string())));
    let outcome = match format {
        0 => mp3::decode(),
        1 => flac::decode(),
        2 => vorbis::decode(),
        3 => opus::decode(),
        4 => aac::decode_stream(),
        5 => aac::decode_mp4(),
        _ => Err(Ended::Failed(String::from("no such format"))),
    };
    match outcome {
        Ok(()) => 0,
        Err(Ended::Stopped) => 1,
        Err(Ended::Failed(message)) => {
            host::report(&message);
            2
        }
    }
}
