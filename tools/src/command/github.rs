//! Annotations of a pull request, in the form that GitHub's workflows read from a step's output.

use std::fs;
use std::path::{Component, Path, PathBuf};

use wechat_cloudbase_codegen::Place;

/// How many annotations of a level GitHub shows of one step; it drops the others silently.
const SHOWN: usize = 10;

/// How many of the others a summary lists.
const LISTED: usize = 100;

/// The severity of an annotation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Error,
    Warning,
    Notice,
}

/// One annotation. It is beside a place, and is about no file without one.
pub(crate) struct Annotation {
    pub(crate) level: Level,
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) place: Option<Place>,
}

/// The annotations as lines. Where there are more of a level than GitHub shows, the last one that
/// it shows is a summary of the rest.
pub(crate) fn annotations(mut all: Vec<Annotation>) -> String {
    all.sort_by_key(|annotation| annotation.level);
    let levels = all.chunk_by(|a, b| a.level == b.level);
    levels.map(of_one_level).collect()
}

fn of_one_level(all: &[Annotation]) -> String {
    let shown = if all.len() > SHOWN { SHOWN - 1 } else { all.len() };
    let (shown, rest) = all.split_at_checked(shown).unwrap_or((all, &[]));
    let mut lines: String = shown.iter().map(line).collect();
    if let [first, ..] = rest {
        lines.push_str(&line(&summary(first.level, rest)));
    }
    lines
}

fn summary(level: Level, rest: &[Annotation]) -> Annotation {
    let mut message: Vec<_> = rest.iter().take(LISTED).map(in_short).collect();
    if rest.len() > LISTED {
        message.push(format!("and {} more", rest.len() - LISTED));
    }
    let title = format!("{} more, which GitHub does not show", rest.len());
    Annotation { level, title, message: message.join("\n"), place: None }
}

fn in_short(Annotation { title, message, place, .. }: &Annotation) -> String {
    let first = message.lines().next().unwrap_or_default();
    match place {
        Some(place) => format!("{}: {title}: {first}", shown(place)),
        None => format!("{title}: {first}"),
    }
}

fn line(Annotation { level, title, message, place }: &Annotation) -> String {
    let command = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    let title = property(title);
    let message = data(message);
    match place {
        Some(Place { path, line, column, .. }) => {
            let path = property(&in_repository(path));
            format!("::{command} file={path},line={line},col={column},title={title}::{message}\n")
        }
        None => format!("::{command} title={title}::{message}\n"),
    }
}

/// A place as text, its path as GitHub has it.
pub(crate) fn shown(Place { path, line, column, .. }: &Place) -> String {
    format!("{}:{line}:{column}", in_repository(path))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A path as GitHub has it: from the root of the repository, wherever the command runs. A path that
/// is in no repository stays as it is.
fn in_repository(path: &str) -> String {
    from_root(Path::new(path)).unwrap_or_else(|| path.to_owned())
}

fn from_root(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let root = path.ancestors().skip(1).find(|folder| folder.join(".git").exists())?;
    let below: PathBuf = path.strip_prefix(root).ok()?.to_owned();
    let parts = below.components().map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}
