//! An answer's envelope: `errcode` and `errmsg` told apart from the payload beside them, in spite of
//! everything that WeChat, and the gateways in front of it, do to JSON.

mod errmsg;
mod repair;

use serde_json::{Map, Value};

use crate::endpoint::Endpoint;
use crate::errcode::Errcode;
use crate::error::{Error, Kind, Refusal, Unreadable};
use crate::json::Decode;

/// An answer that reports success.
pub(crate) struct Answer {
    payload: Value,
    /// Whether the errcode 0 was there, which token endpoints leave out.
    said_ok: bool,
    status: u16,
    body: Vec<u8>,
}

/// Opens an answer of an endpoint: success, or the error that it stands for.
///
/// The errcode decides and not the HTTP status, which is 200 for most failures; the status counts
/// only where there is no errcode. The content type says nothing: WeChat serves JSON as text.
pub(crate) fn open(endpoint: &Endpoint, status: u16, body: Vec<u8>) -> Result<Answer, Error> {
    let opened = parse(&body).and_then(|mut fields| {
        let errcode = take_errcode(&mut fields)?;
        let errmsg = fields.remove("errmsg");
        Ok((errcode, errmsg, fields))
    });
    let kind = match opened {
        Ok((Some(0), _, fields)) => return Ok(Answer::new(status, body, fields, true)),
        Ok((None, _, fields)) if is_success(status) => {
            return Ok(Answer::new(status, body, fields, false));
        }
        Ok((Some(code), errmsg, _)) => Kind::Errcode(refusal(endpoint, code, errmsg)),
        Ok((None, ..)) | Err(_) if (300..400).contains(&status) => Kind::Redirect,
        Ok((None, ..)) => Kind::Status,
        Err(_) if !is_success(status) => Kind::Status,
        Err(unreadable) => Kind::Unreadable(unreadable),
    };
    Err(Error::new(kind).with_status(status).with_body(body))
}

impl Answer {
    fn new(status: u16, body: Vec<u8>, fields: Map<String, Value>, said_ok: bool) -> Self {
        Self { payload: Value::Object(fields), said_ok, status, body }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The typed response.
    pub(crate) fn decode<T: Decode>(self) -> Result<T, Error> {
        T::decode(self.payload).map_err(|error| {
            let said_ok = self.said_ok;
            Error::new(Kind::Payload { error, said_ok })
                .with_status(self.status)
                .with_body(self.body)
        })
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The object in a body: as it stands, or else after repair.
fn parse(body: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    let value = serde_json::from_slice(body)
        .or_else(|_| serde_json::from_str(&repair::repair(body)))
        .map_err(|error| unreadable(body, &error))?;
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(Unreadable::NotAnObject),
    }
}

fn unreadable(body: &[u8], error: &serde_json::Error) -> Unreadable {
    match repair::without_bom(body).trim_ascii_start().first() {
        None => Unreadable::Empty,
        Some(b'<') => Unreadable::Html,
        Some(_) if error.is_eof() => Unreadable::Cut,
        Some(_) => Unreadable::NotJson,
    }
}

fn take_errcode(fields: &mut Map<String, Value>) -> Result<Option<i64>, Unreadable> {
    match fields.remove("errcode") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match i64::decode(value) {
            Ok(code) => Ok(Some(code)),
            Err(_) => Err(Unreadable::BadErrcode),
        },
    }
}

fn refusal(endpoint: &Endpoint, code: i64, errmsg: Option<Value>) -> Refusal {
    let text = match errmsg {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    };
    let parts = errmsg::split(&text);
    let errcode = Errcode::from_code(code);
    Refusal {
        errcode,
        record: endpoint.record(errcode),
        errmsg: parts.message.to_owned(),
        rid: parts.rid.map(str::to_owned),
        hint: parts.hint.map(str::to_owned),
    }
}
