//! Files whose text is made only when somebody needs it.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A lazily generated file and the fingerprint of its input.
pub(crate) struct PlannedFile<'a> {
    /// Its path below the folder of outputs.
    pub(crate) name: String,
    /// Of everything that the text is made of: the same, and the text is the same.
    pub(crate) fingerprint: u64,
    text: Box<dyn Fn() -> String + 'a>,
}

impl<'a> PlannedFile<'a> {
    /// `write` sees `input` and nothing else, so that the fingerprint can't miss anything.
    pub(crate) fn new<T: Hash + 'a>(
        name: impl Into<String>,
        input: T,
        write: fn(&T) -> String,
    ) -> Self {
        Self {
            name: name.into(),
            fingerprint: fingerprint(&input),
            text: Box::new(move || write(&input)),
        }
    }

    /// The text, which takes its time.
    pub(crate) fn text(&self) -> String {
        (self.text)()
    }
}

/// The same for the same value, as long as the same program asks.
pub(crate) fn fingerprint(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
