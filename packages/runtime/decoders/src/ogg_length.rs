use crate::host::File;
use std::io::{Read, Seek, SeekFrom};

/// Granule position of the last page that has one: the length of the stream in samples, in Ogg's own count.
pub fn last_granule() -> Option<u64> {
    let mut file = File::open();
    let size = file.seek(SeekFrom::End(0)).ok()?;
    // A page has at most 65307 bytes.
    let start = size.saturating_sub(2 * 65_536);
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let mut end = tail.len().checked_sub(27)?;
    loop {
        if &tail[end..end + 4] == b"OggS" {
            let granule = u64::from_le_bytes(tail[end + 6..end + 14].try_into().ok()?);
            if granule != u64::MAX {
                return Some(granule);
            }
        }
        end = end.checked_sub(1)?;
    }
}
