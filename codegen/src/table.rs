//! Reads one TOML table key by key, and reports missing and unknown keys.

mod value;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::diagnostic::{Problem, Problems, Rule, near};
use crate::leaf::{Literal, Node, Number};
use crate::notation::absent;
use crate::notation::key;
use crate::source::Span;

/// A table, what it stands for, and where to report.
pub(crate) struct Table<'t, 'p> {
    file: usize,
    entries: &'t DeTable<'t>,
    span: Span,
    /// Keys that a misspelt one probably stands for; they are not missing as well.
    meant: Vec<&'static str>,
    problems: &'p mut Problems,
}

type Value<'t> = &'t Spanned<DeValue<'t>>;

impl<'t, 'p> Table<'t, 'p> {
    pub(crate) fn root(file: usize, entries: &'t DeTable<'t>, problems: &'p mut Problems) -> Self {
        Self { file, entries, span: Span::start_of(file), meant: Vec::new(), problems }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Reports keys that the notation does not have here, and those that are missing.
    pub(crate) fn check(&mut self, table: &key::Table) {
        let is_known = |key: &Spanned<DeString<'_>>| table.key(key.get_ref()).is_some();
        if !self.entries.keys().all(is_known) {
            self.report_unknown(table);
        }
        let is_there = |name: &str| self.value(name).is_some() || self.meant.contains(&name);
        let is_missing = |key: &&key::Key| !is_there(key.name) && !key.unless.is_some_and(is_there);
        let needed = || table.keys.iter().filter(|key| key.needed.is_some());
        let missing: Vec<_> = needed().filter(is_missing).collect();
        if !missing.is_empty() {
            self.report_missing(table.what, &missing);
        }
        for key in needed().filter(|key| matches!(key.value, key::Value::Tables(_))) {
            self.require_item(table.what, key);
        }
    }

    /// Reads a key, and notes it when that found a problem, or when a misspelt key probably stands for
    /// it.
    pub(crate) fn watched<T>(
        &mut self,
        key: &'static str,
        faulty: &mut Vec<&'static str>,
        read: fn(&mut Self, &'static str) -> T,
    ) -> T {
        let before = self.problems.count();
        let value = read(self, key);
        if self.problems.count() > before || self.meant.contains(&key) {
            faulty.push(key);
        }
        value
    }

    /// Reads each table of one whose keys are names.
    pub(crate) fn named<T>(
        mut self,
        mut read: impl FnMut(Table<'t, '_>, Node<String>) -> T,
    ) -> Vec<T> {
        let entries = self.entries();
        let read = |(name, value)| Some(read(self.table_of(value)?, name));
        entries.into_iter().filter_map(read).collect()
    }

    /// Reads a table whose keys are paths and whose values are texts.
    pub(crate) fn names(mut self) -> Vec<(Node<String>, Node<String>)> {
        let entries = self.entries();
        let read = |(path, value)| Some((path, self.text_of(value)?));
        entries.into_iter().filter_map(read).collect()
    }

    fn report_unknown(&mut self, table: &key::Table) {
        let what = table.what;
        let mut keys: Vec<_> = table.keys.iter().map(|key| key.name).collect();
        keys.sort_unstable();
        let is_free = |key: &&str| self.value(key).is_none();
        let free: Vec<_> = keys.iter().copied().filter(is_free).collect();
        let unknown = |key: &&Spanned<DeString<'_>>| !keys.contains(&&**key.get_ref());
        for key in self.entries.keys().filter(unknown) {
            let word: &str = key.get_ref();
            let span = Span::new(self.file, key.span());
            let message = format!("unknown key `{}`", word.escape_debug());
            let problem =
                Problem::new(Rule::UnknownKey, &span, message, format!("not a key of {what}"));
            if let Some(instead) = absent::help(what, word) {
                self.problems.add(problem.help(instead));
                continue;
            }
            let problem = problem.help(format!("{what} takes: {}", keys.join(", ")));
            self.problems.add(problem.did_you_mean(word, free.iter().copied()));
            self.meant.extend(near(word, free.iter().copied()));
        }
    }

    /// Every key with its value, for tables whose keys are names.
    fn entries(&self) -> Vec<(Node<String>, Value<'t>)> {
        let name = |key: &Spanned<DeString<'_>>| {
            Node::new(key.get_ref().to_string(), Span::new(self.file, key.span()))
        };
        self.entries.iter().map(|(key, value)| (name(key), value)).collect()
    }

    /// A table that a value of this one is.
    pub(crate) fn inner(&mut self, span: Range<usize>, entries: &'t DeTable<'t>) -> Table<'t, '_> {
        Table {
            file: self.file,
            entries,
            span: Span::new(self.file, span),
            meant: Vec::new(),
            problems: self.problems,
        }
    }

    /// Reports missing required keys, each with its purpose.
    fn report_missing(&mut self, what: &str, missing: &[&key::Key]) {
        let names: Vec<_> = missing.iter().map(|key| format!("`{}`", key.name)).collect();
        let help = |key: &key::Key| key.needed.unwrap_or_default();
        let help = match missing {
            [key] => help(key).to_owned(),
            several => several
                .iter()
                .map(|key| format!("{}: {}", key.name, help(key)))
                .collect::<Vec<_>>()
                .join("\n"),
        };
        let message = format!("{what} needs {}", names.join(", "));
        let problem = Problem::new(Rule::MissingKey, &self.span, message, "missing here");
        self.problems.add(problem.help(help));
    }

    /// Reports an empty list that requires an item.
    fn require_item(&mut self, what: &str, key: &key::Key) {
        let Some(value) = self.value(key.name) else {
            return;
        };
        if matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()) {
            let message = format!("{what} needs at least one `{}`", key.name);
            let problem = Problem::new(Rule::MissingKey, &self.span_of(value), message, "empty");
            self.problems.add(problem.help(key.needed.unwrap_or_default()));
        }
    }

    /// One line of text.
    pub(crate) fn text(&mut self, key: &str) -> Option<Node<String>> {
        let value = self.value(key)?;
        self.text_of(value)
    }

    /// Text of any number of lines.
    pub(crate) fn lines(&mut self, key: &str) -> Option<Node<String>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(self.node(text.to_string(), value)),
            _ => self.wrong_type(value, "a string"),
        }
    }

    pub(crate) fn flag(&mut self, key: &str) -> Option<Node<bool>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(self.node(*flag, value)),
            _ => self.wrong_type(value, "true or false"),
        }
    }

    pub(crate) fn int(&mut self, key: &str) -> Option<Node<i64>> {
        let value = self.value(key)?;
        self.int_of(value)
    }

    pub(crate) fn number(&mut self, key: &str) -> Option<Node<Number>> {
        let value = self.value(key)?;
        self.number_of(value)
    }

    pub(crate) fn date(&mut self, key: &str) -> Option<Node<String>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() => {
                Some(self.node(date.to_string(), value))
            }
            _ => self.wrong_type(value, value::DATE),
        }
    }

    pub(crate) fn texts(&mut self, key: &str) -> Option<Vec<Node<String>>> {
        let items = self.items(key)?;
        Some(items.iter().filter_map(|item| self.text_of(item)).collect())
    }

    pub(crate) fn ints(&mut self, key: &str) -> Option<Vec<Node<i64>>> {
        let items = self.items(key)?;
        Some(items.iter().filter_map(|item| self.int_of(item)).collect())
    }

    pub(crate) fn literals(&mut self, key: &str) -> Option<Vec<Node<Literal>>> {
        let items = self.items(key)?;
        Some(items.iter().filter_map(|item| self.literal_of(item)).collect())
    }

    pub(crate) fn literal(&mut self, key: &str) -> Option<Node<Literal>> {
        let value = self.value(key)?;
        self.literal_of(value)
    }

    /// A list with its own place, its items not yet looked at.
    pub(crate) fn list(&mut self, key: &str) -> Option<(Span, Vec<Value<'t>>)> {
        let value = self.value(key)?;
        let items = self.items(key)?;
        Some((self.span_of(value), items))
    }

    /// The table under a key.
    pub(crate) fn table(&mut self, key: &str) -> Option<Table<'t, '_>> {
        let value = self.value(key)?;
        self.table_of(value)
    }

    pub(crate) fn table_of(&mut self, value: Value<'t>) -> Option<Table<'t, '_>> {
        match value.get_ref() {
            DeValue::Table(entries) => Some(self.inner(value.span(), entries)),
            _ => {
                self.wrong_type::<()>(value, "a table");
                None
            }
        }
    }

    /// Reads each table of an array of tables, `[[key]]`.
    pub(crate) fn each<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(Table<'t, '_>) -> T,
    ) -> Vec<T> {
        let items = self.items(key).unwrap_or_default();
        let mut read_one = |item: &Value<'t>| Some(read(self.table_of(item)?));
        items.iter().filter_map(&mut read_one).collect()
    }

    fn items(&mut self, key: &str) -> Option<Vec<Value<'t>>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Array(items) => Some(items.iter().collect()),
            _ => self.wrong_type(value, "a list"),
        }
    }

    fn value(&self, key: &str) -> Option<Value<'t>> {
        self.entries.get(key)
    }

    fn node<T>(&self, inner: T, value: Value<'t>) -> Node<T> {
        Node::new(inner, self.span_of(value))
    }

    fn span_of(&self, value: Value<'t>) -> Span {
        Span::new(self.file, value.span())
    }
}
