//! Parts of a file, for frameworks that have no means for them.

use crate::Answer;

/// All of a sound, one part of it, or 416.
pub fn part(content: Vec<u8>, wanted: Option<&str>) -> Answer {
    let length = content.len();
    let answer = |status, body: Vec<u8>| Answer::new(status, "audio/wav", body).with("accept-ranges", "bytes");
    match wanted.and_then(|range| bounds_of(range, length)) {
        None => answer(200, content),
        Some((first, _)) if first >= length => answer(416, vec![]).with("content-range", format!("bytes */{length}")),
        Some((first, last)) => {
            let part = content[first..=last].to_vec();
            answer(206, part).with("content-range", format!("bytes {first}-{last}/{length}"))
        }
    }
}

/// The first and last byte of `bytes=0-9`, `bytes=5-` or `bytes=-10`. None: the header is ignored.
fn bounds_of(range: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    if first.is_empty() {
        return Some((length.saturating_sub(last.parse().ok()?), length - 1));
    }
    let first: usize = first.parse().ok()?;
    let last = if last.is_empty() { length - 1 } else { last.parse().ok()? };
    (first <= last || first >= length).then_some((first, last.min(length - 1)))
}
