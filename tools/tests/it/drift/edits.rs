//! Every change of a page is found, in every layout.

use std::collections::BTreeMap;

use super::{drift, findings, library, own_pages};

/// What may change on a page: a name, and the change itself.
type Edit = (&'static str, fn(&str) -> String);

const EDITS: &[Edit] = &[
    ("a field is renamed", |page| {
        page.replace("library_id", "library_no")
            .replace("library\\_id", "library\\_no")
            .replace("Library_Id", "Library_No")
    }),
    ("a nested field is renamed", |page| {
        page.replace("pen_name", "pen_names").replace("pen\\_name", "pen\\_names")
    }),
    ("a field of the response is renamed", |page| page.replace("total", "totals")),
    ("a row is dropped", |page| without_row(page, "limit")),
    ("a row of the response is dropped", |page| without_row(page, "total")),
    ("a nested row is dropped", |page| without_row(page, "born")),
    ("a row of the envelope is dropped", |page| without_row(page, "errmsg")),
    ("a row is added", |page| with_row(page, "total", "totally")),
    ("a type changes", |page| in_row(page, "kind", &[("number", "string"), ("Int", "String")])),
    ("a nested type changes", |page| {
        in_row(page, "born", &[("number", "boolean"), ("Number", "boolean")])
    }),
    ("a list becomes a single value", |page| {
        in_row(
            page,
            "labels",
            &[
                ("array<string>", "string"),
                ("Array.<string>", "string"),
                ("array", "string"),
                ("Array of strings", "string"),
            ],
        )
    }),
    ("a required field becomes optional", |page| {
        in_row(page, "kind", &[("yes", "no"), ("是", "否"), ("| Y", "| N")])
    }),
    ("an optional field becomes required", |page| {
        in_row(page, "limit", &[(" no", " yes"), (">no<", ">yes<"), ("否", "是")])
    }),
    ("an errcode changes", |page| page.replace("40014", "40015")),
    ("an errcode is dropped", |page| without_row(page, "41001")),
    ("an errcode is added", |page| with_row(page, "40014", "40016")),
    ("the path changes", |page| page.replace("/listshelfbooks", "/listshelfbooksv2")),
    ("the method changes", |page| page.replacen("POST", "GET", 1)),
    ("a permission set is added", |page| {
        page.replace("belongs is: 49", "belongs is: 49, 64")
            .replace("id 为：49", "id 为：49、64")
            .replace("id为：49", "id为：49、64")
    }),
    ("a kind of token changes", |page| {
        in_row(
            page,
            "token",
            &[("component_access", "own_access"), ("component\\_access", "own\\_access")],
        )
    }),
    ("a value of a sample changes", |page| page.replace("\"Winter\"", "\"Summer\"")),
    ("a number of a sample becomes text", |page| page.replace("1901", "\"1901\"")),
    ("a key of a sample is renamed", |page| page.replacen("\"price\"", "\"prices\"", 1)),
    ("a key of a sample is dropped", |page| page.replacen("\"kind\": 1,", "", 1)),
    ("a documented value is added", |page| with_row(page, "| 2 |", "| 3 |")),
    ("a row loses its type", |page| in_row(page, "kind", &[("number", "nmbr"), ("Int ", "nmbr ")])),
];

#[test]
#[ignore = "slow"]
fn every_change_is_found() {
    let spec = library();
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    for (name, page) in own_pages().into_iter().filter(|(name, _)| !name.contains("errcodes")) {
        let before = findings(&drift(&spec, &page));
        for (what, edit) in EDITS {
            let edited = edit(&page);
            if edited == page {
                continue;
            }
            *tried.entry(what).or_default() += 1;
            let after = findings(&drift(&spec, &edited));
            if after.iter().all(|finding| same_but_for_lines(finding, &before)) {
                missed.push(format!("{name}: {what}: {after:#?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    let rare: Vec<_> =
        EDITS.iter().filter(|(what, _)| tried.get(what).is_none_or(|count| *count < 2)).collect();
    assert!(rare.is_empty() && tried.values().sum::<usize>() >= 250, "{tried:#?}");
}

fn same_but_for_lines(finding: &str, before: &[String]) -> bool {
    let rest = |finding: &str| finding.split_once(": ").map(|(_, rest)| rest.to_owned());
    before.iter().any(|old| rest(old) == rest(finding))
}

/// The first row that begins with a word; samples have braces or quotes.
fn row_of(page: &str, word: &str) -> Option<usize> {
    let mut lines = page.lines();
    lines.position(|line| {
        let cells = line.split(|char: char| "|\t <>".contains(char));
        let mut words =
            cells.filter(|cell| !cell.is_empty() && !["tr", "td", "└", "-", "--"].contains(cell));
        let first = words.next().unwrap_or("").trim_end_matches('|');
        let has_more = words.next().is_some();
        let is_row = first == word
            || first.ends_with(&format!(".{word}"))
            || word.starts_with('|') && line.contains(word);
        let is_token =
            word == "token" && first.to_lowercase().replace('\\', "").contains("access_token");
        has_more && (is_row || is_token) && !line.contains('"') && !line.contains('{')
            || is_squeezed(line, word)
    })
}

fn is_squeezed(line: &str, word: &str) -> bool {
    line.starts_with("| |") && line.contains(&format!("| {word} |"))
}

fn change(page: &str, word: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let at = row_of(page, word);
    let lines = page.lines().enumerate().filter_map(|(index, line)| {
        if Some(index) == at { change(line) } else { Some(line.to_owned()) }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn without_row(page: &str, word: &str) -> String {
    // Rows that others are squeezed into stay.
    let squeezed = row_of(page, word)
        .is_some_and(|at| page.lines().nth(at).is_some_and(|line| is_squeezed(line, word)));
    if squeezed { page.to_owned() } else { keep_ends(page, change(page, word, |_| None)) }
}

fn with_row(page: &str, word: &str, other: &str) -> String {
    keep_ends(
        page,
        change(page, word, |line| {
            if is_squeezed(line, word) {
                None
            } else {
                Some(format!("{line}\n{}", line.replacen(word, other, 1)))
            }
        }),
    )
}

fn in_row(page: &str, word: &str, changes: &[(&str, &str)]) -> String {
    keep_ends(
        page,
        change(page, word, |line| {
            let start = line.find(word).map_or(0, |at| at + word.len());
            let (before, after) = line.split_at(start);
            let found = changes.iter().find(|(from, _)| after.contains(from));
            Some(found.map_or(line.to_owned(), |(from, to)| {
                format!("{before}{}", after.replacen(from, to, 1))
            }))
        }),
    )
}

/// A page that is the same but for the ends of its lines is the same.
fn keep_ends(page: &str, edited: String) -> String {
    let same = page.lines().eq(edited.lines());
    if same { page.to_owned() } else { edited }
}
