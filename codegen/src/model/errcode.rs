//! Errcodes and their areas.

/// A code that WeChat answers with.
#[derive(Hash)]
pub struct Errcode {
    pub code: i64,
    pub name: String,
    pub message: String,
    pub meaning: String,
    pub remedy: String,
    pub class: Class,
    pub operator: Option<Operator>,
    pub quota: Option<Window>,
}

/// What an operator has to see to before calls like the one that failed can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Ticket,
    CallerAddress,
    Authorization,
    PermissionSet,
    AppSecret,
    Account,
}

/// The span of time after which a quota is full again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    Minute,
    Day,
    Month,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
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
pub struct Area {
    pub name: String,
    pub from: i64,
    pub to: i64,
    pub doc: String,
}
