//! TOML text to documents. Nothing is dropped silently: a key, a value or a file that the
//! notation does not have is a problem.

mod toml_error;

use toml::de::DeTable;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::notation::{EndpointDoc, ErrcodesDoc, PermissionSetsDoc, TypeDoc};
use crate::source::{File, Sources, Span};
use crate::syntax::Documents;
use crate::table::Table;

/// The documents of all files. What can't be read is reported and left out.
pub fn parse(sources: &Sources, problems: &mut Problems) -> Documents {
    let mut documents = Documents { types_sound: true, ..Documents::default() };
    for (number, file) in sources.iter() {
        match Role::of(&file.path) {
            None => problems.add(stray(number, &file.path)),
            Some(Role::Prose) => {}
            Some(role) => parse_file(number, file, &role, &mut documents, problems),
        }
    }
    documents
}

fn parse_file(
    number: usize,
    file: &File,
    role: &Role<'_>,
    documents: &mut Documents,
    problems: &mut Problems,
) {
    let before = problems.count();
    let Some(root) = tree(number, file, problems) else {
        return documents.miss(role);
    };
    let root = Table::root(number, &root, problems);
    match role {
        Role::Types => {
            documents.types.extend(root.named(TypeDoc::read));
            documents.types_sound &= problems.count() == before;
        }
        Role::Errcodes => {
            let read = ErrcodesDoc::read(root);
            documents.errcodes.extend(read.errcodes);
            documents.areas.extend(read.areas);
        }
        Role::PermissionSets => {
            documents.permission_sets.extend(PermissionSetsDoc::read(root).permission_sets);
        }
        Role::Endpoint { section, id } => {
            let (id, section) = ((*id).to_owned(), (*section).to_owned());
            documents.endpoints.push(EndpointDoc::read(root, id, section));
        }
        Role::Prose => {}
    }
}

/// The TOML of a file, whatever it says; `None` for what has been reported.
pub fn tree<'f>(number: usize, file: &'f File, problems: &mut Problems) -> Option<DeTable<'f>> {
    if let Some(at) = file.not_utf8 {
        let span = Span::new(number, at..at);
        let problem = Problem::new(
            Rule::NotUtf8,
            &span,
            "the file is not UTF-8",
            "the first bad byte is here",
        );
        problems.add(problem.help("save it as UTF-8; nothing else in it was looked at"));
        return None;
    }
    let (root, errors) = DeTable::parse_recoverable(&file.text);
    if !errors.is_empty() {
        toml_error::report(number, file, root.get_ref(), &errors, problems);
        return None;
    }
    Some(root.into_inner())
}

/// What was read of the vendor's pages, and when: no part of what a spec says.
pub const LOCK: &str = "pages.lock";

/// What a file is, by its path.
#[derive(PartialEq, Eq)]
pub enum Role<'a> {
    /// `types.toml`.
    Types,
    /// `errcodes.toml`.
    Errcodes,
    /// `permission_sets.toml`.
    PermissionSets,
    /// `<section>/<id>.toml`.
    Endpoint {
        /// The folder.
        section: &'a str,
        /// The name of the file, without its ending.
        id: &'a str,
    },
    /// Notes in `.md` files, and the state of the pages, which tools keep.
    Prose,
}

impl<'a> Role<'a> {
    /// The role of a file at a path below the spec's folder; `None` when it is not part of a spec.
    pub fn of(path: &'a str) -> Option<Self> {
        match path {
            "types.toml" => return Some(Role::Types),
            "errcodes.toml" => return Some(Role::Errcodes),
            "permission_sets.toml" => return Some(Role::PermissionSets),
            LOCK => return Some(Role::Prose),
            _ if path.ends_with(".md") => return Some(Role::Prose),
            _ => {}
        }
        let (section, file) = path.rsplit_once('/')?;
        let id = file.strip_suffix(".toml")?;
        Some(Role::Endpoint { section, id })
    }
}

impl Documents {
    /// A file that could not be read may have held anything.
    fn miss(&mut self, role: &Role<'_>) {
        match role {
            Role::Endpoint { .. } => self.endpoint_missing = true,
            _ => self.incomplete = true,
        }
    }
}

fn stray(file: usize, path: &str) -> Problem {
    let message = format!("`{}` is not part of a spec", path.escape_debug());
    Problem::new(Rule::StrayFile, &Span::start_of(file), message, "not read").help(
        "an endpoint is `<section>/<id>.toml`; beside the sections there are types.toml, errcodes.toml, \
         permission_sets.toml and notes in `.md` files",
    )
}
