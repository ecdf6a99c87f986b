//! The root cause: a call without a token fails for the reason that there is none.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use super::{Error, ErrorKind};

/// How many foreign errors may be between two of ours. A cyclic chain must
/// not loop forever.
const DEEPEST: usize = 64;

impl Error {
    /// The root cause: the error of the call that was to fetch a token, at whatever
    /// depth, where this one was caused by such a failure, or else this one.
    ///
    /// ```
    /// use wechat_cloudbase::{Error, ActionRequired};
    ///
    /// let error = Error::token(Error::token(Error::from(ActionRequired::NotAuthorized)));
    /// assert_eq!(error.origin().action_required(), Some(ActionRequired::NotAuthorized));
    /// ```
    pub fn origin(&self) -> &Self {
        let mut origin = self;
        while let Some(below) = origin.fetch_failure() {
            origin = below;
        }
        origin
    }

    /// The next error of ours in the chain, where this one is about a token that could not
    /// be obtained.
    fn fetch_failure(&self) -> Option<&Self> {
        match self.0.kind {
            ErrorKind::Token | ErrorKind::TokenTimeout | ErrorKind::NoOtherToken(_) => {
                ours(self.0.source.as_deref()?, DEEPEST)
            }
            _ => None,
        }
    }
}

/// The first error of ours in a chain of sources.
fn ours<'a>(error: &'a (dyn StdError + 'static), depth: usize) -> Option<&'a Error> {
    let depth = depth.checked_sub(1)?;
    if let Some(error) = error.downcast_ref::<Error>() {
        return Some(error);
    }
    // An `Arc` hides the error inside from `source()`.
    if let Some(error) = error.downcast_ref::<Arc<Error>>() {
        return Some(error);
    }
    if let Some(error) = error.downcast_ref::<Box<Error>>() {
        return Some(error);
    }
    if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return ours(inner, depth);
    }
    ours(error.source()?, depth)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::error::ActionRequired;

    #[derive(Debug)]
    struct Foreign(Box<dyn StdError + Send + Sync>);

    impl std::fmt::Display for Foreign {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a foreign one")
        }
    }

    impl StdError for Foreign {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            let source = &*self.0;
            Some(source)
        }
    }

    #[derive(Debug)]
    struct Endless;

    impl std::fmt::Display for Endless {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("its own source")
        }
    }

    impl StdError for Endless {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(self)
        }
    }

    fn cause() -> Error {
        ActionRequired::NotAuthorized.into()
    }

    #[test]
    fn it_is_found_in_any_wrapper() {
        for error in [
            cause(),
            Error::token(cause()),
            Error::token(Error::token(Error::token(cause()))),
            Error::token(Foreign(Box::new(cause()))),
            Error::token(Foreign(Box::new(Error::token(Foreign(Box::new(cause())))))),
            Error::token(Arc::new(cause())),
            Error::token(Box::new(cause()) as Box<dyn StdError + Send + Sync>),
            Error::token(Foreign(Box::new(Box::new(cause())))),
            Error::token(io::Error::other(cause())),
            Error::token(io::Error::other(Foreign(Box::new(io::Error::other(cause()))))),
            Error::no_token_in_time(Some(cause())),
            Error::no_token_in_time(Some(Error::token(io::Error::other(cause())))),
        ] {
            assert_eq!(error.action_required(), Some(ActionRequired::NotAuthorized), "{error:?}");
            assert!(matches!(error.origin().kind(), ErrorKind::ActionRequired(_)));
        }
    }

    #[test]
    fn other_sources_are_ignored() {
        assert_eq!(Error::store(cause()).action_required(), None);
        assert_eq!(Error::config("wrong").with_source(Box::new(cause())).action_required(), None);
    }

    #[test]
    fn a_cyclic_chain_ends() {
        let error = Error::token(Endless);
        assert!(std::ptr::eq(error.origin(), &error));
    }

    #[test]
    fn a_long_chain_is_walked_without_recursion() {
        let mut error = cause();
        for _ in 0..2_000 {
            error = Error::token(error);
        }
        assert_eq!(error.action_required(), Some(ActionRequired::NotAuthorized));
        assert!(error.to_string().len() < 1_000);
    }
}
