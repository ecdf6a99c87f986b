//! The canonical layout of a spec's files: order, alignment, quotes, blank lines. The content of a
//! file does not change, comments included.
//!
//! ```text
//! text -> read -> blocks as written -> arrange -> blocks in order -> write -> text
//! ```

mod arrange;
mod block;
mod comments;
mod expand;
mod fold;
mod order;
mod read;
mod same;
mod text;
mod write;

use toml_edit::{Document, TomlError};
use wechat_cloudbase_codegen::diagnostic::Rule;
use wechat_cloudbase_codegen::diagnostic::{Problem, Problems, Report};
use wechat_cloudbase_codegen::parse::{self, Role};
use wechat_cloudbase_codegen::source::{File, SourceFile, Sources, Span};

use order::TableKind;

/// Whether a file has a layout: whether it is a part of a spec, and no prose.
pub fn has_layout(path: &str) -> bool {
    kind(path).is_some()
}

/// A file of a spec in canonical layout. A file that [has none](has_layout) stays as it is.
/// Diagnostics show `root`, such as `spec/`, before its path.
///
/// # Errors
///
/// When the file is not UTF-8 or not TOML, with each place.
pub fn format(file: &SourceFile, root: &str) -> Result<String, Report> {
    let sources = Sources::new(std::slice::from_ref(file), root);
    let mut problems = Problems::default();
    let text =
        sources.iter().next().and_then(|(number, file)| laid_out(number, file, &mut problems));
    text.ok_or_else(|| problems.into_report(sources))
}

/// A string as the layout has it.
pub(crate) fn quoted(value: &str) -> String {
    text::string(value, false)
}

/// A key as the layout has it: in quotes where it needs them.
pub(crate) fn key(key: &str) -> String {
    text::key(key)
}

fn laid_out(number: usize, file: &File, problems: &mut Problems) -> Option<String> {
    let Some(kind) = kind(&file.path) else {
        return Some(file.text.clone());
    };
    let before = parse::tree(number, file, problems)?;
    let document = match Document::parse(file.text.as_str()) {
        Ok(document) => document.into_mut(),
        Err(error) => {
            problems.add(not_toml(number, &error));
            return None;
        }
    };
    let text = write::write(&arrange::arrange(read::read(&document), kind), kind);
    if same::same(&before, &text) {
        return Some(text);
    }
    let message = "the layout of this file can't be changed without changing what it says";
    let problem = Problem::new(Rule::Toml, &Span::start_of(number), message, "left as it is");
    problems.add(problem.help("this is a bug in `fmt`; please report it with the file"));
    None
}

fn kind(path: &str) -> Option<TableKind> {
    match Role::of(path)? {
        Role::Endpoint { .. } => Some(TableKind::ENDPOINT),
        Role::Types => Some(TableKind::Types),
        Role::Errcodes => Some(TableKind::ERRCODES),
        Role::PermissionSets => Some(TableKind::PERMISSION_SETS),
        Role::Prose => None,
    }
}

/// What one parser accepts and the other does not, such as a number of more than 64 bits.
fn not_toml(number: usize, error: &TomlError) -> Problem {
    let span = Span::new(number, error.span().unwrap_or(0..0));
    let message = error.message().replace('\n', ", ");
    Problem::new(Rule::Toml, &span, format!("can't be laid out: {message}"), "here")
}
