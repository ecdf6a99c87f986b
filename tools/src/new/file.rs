//! The file of an endpoint as data, and its text: the known parts, with a remark wherever its
//! author must check.

use wechat_cloudbase_codegen::SourceFile;

use crate::layout;

/// A file to write. Its keys may come in any order.
#[derive(Default)]
pub(super) struct EndpointFile {
    pub(super) keys: Vec<Line>,
    pub(super) request: Table,
    pub(super) response: Table,
    /// By name.
    pub(super) types: Vec<(String, Table)>,
    pub(super) sample: Vec<Line>,
    pub(super) source: Vec<Line>,
}

/// A table of fields, with a remark beside its name.
#[derive(Default)]
pub(super) struct Table {
    pub(super) remark: Option<&'static str>,
    pub(super) lines: Vec<Line>,
}

pub(super) enum Line {
    Key(Key),
    /// A remark where a key is missing.
    Remark(String),
}

/// A key of a table. One of several names is in a table of the first.
pub(super) struct Key {
    pub(super) path: Vec<String>,
    pub(super) value: Value,
    pub(super) remark: Option<String>,
}

pub(super) enum Value {
    Text(String),
    Int(i64),
    Flag(bool),
    Date(String),
    List(Vec<Value>),
    Table(Vec<(&'static str, Value)>),
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn written(&self) -> String {
        let all = |values: &[Self]| values.iter().map(Self::written).collect::<Vec<_>>().join(", ");
        match self {
            Self::Text(text) => layout::quoted(text),
            Self::Int(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Date(date) => date.clone(),
            Self::List(values) => format!("[{}]", all(values)),
            Self::Table(keys) => {
                let key = |(key, value): &(&str, Self)| format!("{key} = {}", value.written());
                format!("{{ {} }}", keys.iter().map(key).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl Line {
    pub(super) fn key(name: &str, value: Value) -> Self {
        Self::remarked(name, value, None)
    }

    /// A key with a remark behind it, where there is one.
    pub(super) fn remarked(name: &str, value: Value, remark: Option<String>) -> Self {
        Self::Key(Key { path: vec![name.to_owned()], value, remark })
    }

    fn written(&self) -> String {
        match self {
            Self::Key(Key { path, value, remark }) => {
                let path: Vec<_> = path.iter().map(|name| layout::key(name)).collect();
                format!("{} = {}{}", path.join("."), value.written(), comment(remark.as_deref()))
            }
            Self::Remark(remark) => comment(Some(remark)).trim_start().to_owned(),
        }
    }
}

impl EndpointFile {
    /// The file at a path, in canonical layout.
    pub(super) fn written(&self, path: String) -> Result<SourceFile, String> {
        let mut lines = written(&self.keys);
        let types = self.types.iter().map(|(name, table)| (format!("types.{name}"), table));
        let tables =
            [("request".to_owned(), &self.request), ("response".to_owned(), &self.response)];
        for (name, table) in tables.into_iter().chain(types) {
            lines.push(format!("[{name}]{}", comment(table.remark)));
            lines.extend(written(&table.lines));
        }
        for (header, keys) in [("[sample]", &self.sample), ("[[source]]", &self.source)] {
            lines.push(header.to_owned());
            lines.extend(written(keys));
        }
        let file = SourceFile::new(path, lines.join("\n"));
        let text = layout::format(&file, "").map_err(|report| report.to_string())?;
        Ok(SourceFile::new(file.path, text))
    }
}

fn written(lines: &[Line]) -> Vec<String> {
    lines.iter().map(Line::written).collect()
}

/// A remark as a comment behind something, on one line whatever a page has in it.
fn comment(remark: Option<&str>) -> String {
    let one_line = |text: &str| text.replace(char::is_control, " ");
    remark.map_or(String::new(), |remark| format!(" # {}", one_line(remark)))
}
