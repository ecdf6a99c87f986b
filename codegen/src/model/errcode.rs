//! Errcodes and their areas.

/// A code that WeChat answers with.
#[derive(Hash)]
pub(crate) struct Errcode {
    pub(crate) code: i64,
    pub(crate) name: String,
    pub(crate) message: String,
    pub(crate) meaning: String,
    pub(crate) remedy: String,
    pub(crate) class: Class,
    pub(crate) operator: Option<Operator>,
    pub(crate) quota: Option<Window>,
}

/// What an operator has to see to before calls like the one that failed can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    Ticket,
    CallerAddress,
    Authorization,
    PermissionSet,
    AppSecret,
    Account,
}

/// The span of time after which a quota is full again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Window {
    Minute,
    Day,
    Month,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Token,
    Busy,
    Quota,
    Permission,
    Argument,
    State,
    NotFound,
    Unknown,
}

/// A range of numbers that the vendor uses for one part of its service.
#[derive(Hash)]
pub(crate) struct Area {
    pub(crate) name: String,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) doc: String,
}
