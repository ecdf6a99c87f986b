//! The errcode of a response: where its endpoint has it, and where every endpoint may have it.

use std::borrow::Cow;

use crate::endpoint::{ERRCODE, ERRMSG, Endpoint};
use crate::error::Unreadable;
use crate::json::{Decode, Node, Object};

/// What a response says of itself.
pub(super) struct Said<'d> {
    pub(super) code: i64,
    /// The text beside it, which may be nothing.
    pub(super) errmsg: Node<'d>,
}

/// The errcode of a response, with its text; `None` where it has none.
///
/// Where an endpoint has names of its own, the gateway in front of it has the usual ones: it is a success
/// only if neither reports a failure and its own code is there.
pub(super) fn read<'d>(
    endpoint: &Endpoint,
    response: Object<'d>,
) -> Result<Option<Said<'d>>, Unreadable> {
    let usual = Said::at(response, ERRCODE, ERRMSG)?;
    if endpoint.errcode_field == ERRCODE && endpoint.errmsg_field == ERRMSG {
        return Ok(usual);
    }
    let own = Said::at(response, endpoint.errcode_field, endpoint.errmsg_field)?;
    let has_failed = |said: &Option<Said<'_>>| said.as_ref().is_some_and(|said| said.code != 0);
    match has_failed(&usual) && !has_failed(&own) {
        true => Ok(usual),
        false => Ok(own),
    }
}

impl<'d> Said<'d> {
    fn at(response: Object<'d>, errcode: &str, errmsg: &str) -> Result<Option<Self>, Unreadable> {
        let node = at(response, errcode);
        if node.is_nothing() || node.is_null() {
            return Ok(None);
        }
        match i64::decode(node) {
            Ok(code) => Ok(Some(Self { code, errmsg: at(response, errmsg) })),
            Err(_) => Err(Unreadable::BadErrcode),
        }
    }
}

/// The names of a response that its endpoint documents, its own names of errcode and errmsg among them.
pub(super) fn documented(endpoint: &Endpoint) -> Cow<'static, [&'static str]> {
    let own = [endpoint.errcode_field, endpoint.errmsg_field];
    let own =
        own.into_iter().filter(|name| ![ERRCODE, ERRMSG].contains(name) && !name.contains('.'));
    let own: Vec<_> = own.collect();
    match own.as_slice() {
        [] => Cow::Borrowed(endpoint.response_fields),
        own => Cow::Owned([endpoint.response_fields, own].concat()),
    }
}

/// The value at a path such as `base_resp.ret`.
fn at<'d>(response: Object<'d>, path: &str) -> Node<'d> {
    let mut names = path.split('.');
    let mut node = response.find(names.next().unwrap_or_default());
    for name in names {
        node = match node.object() {
            Ok(object) => object.find(name),
            Err(_) => return Node::NOTHING,
        };
    }
    node
}
