//! The keys of an endpoint that hold lists: old paths, tokens, permission sets, errcodes.

use wechat_cloudbase_codegen::model::{Endpoint, TokenKind};
use wechat_cloudbase_codegen::notation::words;

use super::finder::{Finder, Found};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use crate::places::Thing;

/// A list: its key, its items as they are written, and the rules for an item that is gone or new.
struct List {
    key: &'static str,
    items: fn(&Endpoint) -> Vec<String>,
    removed: ChangeRule,
    added: ChangeRule,
}

const LISTS: &[List] = &[
    List {
        key: "old_paths",
        items: |endpoint| endpoint.old_paths.clone(),
        removed: ChangeRule::OldPathRemoved,
        added: ChangeRule::OldPathAdded,
    },
    List {
        key: "permission_sets",
        items: |endpoint| endpoint.permission_sets.iter().map(|set| set.id.to_string()).collect(),
        removed: ChangeRule::PermissionSetDelisted,
        added: ChangeRule::PermissionSetListed,
    },
    List {
        key: "errcodes",
        items: |endpoint| endpoint.errcodes.iter().map(|record| record.code.to_string()).collect(),
        removed: ChangeRule::ErrcodeDelisted,
        added: ChangeRule::ErrcodeListed,
    },
];

const TOKENS: List = List {
    key: "tokens",
    items: |endpoint| endpoint.tokens.iter().copied().map(kind).collect(),
    removed: ChangeRule::TokenRefused,
    added: ChangeRule::TokenAccepted,
};

pub(super) fn compare(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    compare_tokens(finder, old, new);
    for list in LISTS {
        compare_list(finder, old, new, list);
    }
}

/// From no token to some, or back, is more than one kind more or less.
fn compare_tokens(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint) {
    let rule = match (old.tokens.as_slice(), new.tokens.as_slice()) {
        ([], []) => return,
        ([], _) => ChangeRule::TokenNeeded,
        (_, []) => ChangeRule::TokenDropped,
        _ => return compare_list(finder, old, new, &TOKENS),
    };
    let all = |endpoint: &Endpoint| {
        let kinds = (TOKENS.items)(endpoint);
        (!kinds.is_empty()).then(|| kinds.join(", "))
    };
    report(finder, (old, new), &TOKENS, rule, (all(old), all(new)));
}

fn compare_list(finder: &mut Finder<'_>, old: &Endpoint, new: &Endpoint, list: &List) {
    let (was, is) = ((list.items)(old), (list.items)(new));
    if was == is {
        return;
    }
    for gone in was.iter().filter(|item| !is.contains(item)) {
        report(finder, (old, new), list, list.removed, (Some(gone.clone()), None));
    }
    for item in is.iter().filter(|item| !was.contains(item)) {
        report(finder, (old, new), list, list.added, (None, Some(item.clone())));
    }
}

fn report(
    finder: &mut Finder<'_>,
    (old, new): (&Endpoint, &Endpoint),
    list: &List,
    rule: ChangeRule,
    (was, is): (Option<String>, Option<String>),
) {
    let item = |text: &Option<String>| text.clone().unwrap_or_default();
    let places = (
        finder.old.place(Thing::Item { id: &old.id, key: list.key, item: &item(&was) }),
        finder.new.place(Thing::Item { id: &new.id, key: list.key, item: &item(&is) }),
    );
    finder.report(Found {
        rule,
        subject: format!("{} {}", new.id, list.key),
        name: code(&new.id),
        of: String::new(),
        old: was,
        new: is,
        places,
        scope: Scope::endpoint(new, list.key),
        hint: None,
    });
}

fn kind(kind: TokenKind) -> String {
    words::word(kind).to_owned()
}
