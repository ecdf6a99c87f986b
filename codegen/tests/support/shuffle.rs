//! Files and keys of a spec in another order.

use wechat_cloudbase_codegen::SourceFile;

pub(crate) const SHUFFLES: u64 = 12;

pub(crate) fn shuffled(files: &[SourceFile], seed: u64) -> Vec<SourceFile> {
    let mut random = Random(seed);
    let shuffle = |file: &SourceFile| {
        let text = String::from_utf8(file.content.clone()).unwrap();
        let is_toml = file.path.ends_with(".toml");
        let text = if is_toml { shuffled_keys(&text, &file.path, &mut random) } else { text };
        SourceFile::new(file.path.clone(), text)
    };
    let mut files: Vec<_> = files.iter().map(shuffle).collect();
    random.shuffle(&mut files);
    files
}

/// Keys change places inside their table, and tables among each other. What means something keeps its
/// order: fields, which are arguments, and sources and corrections, which are listed as they are given.
fn shuffled_keys(text: &str, path: &str, random: &mut Random) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut tables: Vec<Vec<String>> = vec![vec![String::new()]];
    for line in text.lines() {
        let line = format!("{line}\n");
        let starts_table = line.starts_with('[');
        let starts_key = line.find('=').is_some_and(|at| is_key(line[..at].trim()));
        if starts_table {
            tables.push(vec![line]);
        } else if starts_key {
            tables.last_mut().unwrap().push(line);
        } else {
            tables.last_mut().unwrap().last_mut().unwrap().push_str(&line);
        }
    }
    let of_fields = |table: &[String]| {
        let name = table[0].trim().trim_matches(['[', ']']);
        name.split('.').any(|part| matches!(part, "request" | "response" | "fields"))
            || table.iter().any(|line| line.starts_with("fields."))
    };
    for table in tables.iter_mut().filter(|table| !of_fields(table)) {
        random.shuffle(&mut table[1..]);
    }
    let root = tables.remove(0);
    let (mut items, mut plain): (Vec<_>, Vec<_>) =
        tables.into_iter().partition(|table| table[0].starts_with("[["));
    random.shuffle(&mut plain);
    if !path.contains('/') {
        random.shuffle(&mut items);
    }
    let tables = [root].into_iter().chain(plain).chain(items);
    tables.flatten().collect()
}

fn is_key(text: &str) -> bool {
    text.starts_with('"')
        || !text.is_empty()
            && text.chars().all(|char| char.is_alphanumeric() || "._-".contains(char))
}

/// Numbers that are the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
