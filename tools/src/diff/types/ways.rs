//! Which way a type travels: what is sent can be built, and what is only received can't.

use wechat_cloudbase_codegen::lower::reads_without_option;
use wechat_cloudbase_codegen::model::Shape;

use crate::diff::finder::Finder;
use crate::diff::rule::ChangeRule;
use crate::diff::type_pair::TypePair;

pub(super) fn compare(finder: &mut Finder<'_>, pair: &TypePair<'_>) {
    let (old, new) = pair.types;
    let (was_sent, was_received) = finder.old.usage.ways(pair.homes.0, &old.name);
    let (is_sent, is_received) = finder.new.usage.ways(pair.homes.1, &new.name);
    match (was_sent, is_sent) {
        (false, true) => now_sent(finder, pair),
        (true, false) => way(finder, pair, ChangeRule::TypeNoLongerSent, None),
        _ => {}
    }
    match (was_received, is_received) {
        (false, true) => way(finder, pair, ChangeRule::TypeNowReceived, None),
        (true, false) => way(finder, pair, ChangeRule::TypeNoLongerReceived, None),
        _ => {}
    }
}

/// A list that may be absent is itself where it is only received, and an `Option` where it is sent.
fn now_sent(finder: &mut Finder<'_>, pair: &TypePair<'_>) {
    let Shape::Object(fields) = &pair.types.1.shape else {
        return way(finder, pair, ChangeRule::TypeNowSent, None);
    };
    let turned = fields.iter().filter(|field| field.optional && reads_without_option(field));
    let turned: Vec<_> = turned.map(|field| field.wire.as_str()).collect();
    match turned.as_slice() {
        [] => way(finder, pair, ChangeRule::TypeNowSent, None),
        names => way(finder, pair, ChangeRule::TypeNowSentWithOptions, Some(names.join(", "))),
    }
}

fn way(finder: &mut Finder<'_>, pair: &TypePair<'_>, rule: ChangeRule, new: Option<String>) {
    pair.report(finder, rule, "way", (None, new));
}
