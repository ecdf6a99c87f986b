//! What all endpoints share: errcodes, areas, permission sets.

use std::borrow::Cow;
use std::rc::Rc;

use wechat_cloudbase_codegen::model::{Api, Area, Errcode, PermissionSet};
use wechat_cloudbase_codegen::notation::words;

use super::change::Reach;
use super::finder::{Finder, Found};
use super::matching::{Matched, matched};
use super::rule::ChangeRule;
use super::scope::Scope;
use super::words::code;
use crate::places::Thing;

/// A key of a record, its value as text, and the rule that a change of it falls under.
type Key<T> = (&'static str, fn(&T) -> Option<String>, ChangeRule);

/// A kind of record: how to say which one it is, what it is, what it is made of, where it is.
struct RecordKind<T: 'static> {
    subject: fn(&T) -> String,
    name: fn(&T) -> String,
    whole: fn(&T) -> String,
    thing: for<'t> fn(&'t T, Option<&'t str>) -> Thing<'t>,
    reaches: fn(&Api, &T) -> Vec<Reach>,
    keys: &'static [Key<T>],
    added: ChangeRule,
    removed: ChangeRule,
}

const ERRCODES: RecordKind<Rc<Errcode>> = RecordKind {
    subject: |record| format!("errcode {}", record.code),
    name: |record| record.code.to_string(),
    whole: |record| format!("{}: {}", record.name, record.meaning),
    thing: |record, key| Thing::Errcode { code: record.code, key },
    reaches: |api, record| {
        reaches(api, |endpoint| endpoint.errcodes.iter().any(|listed| listed.code == record.code))
    },
    keys: &[
        ("code", |record| Some(record.code.to_string()), ChangeRule::ErrcodeRenumbered),
        ("name", |record| Some(record.name.clone()), ChangeRule::ErrcodeRenamed),
        ("class", class, ChangeRule::ErrcodeClassChanged),
        ("operator", operator, ChangeRule::ErrcodeOperatorChanged),
        ("quota", quota, ChangeRule::ErrcodeQuotaChanged),
        ("message", |record| Some(record.message.clone()), ChangeRule::ErrcodeMessageChanged),
        ("meaning", |record| Some(record.meaning.clone()), ChangeRule::ErrcodeMeaningChanged),
        ("remedy", |record| Some(record.remedy.clone()), ChangeRule::ErrcodeRemedyChanged),
    ],
    added: ChangeRule::ErrcodeAdded,
    removed: ChangeRule::ErrcodeRemoved,
};

const AREAS: RecordKind<Area> = RecordKind {
    subject: |area| format!("area {}", area.name),
    name: |area| code(&area.name),
    whole: |area| format!("{}, {}", range(area), area.doc),
    thing: |area, key| Thing::Area { name: &area.name, key },
    reaches: |_, _| Vec::new(),
    keys: &[
        ("name", |area| Some(area.name.clone()), ChangeRule::AreaRenamed),
        ("from", |area| Some(range(area)), ChangeRule::AreaRangeChanged),
        ("doc", |area| Some(area.doc.clone()), ChangeRule::AreaDocChanged),
    ],
    added: ChangeRule::AreaAdded,
    removed: ChangeRule::AreaRemoved,
};

const PERMISSION_SETS: RecordKind<Rc<PermissionSet>> = RecordKind {
    subject: |set| format!("permission_set {}", set.id),
    name: |set| set.id.to_string(),
    whole: |set| set.name.clone(),
    thing: |set, key| Thing::PermissionSet { id: set.id, key },
    reaches: |api, set| {
        reaches(api, |endpoint| endpoint.permission_sets.iter().any(|listed| listed.id == set.id))
    },
    keys: &[
        ("name", |set| Some(set.name.clone()), ChangeRule::PermissionSetNameChanged),
        ("doc", |set| set.doc.clone(), ChangeRule::PermissionSetDocChanged),
    ],
    added: ChangeRule::PermissionSetAdded,
    removed: ChangeRule::PermissionSetRemoved,
};

pub(super) fn compare(finder: &mut Finder<'_>) {
    let (old, new) = (finder.old.api, finder.new.api);
    let errcodes = matched(
        &old.errcodes,
        &new.errcodes,
        &[
            (|old| number(old.code), |new| number(new.code)),
            (|old| Some(Cow::Borrowed(&old.name)), |new| Some(Cow::Borrowed(&new.name))),
        ],
    );
    compare_kind(finder, &ERRCODES, errcodes);
    let areas = matched(
        &old.areas,
        &new.areas,
        &[
            (|old| Some(Cow::Borrowed(&old.name)), |new| Some(Cow::Borrowed(&new.name))),
            (|old| Some(Cow::Owned(range(old))), |new| Some(Cow::Owned(range(new)))),
        ],
    );
    compare_kind(finder, &AREAS, areas);
    let sets = matched(
        &old.permission_sets,
        &new.permission_sets,
        &[(|old| number(old.id.into()), |new| number(new.id.into()))],
    );
    compare_kind(finder, &PERMISSION_SETS, sets);
}

fn compare_kind<T>(finder: &mut Finder<'_>, kind: &RecordKind<T>, matched: Matched<'_, T>) {
    for record in matched.removed {
        let places = (finder.old.place((kind.thing)(record, None)), None);
        let texts = (Some((kind.whole)(record)), None);
        report(finder, kind, record, None, (kind.removed, texts, places));
    }
    for record in matched.added {
        let places = (None, finder.new.place((kind.thing)(record, None)));
        let texts = (None, Some((kind.whole)(record)));
        report(finder, kind, record, None, (kind.added, texts, places));
    }
    for (old, new) in matched.both {
        for (key, value, rule) in kind.keys {
            let texts = (value(old), value(new));
            if texts.0 != texts.1 {
                let places = (
                    finder.old.place((kind.thing)(old, Some(key))),
                    finder.new.place((kind.thing)(new, Some(key))),
                );
                report(finder, kind, new, Some(key), (*rule, texts, places));
            }
        }
    }
}

/// A rule, old and new value, and the places of both.
type Changed = (
    ChangeRule,
    (Option<String>, Option<String>),
    (
        Option<wechat_cloudbase_codegen::source::Place>,
        Option<wechat_cloudbase_codegen::source::Place>,
    ),
);

fn report<T>(
    finder: &mut Finder<'_>,
    kind: &RecordKind<T>,
    record: &T,
    key: Option<&str>,
    (rule, (old, new), places): Changed,
) {
    let subject = (kind.subject)(record);
    let mut reaches = (kind.reaches)(finder.new.api, record);
    if reaches.is_empty() {
        reaches = (kind.reaches)(finder.old.api, record);
    }
    finder.report(Found {
        rule,
        subject: key.map_or(subject.clone(), |key| format!("{subject} {key}")),
        name: (kind.name)(record),
        of: String::new(),
        old,
        new,
        places,
        scope: Scope::shared(reaches, ""),
        hint: None,
    });
}

fn reaches(
    api: &Api,
    has: impl Fn(&wechat_cloudbase_codegen::model::Endpoint) -> bool,
) -> Vec<Reach> {
    let users = api.endpoints.iter().filter(|endpoint| has(endpoint));
    let reach = |endpoint: &wechat_cloudbase_codegen::model::Endpoint| Reach {
        endpoint: endpoint.id.clone(),
        request: false,
        response: false,
    };
    users.map(reach).collect()
}

fn number<'a>(number: i64) -> Option<Cow<'a, str>> {
    Some(Cow::Owned(number.to_string()))
}

fn range(area: &Area) -> String {
    format!("{} to {}", area.from, area.to)
}

fn class(record: &Rc<Errcode>) -> Option<String> {
    Some(words::word(record.class).to_owned())
}

fn operator(record: &Rc<Errcode>) -> Option<String> {
    record.operator.map(|operator| words::word(operator).to_owned())
}

fn quota(record: &Rc<Errcode>) -> Option<String> {
    record.quota.map(|window| words::word(window).to_owned())
}
