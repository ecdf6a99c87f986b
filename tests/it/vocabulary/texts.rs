//! The texts of a file that people read, word by word.

/// A word in small letters with its line. What ends a sentence or a text is a word without letters.
pub(super) struct Word {
    pub(super) line: usize,
    pub(super) text: String,
}

/// Splits texts into words. Code in backticks is one word that matches nothing.
#[derive(Default)]
struct Splitter {
    words: Vec<Word>,
    word: String,
    is_code: bool,
}

impl Splitter {
    fn end_word(&mut self, line: usize) {
        if !self.word.is_empty() {
            self.words.push(Word { line, text: std::mem::take(&mut self.word) });
        }
    }

    fn end(&mut self, line: usize) {
        self.end_word(line);
        self.is_code = false;
        self.words.push(Word { line, text: String::new() });
    }

    /// Ends a text in quotation marks. One word is a name and not something that people read.
    fn end_text(&mut self, line: usize) {
        self.end_word(line);
        if let [.., before, word] = &*self.words
            && before.text.is_empty()
            && !word.text.is_empty()
        {
            self.words.pop();
        }
        self.end(line);
    }

    fn push(&mut self, c: char, line: usize) {
        match c {
            '`' => {
                self.end_word(line);
                self.is_code = !self.is_code;
                if self.is_code {
                    self.words.push(Word { line, text: "`".to_owned() });
                }
            }
            _ if self.is_code => {}
            c if c.is_alphanumeric() || c == '\'' || c == '-' => {
                self.word.extend(c.to_lowercase());
            }
            '.' | ';' | ':' | '?' | '!' | '|' => self.end(line),
            _ => self.end_word(line),
        }
    }
}

pub(super) fn words(name: &str, text: &str) -> Vec<Word> {
    let mut splitter = Splitter::default();
    match name.ends_with(".rs") {
        true => rust(text, &mut splitter),
        false => markdown(text, &mut splitter),
    }
    splitter.words
}

fn markdown(text: &str, splitter: &mut Splitter) {
    for (line, text) in (1..).zip(text.lines()) {
        if text.is_empty() || text.starts_with("```") {
            splitter.end(line);
            continue;
        }
        text.chars().for_each(|c| splitter.push(c, line));
        splitter.end_word(line);
    }
}

/// Comments, texts in quotation marks, and the names of functions.
fn rust(text: &str, splitter: &mut Splitter) {
    let mut in_comment = false;
    let mut closing: Option<String> = None;
    for (line, text) in (1..).zip(text.lines()) {
        let trimmed = text.trim_start();
        let mut rest = text;
        if closing.is_none() && trimmed.starts_with("//") {
            let comment = trimmed.trim_start_matches(['/', '!']);
            if comment.is_empty() || !in_comment {
                splitter.end(line);
            }
            in_comment = true;
            comment.chars().for_each(|c| splitter.push(c, line));
            splitter.end_word(line);
            continue;
        }
        if in_comment {
            splitter.end(line);
            in_comment = false;
        }
        while !rest.is_empty() {
            rest = match &closing {
                Some(end) => string(rest, end, line, splitter),
                None => code(rest, line, splitter),
            }
            .map_or_else(
                |()| "",
                |(next, end)| {
                    closing = end;
                    next
                },
            );
        }
    }
    splitter.end(text.lines().count());
}

type Rest<'t> = Result<(&'t str, Option<String>), ()>;

/// Code up to the next text, which begins after it.
fn code<'t>(text: &'t str, line: usize, splitter: &mut Splitter) -> Rest<'t> {
    if let Some(name) = text.split("fn ").nth(1) {
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
        if name[..end].contains('_') {
            name[..end].replace('_', " ").chars().for_each(|c| splitter.push(c, line));
            splitter.end(line);
        }
    }
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        if rest.starts_with("// ") {
            rest.chars().for_each(|c| splitter.push(c, line));
            splitter.end(line);
            return Err(());
        }
        let is_word = before.is_alphanumeric() || before == '_';
        if let Some(raw) = rest.strip_prefix('r').filter(|_| !is_word) {
            let start = raw.trim_start_matches('#');
            if let Some(text) = start.strip_prefix('"') {
                splitter.end(line);
                return Ok((text, Some(format!("\"{}", &raw[..raw.len() - start.len()]))));
            }
        }
        let is_char = before == '\'' && rest.starts_with("\"'");
        if c == '"' && !is_char {
            splitter.end(line);
            return Ok((&rest[1..], Some(String::from("\\\""))));
        }
        before = c;
    }
    Err(())
}

/// A text up to its closing mark; `\"` ends one that has escapes.
fn string<'t>(text: &'t str, end: &str, line: usize, splitter: &mut Splitter) -> Rest<'t> {
    let is_escaped = end == "\\\"";
    let mut skip = false;
    for (at, c) in text.char_indices() {
        let ends = if is_escaped { c == '"' && !skip } else { text[at..].starts_with(end) };
        if ends {
            splitter.end_text(line);
            let length = if is_escaped { 1 } else { end.len() };
            return Ok((&text[at + length..], None));
        }
        if is_escaped && (skip || c == '\\') {
            skip = !skip;
            splitter.end_word(line);
            continue;
        }
        splitter.push(c, line);
    }
    splitter.end_word(line);
    Err(())
}
