//! Problems of a file that is not TOML.

use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};

use crate::diagnostic::{Problem, Problems, Rule};
use crate::source::{File, Span};

/// For a file that is not TOML at all, a few lines are enough.
const MOST: usize = 8;

/// One problem per line: the rest of a line seldom makes sense after its first slip.
pub(super) fn report(
    number: usize,
    file: &File,
    recovered: &DeTable<'_>,
    errors: &[Error],
    problems: &mut Problems,
) {
    let place = |error: &Error| error.span().unwrap_or_else(|| line_of_most_dots(&file.text));
    let mut places: Vec<_> = errors.iter().map(|error| (place(error), error.message())).collect();
    places.sort_by_key(|(range, message)| (range.start, *message));
    places.dedup_by_key(|(range, _)| file.line(range.start).start);
    let mut keys = Vec::new();
    all_keys(recovered, &mut keys);
    let left = places.len().saturating_sub(MOST);
    for (index, (range, message)) in places.into_iter().take(MOST).enumerate() {
        let problem = problem(number, file, &keys, range, message);
        problems.add(match index + 1 {
            MOST if left > 0 => {
                problem.help(format!("{left} more lines of this file are not TOML either"))
            }
            _ => problem,
        });
    }
}

fn problem(
    number: usize,
    file: &File,
    keys: &[(String, Range<usize>)],
    range: Range<usize>,
    message: &str,
) -> Problem {
    let span = Span::new(number, range.clone());
    if message != "duplicate key" {
        let message = match message {
            "recursion limit" => "a key of too many parts".to_owned(),
            message => message.replace('\n', ", "),
        };
        return Problem::new(Rule::Toml, &span, format!("not TOML: {message}"), "here");
    }
    let key = file.text.get(range.clone()).unwrap_or_default().trim_matches(['"', '\'']);
    let problem = Problem::new(
        Rule::Toml,
        &span,
        format!("not TOML: the key `{key}` is defined twice"),
        "again",
    );
    let before = keys.iter().filter(|(name, first)| name == key && first.end <= range.start);
    let before = before.max_by_key(|(_, first)| first.start).map(|(_, first)| first.clone());
    // Of a table's name the parser keeps the last place.
    let header = || {
        file.text
            .get(..range.start)?
            .rfind(&format!("[{key}]"))
            .map(|at| at + 1..at + 1 + key.len())
    };
    match before.or_else(header) {
        Some(first) => problem.other(&Span::new(number, first), "first"),
        None => problem,
    }
}

/// The keys of a table and of all tables in it. The parser limits its depth.
fn all_keys(table: &DeTable<'_>, keys: &mut Vec<(String, Range<usize>)>) {
    for (key, value) in table {
        keys.push((key.get_ref().to_string(), key.span()));
        keys_in(value.get_ref(), keys);
    }
}

fn keys_in(value: &DeValue<'_>, keys: &mut Vec<(String, Range<usize>)>) {
    match value {
        DeValue::Table(table) => all_keys(table, keys),
        DeValue::Array(items) => items.iter().for_each(|item| keys_in(item.get_ref(), keys)),
        _ => {}
    }
}

/// Of a dotted key that is too deep, the parser gives no place.
fn line_of_most_dots(text: &str) -> Range<usize> {
    let line = text.lines().max_by_key(|line| line.matches('.').count()).unwrap_or_default();
    let start = text.find(line).unwrap_or(0);
    start..start
}
