//! Lines of a file, and values as TOML writes them.

/// A file that is being written.
#[derive(Default)]
pub(super) struct Lines {
    out: Vec<String>,
}

impl Lines {
    pub(super) fn line(&mut self, line: &str) {
        self.out.push(line.to_owned());
    }

    pub(super) fn gap(&mut self) {
        self.out.push(String::new());
    }

    /// `key = value # comment`.
    pub(super) fn key(&mut self, key: &str, value: &str, comment: Option<String>) {
        let comment = comment.map_or(String::new(), |text| format!(" # {}", one_line(&text)));
        self.out.push(format!("{key} = {value}{comment}"));
    }

    pub(super) fn text(&self) -> String {
        format!("{}\n", self.out.join("\n"))
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

/// A string of TOML, which escapes as JSON does but for one character.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A string without escapes where it can be one, as JSON is easier to read.
pub(super) fn literal(text: &str) -> String {
    let is_plain = !text.contains(|char: char| char == '\'' || char.is_control());
    if is_plain { format!("'{text}'") } else { quoted(text) }
}

/// A key as it stands, or in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    let is_bare =
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare && !name.is_empty() { name.to_owned() } else { quoted(name) }
}
