//! Which code WeChat documents for which breach of a contract. No other file of the mock has the
//! number of a code.

use crate::Errcode;
use crate::operation::Endpoint;

/// How a call breaks the contract of its endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breach {
    NotGet,
    NotPost,
    NoToken,
    UnknownToken,
    ExpiredToken,
    /// A token of another kind, where only a component token will do.
    NotComponentToken,
    /// A token of another kind, anywhere else.
    OtherTokenKind,
    EmptyBody,
    NotJson,
    MissingField,
    WrongValue,
    WrongAppId,
    WrongSecret,
    WrongTicket,
    WrongRefreshToken,
    WrongCode,
    NotAuthorized,
    WrongStatement,
    NoCollection,
    CollectionNotCreated,
}

/// A check's result, or the first breach and what exactly is wrong.
pub(super) type Checked<T> = Result<T, (Breach, String)>;

/// The code for a breach: the first candidate that the endpoint's page lists, or else the first.
pub(super) fn errcode(breach: Breach, endpoint: &Endpoint) -> Errcode {
    let mut candidates = candidates(breach).iter().copied().map(Errcode::from_code);
    let first = candidates.clone().next();
    candidates
        .find(|candidate| endpoint.errcodes.contains(candidate))
        .or(first)
        .unwrap_or(Errcode::Other(0))
}

const fn candidates(breach: Breach) -> &'static [i64] {
    match breach {
        Breach::NotGet => &[43001],
        Breach::NotPost => &[43002],
        Breach::NoToken => &[41001],
        Breach::UnknownToken | Breach::OtherTokenKind => &[40014, 40001],
        Breach::ExpiredToken => &[42001, 40014, 40001],
        Breach::NotComponentToken => &[61014],
        Breach::EmptyBody => &[44002],
        Breach::NotJson => &[47001],
        Breach::MissingField => &[40101],
        Breach::WrongValue => &[40097],
        Breach::WrongAppId => &[40013],
        Breach::WrongSecret => &[40125],
        Breach::WrongTicket => &[61006],
        Breach::WrongRefreshToken => &[61023],
        Breach::WrongCode => &[61010],
        Breach::NotAuthorized => &[61003],
        Breach::WrongStatement => &[-502002, 40097],
        Breach::NoCollection => &[-502005],
        Breach::CollectionNotCreated => &[-502013],
    }
}
