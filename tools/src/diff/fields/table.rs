//! Where a list of fields is.

use wechat_cloudbase_codegen::model::{Endpoint, Field};
use wechat_cloudbase_codegen::source::Place;

use crate::diff::finder::{Finder, Found, Side};
use crate::diff::rule::ChangeRule;
use crate::diff::scope::Scope;
use crate::diff::words::{code, type_subject};
use crate::places::{Home, Thing};

#[derive(Clone, Copy)]
pub(in crate::diff) enum Table<'a> {
    Request(&'a Endpoint),
    Response(&'a Endpoint),
    Type {
        of: Home<'a>,
        name: &'a str,
    },
    /// The alternatives of a one-of.
    OneOf {
        of: Home<'a>,
        name: &'a str,
    },
}

impl<'a> Table<'a> {
    /// Whether the fields of two tables are sent, and whether they are received.
    pub(super) fn ways(finder: &Finder<'_>, tables: (Self, Self)) -> (bool, bool) {
        let key = |table: Self| match table {
            Table::Type { of, name } | Table::OneOf { of, name } => Some((of, name)),
            _ => None,
        };
        match (tables.1, key(tables.0), key(tables.1)) {
            (Table::Request(_), ..) => (true, false),
            (Table::Type { .. } | Table::OneOf { .. }, Some(old), Some(new)) => {
                finder.ways(old, new)
            }
            _ => (false, true),
        }
    }

    /// The places of a field on both sides, or where it would be.
    pub(super) fn places(
        finder: &Finder<'_>,
        tables: (Self, Self),
        (old, new): (Option<&Field>, Option<&Field>),
        key: Option<&str>,
    ) -> (Option<Place>, Option<Place>) {
        let place = |side: &Side<'_>, table: Self, field: Option<&Field>| {
            table.place(side, field.map_or("", |field| &field.wire), key)
        };
        (place(&finder.old, tables.0, old), place(&finder.new, tables.1, new))
    }

    fn place(self, side: &Side<'_>, field: &str, key: Option<&str>) -> Option<Place> {
        match self {
            Self::Request(endpoint) => side.place(Thing::Field {
                id: &endpoint.id,
                path: &format!("request.{field}"),
                key,
            }),
            Self::Response(endpoint) => side.place(Thing::Field {
                id: &endpoint.id,
                path: &format!("response.{field}"),
                key,
            }),
            Self::Type { of, name } | Self::OneOf { of, name } => {
                side.place(Thing::Member { of, name, field, key })
            }
        }
    }

    /// What is said of a change of one of the fields.
    pub(super) fn found(
        self,
        finder: &Finder<'_>,
        rule: ChangeRule,
        field: &Field,
        (old, new): (Option<String>, Option<String>),
        places: (Option<Place>, Option<Place>),
    ) -> Found {
        let wire = &field.wire;
        let (subject, name, scope) = match self {
            Self::Request(endpoint) => in_endpoint(endpoint, format!("request.{wire}")),
            Self::Response(endpoint) => in_endpoint(endpoint, format!("response.{wire}")),
            Self::Type { of, name } | Self::OneOf { of, name } => {
                let subject = type_subject(of, &format!("{name}.{wire}"));
                let mut reaches = finder.new.usage.reaches(of, name);
                if reaches.is_empty() {
                    reaches = finder.old.usage.reaches(of, name);
                }
                (subject.clone(), code(&subject), Scope::shared(reaches, wire.clone()))
            }
        };
        Found { rule, subject, name, of: String::new(), old, new, places, scope, hint: None }
    }
}

fn in_endpoint(endpoint: &Endpoint, path: String) -> (String, String, Scope) {
    let subject = format!("{} {path}", endpoint.id);
    (subject.clone(), code(&subject), Scope::endpoint(endpoint, path))
}
