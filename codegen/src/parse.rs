//! TOML text to documents. Nothing is dropped in silence: a key, a value or a file that the
//! notation does not have is a problem of its own.

mod endpoint;
mod records;
mod shape;
mod table;

use toml::de::DeTable;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::parse::table::Table;
use crate::source::{Sources, Span};
use crate::syntax::Documents;

pub(crate) fn parse(sources: &Sources, problems: &mut Problems) -> Documents {
    let mut documents = Documents::default();
    for (file, path, text) in sources.iter() {
        let Some(role) = Role::of(path) else {
            problems.add(stray(file, path));
            continue;
        };
        if role == Role::Prose {
            continue;
        }
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            documents.incomplete |= !matches!(role, Role::Endpoint { .. });
            errors.iter().for_each(|error| problems.add(not_toml(file, error)));
            continue;
        }
        let root = Table::root(file, root.get_ref(), problems);
        match role {
            Role::Types => documents.types = shape::types(root),
            Role::Errcodes => documents.errcodes = records::errcodes(root),
            Role::PermissionSets => documents.permission_sets = records::permission_sets(root),
            Role::Endpoint { section, id } => {
                documents.endpoints.push(endpoint::endpoint(root, section, id));
            }
            Role::Prose => {}
        }
    }
    documents
}

/// What a file is, by its path.
#[derive(PartialEq, Eq)]
enum Role<'a> {
    Types,
    Errcodes,
    PermissionSets,
    Endpoint { section: &'a str, id: &'a str },
    Prose,
}

impl<'a> Role<'a> {
    fn of(path: &'a str) -> Option<Self> {
        match path {
            "types.toml" => return Some(Role::Types),
            "errcodes.toml" => return Some(Role::Errcodes),
            "permission_sets.toml" => return Some(Role::PermissionSets),
            _ if path.ends_with(".md") => return Some(Role::Prose),
            _ => {}
        }
        let (section, file) = path.rsplit_once('/')?;
        let id = file.strip_suffix(".toml")?;
        Some(Role::Endpoint { section, id })
    }
}

fn stray(file: usize, path: &str) -> Problem {
    let message = format!("`{path}` is no part of a spec");
    Problem::new(Rule::StrayFile, &Span::start_of(file), message, "").help(
        "an endpoint is `<section>/<id>.toml`; beside the sections stand types.toml, errcodes.toml, \
         permission_sets.toml and notes in `.md` files",
    )
}

fn not_toml(file: usize, error: &toml::de::Error) -> Problem {
    let span = Span::new(file, error.span().unwrap_or(0..0));
    let message = error.message().replace('\n', ", ");
    Problem::new(Rule::Toml, &span, format!("not TOML: {message}"), "here")
}
