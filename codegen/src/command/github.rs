//! Annotations of a pull request, in the form that GitHub's workflows read from a step's output.

use wechat_cloudbase_codegen::Place;

/// How much an annotation asks of its reader.
#[derive(Clone, Copy)]
pub(crate) enum Level {
    Error,
}

/// One annotation as a line. It stands beside a place, and is about no file without one.
pub(crate) fn annotation(
    level: Level,
    title: &str,
    message: &str,
    place: Option<&Place>,
) -> String {
    let command = match level {
        Level::Error => "error",
    };
    let title = property(title);
    let message = data(message);
    match place {
        Some(Place { path, line, column, .. }) => {
            let path = property(path);
            format!("::{command} file={path},line={line},col={column},title={title}::{message}\n")
        }
        None => format!("::{command} title={title}::{message}\n"),
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
