//! Codes, and what is known of them, as data.

use super::{Area, Class, Errcode, Operator, Record, Window};
use crate::json::{Decode, DecodeError, Encode, Node, Writer, fields, words};

/// The number alone, which is what travels.
impl Encode for Errcode {
    fn encode(&self, json: &mut Writer) {
        self.code().encode(json);
    }
}

impl Decode for Errcode {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match i64::decode(node) {
            Ok(code) => Ok(Self::from_code(code)),
            Err(error) => Err(error),
        }
    }
}

crate::__serde!(Received => Errcode);

/// Its name, as that of a code is.
impl Encode for Area {
    fn encode(&self, json: &mut Writer) {
        format!("{self:?}").encode(json);
    }
}

crate::__serde!(written Area);

words!(Class {
    Token = "token",
    Busy = "busy",
    Quota = "quota",
    Permission = "permission",
    Argument = "argument",
    State = "state",
    NotFound = "not_found",
    Unknown = "unknown",
});

words!(Operator {
    Ticket = "ticket",
    CallerAddress = "caller_address",
    Authorization = "authorization",
    PermissionSet = "permission_set",
    AppSecret = "app_secret",
    Account = "account",
});

words!(Window { Minute = "minute", Day = "day", Month = "month" });

fields!(written Record { code, name, message, meaning, remedy, class, operator, quota });
