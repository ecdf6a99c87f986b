//! A decoded text, and where in the original each of its bytes comes from.

use std::ops::Range;

/// The shortest runs that are worth decoding: of four bytes.
const SHORTEST_HEX: usize = 8;
const SHORTEST_BASE64: usize = 6;

/// Bytes, each with its place in the original text.
#[derive(Debug, Default)]
pub(super) struct View {
    bytes: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl View {
    /// A text as is.
    pub(super) fn of(text: &str) -> Self {
        let places = (0..text.len()).map(|start| start..start + 1).collect();
        Self { bytes: text.as_bytes().to_vec(), places }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where in the original text a range of bytes comes from.
    pub(super) fn place(&self, range: Range<usize>) -> Option<Range<usize>> {
        let places = self.places.get(range)?;
        Some(places.first()?.start..places.last()?.end)
    }

    fn push(&mut self, byte: u8, place: Range<usize>) {
        self.bytes.push(byte);
        self.places.push(place);
    }

    fn byte(&self, index: usize) -> Option<u8> {
        self.bytes.get(index).copied()
    }

    /// One layer of percent encoding off, and one of JSON's escapes; none where there is none. Not
    /// both at once: what looks like an escape of one kind may be a value that the other has escaped.
    pub(super) fn unescaped(&self) -> impl Iterator<Item = Self> {
        [b'%', b'\\'].into_iter().filter_map(|mark| self.without_escapes(mark))
    }

    fn without_escapes(&self, mark: u8) -> Option<Self> {
        let mut view = Self::default();
        let mut index = 0;
        while let Some(byte) = self.byte(index) {
            let escape = match byte {
                b'%' if mark == byte => self.percent(index),
                b'\\' if mark == byte => self.backslash(index),
                _ => None,
            };
            let (text, length) = escape.unwrap_or((vec![byte], 1));
            let place = self.place(index..index + length).unwrap_or_default();
            text.into_iter().for_each(|byte| view.push(byte, place.clone()));
            index += length;
        }
        (view.bytes != self.bytes).then_some(view)
    }

    /// `%41`: the byte, and how long the escape is.
    fn percent(&self, index: usize) -> Option<(Vec<u8>, usize)> {
        let byte = 16 * self.hex_digit(index + 1)? + self.hex_digit(index + 2)?;
        Some((vec![byte], 3))
    }

    /// `\n`, `\/`, `\u0041`, or two halves of a character.
    fn backslash(&self, index: usize) -> Option<(Vec<u8>, usize)> {
        let short = |byte| Some((vec![byte], 2));
        match self.byte(index + 1)? {
            byte @ (b'"' | b'\\' | b'/' | b'\'') => short(byte),
            b'b' => short(8),
            b'f' => short(12),
            b'n' => short(b'\n'),
            b'r' => short(b'\r'),
            b't' => short(b'\t'),
            b'u' => {
                let first = self.unit(index)?;
                let units = [first, self.unit(index + 6).unwrap_or_default()];
                let c = char::decode_utf16(units).next()?.ok()?;
                Some((c.to_string().into_bytes(), 6 * c.len_utf16()))
            }
            _ => None,
        }
    }

    /// The number in `\u0041`.
    fn unit(&self, index: usize) -> Option<u16> {
        if (self.byte(index)?, self.byte(index + 1)?) != (b'\\', b'u') {
            return None;
        }
        (2..6)
            .try_fold(0, |unit, digit| Some(16 * unit + u16::from(self.hex_digit(index + digit)?)))
    }

    fn hex_digit(&self, index: usize) -> Option<u8> {
        let digit = char::from(self.byte(index)?).to_digit(16)?;
        u8::try_from(digit).ok()
    }

    /// What each run of hex digits or of base64 says, from wherever in it that begins.
    pub(super) fn decoded_runs(&self) -> Vec<Self> {
        let mut views = Vec::new();
        for run in self.runs(SHORTEST_HEX, |byte| byte.is_ascii_hexdigit()) {
            views.extend([0, 1].map(|skipped| self.decoded(run.get(skipped..), HEX)));
        }
        for run in self.runs(SHORTEST_BASE64, |byte| sextet(byte).is_some()) {
            views.extend([0, 1, 2, 3].map(|skipped| self.decoded(run.get(skipped..), BASE64)));
        }
        views
    }

    /// The indices of rows of bytes of a kind; a line break does not end one.
    fn runs(&self, shortest: usize, is_of_run: impl Fn(u8) -> bool) -> Vec<Vec<usize>> {
        let mut runs = vec![Vec::new()];
        for (index, byte) in self.bytes.iter().enumerate() {
            match runs.last_mut() {
                Some(run) if is_of_run(*byte) => run.push(index),
                Some(run) if !matches!(byte, b'\r' | b'\n') && !run.is_empty() => {
                    runs.push(Vec::new());
                }
                _ => {}
            }
        }
        runs.retain(|run| run.len() >= shortest);
        runs
    }

    fn decoded(&self, run: Option<&[usize]>, code: Code) -> Self {
        let mut view = Self::default();
        for group in run.unwrap_or_default().chunks(code.group) {
            let digits: Vec<u8> = group.iter().filter_map(|index| self.byte(*index)).collect();
            let bytes = (code.decode)(&digits);
            // Each byte has its bits in two neighbours.
            for (byte, from) in bytes.into_iter().zip(group.windows(2)) {
                let (Some(first), Some(last)) = (from.first(), from.last()) else { continue };
                let place = self.place(*first..last + 1).unwrap_or_default();
                view.push(byte, place);
            }
        }
        view
    }
}

/// How digits make bytes.
#[derive(Clone, Copy)]
struct Code {
    /// How many digits belong together.
    group: usize,
    decode: fn(&[u8]) -> Vec<u8>,
}

const HEX: Code = Code { group: 2, decode: of_hex };
const BASE64: Code = Code { group: 4, decode: of_base64 };

fn of_hex(digits: &[u8]) -> Vec<u8> {
    let digits = digits.iter().map(|digit| char::from(*digit).to_digit(16));
    let digits: Option<Vec<u32>> = digits.collect();
    match digits.as_deref() {
        Some([high, low]) => u8::try_from(16 * high + low).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn of_base64(digits: &[u8]) -> Vec<u8> {
    let bits = digits.iter().filter_map(|digit| sextet(*digit));
    let (bits, count) = bits.fold((0_u32, 0), |(bits, count), six| ((bits << 6) | six, count + 6));
    let left = 24_u32.saturating_sub(count);
    let bytes = (bits << left).to_be_bytes();
    bytes.into_iter().skip(1).take((count / 8) as usize).collect()
}

/// The six bits of a digit, of either alphabet.
fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}
