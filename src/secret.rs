//! Text that must not be printed.

use std::fmt;
use std::sync::Arc;

/// A text that neither `Debug` nor `Display` shows; cheap to clone.
///
/// ```
/// use wechat_cloudbase::Secret;
///
/// let secret = Secret::new("refreshtoken@@@abc");
/// assert_eq!(format!("{secret:?}"), "[secret]");
/// assert_eq!(secret.expose(), "refreshtoken@@@abc");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text itself. Callers must keep it out of logs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
