//! Errcode and errmsg under names of an endpoint's own, which may be inside objects.

use wechat_cloudbase_codegen::model::{ERRCODE, ERRMSG, Endpoint};

use super::members::Members;
use crate::json::{Json, Object};

/// Whether an endpoint has the names that most have.
pub(super) fn are_usual(endpoint: &Endpoint) -> bool {
    endpoint.errcode_field == ERRCODE && endpoint.errmsg_field == ERRMSG
}

/// A thing at a path such as `base_resp.ret`.
type At<'a, T> = (&'a str, T);

/// Members of the objects that paths lead through: whether each must be there, and its schema.
pub(super) fn members<'a>(all: Vec<At<'a, (bool, Object<'a>)>>) -> Members<'a> {
    let mut members = Members::default();
    for (name, things) in by_first_name(all) {
        members = match things {
            Things::Leaf((required, schema)) => members.with(name, required, schema),
            Things::Inside(inside) => {
                let required = inside.iter().any(|(_, (required, _))| *required);
                members.with(name, required, self::members(inside).into_schema())
            }
        };
    }
    members
}

/// The values at paths, as one object.
pub(super) fn values<'a>(all: Vec<At<'a, Json<'a>>>) -> Object<'a> {
    let value = |things| match things {
        Things::Leaf(value) => value,
        Things::Inside(inside) => values(inside).into(),
    };
    by_first_name(all).into_iter().map(|(name, things)| (name, value(things))).collect()
}

enum Things<'a, T> {
    Leaf(T),
    Inside(Vec<At<'a, T>>),
}

/// Groups things by the first names of their paths, in their order.
fn by_first_name<'a, T>(all: Vec<At<'a, T>>) -> Vec<(&'a str, Things<'a, T>)> {
    let mut groups: Vec<(&str, Things<'_, T>)> = Vec::new();
    for (path, thing) in all {
        let Some((name, rest)) = path.split_once('.') else {
            groups.push((path, Things::Leaf(thing)));
            continue;
        };
        match groups.iter_mut().find(|(group, _)| *group == name) {
            Some((_, Things::Inside(inside))) => inside.push((rest, thing)),
            _ => groups.push((name, Things::Inside(vec![(rest, thing)]))),
        }
    }
    groups
}
