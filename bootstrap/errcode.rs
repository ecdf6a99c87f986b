// Included in src/errcode.rs as a whole (so: no imports but fully qualified or those of errcode.rs: `Class`).
/// A code that WeChat answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Errcode {
    /// `-1000`: The cloud-development backend failed inside.
    SystemError,
    /// `-1`: WeChat is busy or failed inside.
    SystemBusy,
    /// `40001`: The token is wrong or a newer one has replaced it, or it was obtained with a wrong secret.
    InvalidCredential,
    /// `40014`: The token is not a valid one: wrong text, expired, or another account's.
    InvalidAccessToken,
    /// `40097`: A parameter has a value that is not allowed.
    InvalidArgs,
    /// `40101`: A required parameter is missing.
    MissingParameter,
    /// `41001`: The query string has no token.
    AccessTokenMissing,
    /// `42001`: The token has expired.
    AccessTokenExpired,
    /// `43002`: The call was not a POST.
    PostRequired,
    /// `44002`: The body is empty.
    EmptyBody,
    /// `45009`: The calls allowed for today are used up.
    DailyQuotaReached,
    /// `47001`: The body is not the JSON that the endpoint expects, or lacks a field.
    DataFormatError,
    /// `48001`: The account or the platform has no right to this endpoint.
    ApiUnauthorized,
    /// `61004`: The caller's address is not on the platform's list of allowed addresses.
    ClientIpNotRegistered,
    /// `61007`: The account has not granted this platform a permission set that the endpoint needs.
    ApiUnauthorizedToComponent,
    /// `61014`: The endpoint takes a component token, and a token of another kind was sent.
    ComponentTokenRequired,
    /// `85088`: Cloud development is not turned on for this app.
    CloudDevelopmentOff,
    /// A code that the spec does not list.
    Other(i64),
}
impl Errcode {
    /// Every listed code, in order of number.
    pub const ALL: &'static [Self] = &[
        Self::SystemError,
        Self::SystemBusy,
        Self::InvalidCredential,
        Self::InvalidAccessToken,
        Self::InvalidArgs,
        Self::MissingParameter,
        Self::AccessTokenMissing,
        Self::AccessTokenExpired,
        Self::PostRequired,
        Self::EmptyBody,
        Self::DailyQuotaReached,
        Self::DataFormatError,
        Self::ApiUnauthorized,
        Self::ClientIpNotRegistered,
        Self::ApiUnauthorizedToComponent,
        Self::ComponentTokenRequired,
        Self::CloudDevelopmentOff,
    ];
    /// The variant of a number; `Other` only for numbers that are not listed.
    pub const fn from_code(code: i64) -> Self {
        match code {
            -1000 => Self::SystemError,
            -1 => Self::SystemBusy,
            40001 => Self::InvalidCredential,
            40014 => Self::InvalidAccessToken,
            40097 => Self::InvalidArgs,
            40101 => Self::MissingParameter,
            41001 => Self::AccessTokenMissing,
            42001 => Self::AccessTokenExpired,
            43002 => Self::PostRequired,
            44002 => Self::EmptyBody,
            45009 => Self::DailyQuotaReached,
            47001 => Self::DataFormatError,
            48001 => Self::ApiUnauthorized,
            61004 => Self::ClientIpNotRegistered,
            61007 => Self::ApiUnauthorizedToComponent,
            61014 => Self::ComponentTokenRequired,
            85088 => Self::CloudDevelopmentOff,
            other => Self::Other(other),
        }
    }
    /// The number on the wire.
    pub const fn code(self) -> i64 {
        match self {
            Self::SystemError => -1000,
            Self::SystemBusy => -1,
            Self::InvalidCredential => 40001,
            Self::InvalidAccessToken => 40014,
            Self::InvalidArgs => 40097,
            Self::MissingParameter => 40101,
            Self::AccessTokenMissing => 41001,
            Self::AccessTokenExpired => 42001,
            Self::PostRequired => 43002,
            Self::EmptyBody => 44002,
            Self::DailyQuotaReached => 45009,
            Self::DataFormatError => 47001,
            Self::ApiUnauthorized => 48001,
            Self::ClientIpNotRegistered => 61004,
            Self::ApiUnauthorizedToComponent => 61007,
            Self::ComponentTokenRequired => 61014,
            Self::CloudDevelopmentOff => 85088,
            Self::Other(code) => code,
        }
    }
    // private, for the hand-written half: name, message, meaning, remedy, class in one record
    const fn record(self) -> Option<&'static Record> {
        match self {
            Self::SystemError => Some(&Record {
                name: "SystemError",
                message: "system error",
                meaning: "The cloud-development backend failed inside.",
                remedy: "Wait and call again; before repeating a call that creates something, look whether it was created.",
                class: Class::Busy,
            }),
            Self::SystemBusy => Some(&Record {
                name: "SystemBusy",
                message: "system error",
                meaning: "WeChat is busy or failed inside.",
                remedy: "Wait and call again; before repeating a call that creates something, look whether it was created.",
                class: Class::Busy,
            }),
            Self::InvalidCredential => Some(&Record {
                name: "InvalidCredential",
                message: "invalid credential, access_token is invalid or not latest",
                meaning: "The token is wrong or a newer one has replaced it, or it was obtained with a wrong secret.",
                remedy: "Fetch a new token. If that one is rejected too, check the app secret and that the token belongs to this account.",
                class: Class::Token,
            }),
            Self::InvalidAccessToken => Some(&Record {
                name: "InvalidAccessToken",
                message: "invalid access_token",
                meaning: "The token is not a valid one: wrong text, expired, or another account's.",
                remedy: "Fetch a new token and check that it belongs to the account that the call is about.",
                class: Class::Token,
            }),
            Self::InvalidArgs => Some(&Record {
                name: "InvalidArgs",
                message: "invalid args",
                meaning: "A parameter has a value that is not allowed.",
                remedy: "Correct the request; errmsg may name the parameter.",
                class: Class::Argument,
            }),
            Self::MissingParameter => Some(&Record {
                name: "MissingParameter",
                message: "missing parameter",
                meaning: "A required parameter is missing.",
                remedy: "Send every required field; errmsg may name the missing one.",
                class: Class::Argument,
            }),
            Self::AccessTokenMissing => Some(&Record {
                name: "AccessTokenMissing",
                message: "access_token missing",
                meaning: "The query string has no token.",
                remedy: "Send the token in the query string, under the name that the endpoint gives.",
                class: Class::Argument,
            }),
            Self::AccessTokenExpired => Some(&Record {
                name: "AccessTokenExpired",
                message: "access_token expired",
                meaning: "The token has expired.",
                remedy: "Fetch a new token; tokens live for about two hours.",
                class: Class::Token,
            }),
            Self::PostRequired => Some(&Record {
                name: "PostRequired",
                message: "require POST method",
                meaning: "The call was not a POST.",
                remedy: "Send the call as a POST; if this client sent it, look for a proxy that changes methods.",
                class: Class::Argument,
            }),
            Self::EmptyBody => Some(&Record {
                name: "EmptyBody",
                message: "empty post data",
                meaning: "The body is empty.",
                remedy: "Send at least `{}`; if this client sent the call, look for a proxy that drops bodies.",
                class: Class::Argument,
            }),
            Self::DailyQuotaReached => Some(&Record {
                name: "DailyQuotaReached",
                message: "reach max api daily quota limit",
                meaning: "The calls allowed for today are used up.",
                remedy: "Stop calling this endpoint until the next day, or reset its quota if resets are left this month.",
                class: Class::Quota,
            }),
            Self::DataFormatError => Some(&Record {
                name: "DataFormatError",
                message: "data format error",
                meaning: "The body is not the JSON that the endpoint expects, or lacks a field.",
                remedy: "Correct the body: valid JSON in UTF-8, with every required field.",
                class: Class::Argument,
            }),
            Self::ApiUnauthorized => Some(&Record {
                name: "ApiUnauthorized",
                message: "api unauthorized",
                meaning: "The account or the platform has no right to this endpoint.",
                remedy: "Have the account grant one of the endpoint's permission sets to the platform.",
                class: Class::Permission,
            }),
            Self::ClientIpNotRegistered => Some(&Record {
                name: "ClientIpNotRegistered",
                message: "access clientip is not registered",
                meaning: "The caller's address is not on the platform's list of allowed addresses.",
                remedy: "Add the address to the platform's IP list on the open platform; errmsg may name it.",
                class: Class::Permission,
            }),
            Self::ApiUnauthorizedToComponent => Some(&Record {
                name: "ApiUnauthorizedToComponent",
                message: "api is unauthorized to component",
                meaning: "The account has not granted this platform a permission set that the endpoint needs.",
                remedy: "Have the account's administrator authorise the platform again with one of the endpoint's permission sets.",
                class: Class::Permission,
            }),
            Self::ComponentTokenRequired => Some(&Record {
                name: "ComponentTokenRequired",
                message: "must use component token for component api",
                meaning: "The endpoint takes a component token, and a token of another kind was sent.",
                remedy: "Call it with the platform's component_access_token.",
                class: Class::Argument,
            }),
            Self::CloudDevelopmentOff => Some(&Record {
                name: "CloudDevelopmentOff",
                message: "no qbase privilege",
                meaning: "Cloud development is not turned on for this app.",
                remedy: "Turn cloud development on for the app, or create its first environment.",
                class: Class::State,
            }),
            Self::Other(_) => None,
        }
    }
}
