//! What counts as an echo of a secret.

use std::collections::HashSet;
use std::ops::Range;

/// From this length on, a secret is recognised wherever it is. A shorter one may be a part of any
/// word, and is looked for as a word of its own.
const LONG: usize = 8;

/// From this length on, a decoded text that equals a short secret is not a coincidence.
const UNMISTAKABLE: usize = 4;

/// A secret that is looked for.
pub(super) struct Needle<'a> {
    secret: Vec<u8>,
    text: &'a str,
    /// How many bytes of the secret in a row give it away: a message may be cut, or cut it.
    part: usize,
}

/// Bytes in the form in which they are compared: a form writes a space as `+`.
pub(super) fn comparable(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()
}

impl<'a> Needle<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let part = (text.len() / 2).clamp(12, 16).min(text.len());
        Self { secret: comparable(text.as_bytes()), text, part }
    }

    fn is_long(&self) -> bool {
        self.text.len() >= LONG
    }

    /// Where it is in a text.
    pub(super) fn in_text(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        if self.is_long() {
            return self.parts_in(bytes);
        }
        let length = self.secret.len();
        let is_word = |start: &usize| self.is_word(bytes, *start..start + length);
        let starts = bytes.windows(length).enumerate();
        let starts = starts.filter(|(_, window)| *window == self.secret).map(|(start, _)| start);
        starts.filter(is_word).map(|start| start..start + length).collect()
    }

    /// Where it is in what a run of base64 or hex says.
    pub(super) fn in_run(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        if self.is_long() {
            return self.parts_in(bytes);
        }
        let is_all = self.secret.len() >= UNMISTAKABLE && *bytes == self.secret;
        is_all.then_some(0..bytes.len()).into_iter().collect()
    }

    /// Whether no word goes on before or after a range.
    fn is_word(&self, bytes: &[u8], range: Range<usize>) -> bool {
        let before = bytes.get(..range.start).unwrap_or_default().iter().rev();
        let after = bytes.get(range.end..).unwrap_or_default().iter();
        let (first, last) = (self.secret.first(), self.secret.last());
        let is_inside_before = first.is_some_and(is_of_word) && goes_on(before);
        let is_inside_after = last.is_some_and(is_of_word) && goes_on(after);
        !is_inside_before && !is_inside_after
    }

    fn parts_in(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        if bytes.len() < self.part {
            return Vec::new();
        }
        let parts: HashSet<&[u8]> = self.secret.windows(self.part).collect();
        let windows = bytes.windows(self.part).enumerate();
        let found = windows.filter(|(_, window)| parts.contains(window));
        found.map(|(start, window)| start..start + window.len()).collect()
    }
}

/// Letters of other alphabets are beside a value without a space.
fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether a word goes on with these bytes. A full stop that something follows is inside a word, as
/// in an address.
fn goes_on<'b>(mut bytes: impl Iterator<Item = &'b u8>) -> bool {
    match bytes.next() {
        Some(b'.') => bytes.next().is_some_and(u8::is_ascii_alphanumeric),
        Some(byte) => is_of_word(byte),
        None => false,
    }
}
