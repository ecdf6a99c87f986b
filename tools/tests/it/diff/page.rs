//! `docs/diff-rules.md`: every rule is on it, and every category of the tools that it names.
//!
//! `UPDATE_EXPECT=1 cargo test` renews the table of rules.

use std::fs;

use regex_lite::Regex;
use wechat_cloudbase_spec::diff::{ChangeRule, Effect};

use crate::here;

#[test]
fn the_page_has_every_rule() {
    let path = here("../docs/diff-rules.md");
    let page = fs::read_to_string(&path).unwrap();
    let head = "| rule | step | Rust | wire | behaviour | says | who notices |\n|---|---|---|---|---|---|---|\n";
    let rows: String = ChangeRule::ALL.iter().map(|rule| row(*rule)).collect();
    let (before, rest) = page.split_once("<!-- rules -->").expect("a mark");
    let (_, after) = rest.split_once("<!-- /rules -->").expect("a mark");
    let updated = format!("{before}<!-- rules -->\n{head}{rows}<!-- /rules -->{after}");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, updated).unwrap();
    } else {
        assert!(page == updated, "UPDATE_EXPECT=1 cargo test page renews the table");
    }
}

fn row(rule: ChangeRule) -> String {
    let (rust, wire, behaviour) = (rule.rust(), rule.wire(), rule.behaviour());
    let effect = |effect: Effect| match effect.word() {
        "none" => "",
        word => word,
    };
    let says = ["{name}", "{of}", "{old}", "{new}"]
        .iter()
        .fold(rule.says().to_owned(), |says, part| says.replace(part, "…"));
    format!(
        "| `{rule}` | {} | {} | {} | {} | {says} | {} |\n",
        rule.bump(),
        effect(rust),
        effect(wire),
        effect(behaviour),
        rule.who()
    )
}

#[test]
fn the_page_has_every_category_of_oasdiff_and_buf() {
    for tool in ["oasdiff", "buf"] {
        let ids = fs::read_to_string(here(&format!("diff-categories/{tool}.txt"))).unwrap();
        let page = fs::read_to_string(here("../docs/diff-rules.md")).unwrap();
        let patterns: Vec<_> =
            rows(section(&page, tool)).flat_map(|(left, _)| words(left)).collect();
        let patterns: Vec<_> = patterns.iter().map(|word| (word, pattern(word))).collect();
        for id in ids.lines() {
            let found = patterns.iter().any(|(_, pattern)| pattern.is_match(id));
            assert!(found, "{tool}: {id} is not on the page");
        }
        for (word, pattern) in &patterns {
            let used = ids.lines().any(|id| pattern.is_match(id));
            assert!(used, "{tool}: nothing is called {word}");
        }
    }
}

#[test]
fn what_the_categories_map_to_are_rules() {
    let page = fs::read_to_string(here("../docs/diff-rules.md")).unwrap();
    let ids: Vec<_> = ChangeRule::ALL.iter().map(|rule| rule.id()).collect();
    for tool in ["oasdiff", "buf"] {
        for (left, right) in rows(section(&page, tool)) {
            let rules = words(right);
            let rules: Vec<_> = rules.iter().filter(|word| word.contains('-')).collect();
            let says_why = right.starts_with("none: ")
                || right.contains("no rule: ")
                || right.starts_with("the rules of");
            assert!(!rules.is_empty() || says_why, "{left}: neither a rule nor a reason");
            for rule in rules.into_iter().filter(|word| !word.starts_with("diff --")) {
                assert!(ids.contains(&rule.as_str()), "{left}: there is no rule {rule}");
            }
        }
    }
}

/// What is between two marks.
fn section<'a>(page: &'a str, name: &str) -> &'a str {
    let after = page.split_once(&format!("<!-- {name} -->")).expect("a mark").1;
    after.split_once(&format!("<!-- /{name} -->")).expect("a mark").0
}

/// The two columns of a table, without its head.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    let rows = table.trim().lines().skip(2);
    rows.map(|row| row.trim_matches(['|', ' ']).split_once(" | ").expect("two columns"))
}

/// The words between backticks.
fn words(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `a-{b,c}-*` as a regular expression.
fn pattern(word: &str) -> Regex {
    let word = word.replace('*', ".*").replace('{', "(").replace('}', ")").replace(',', "|");
    Regex::new(&format!("^{word}$")).unwrap()
}
