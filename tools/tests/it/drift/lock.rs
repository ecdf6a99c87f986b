//! What is remembered of pages: each change of a page is noticed, and as what it is.

use std::sync::Arc;

use wechat_cloudbase_codegen::{SourceFile, Spec, check};
use wechat_cloudbase_spec::draft;
use wechat_cloudbase_spec::drift::{self, Drift, DriftOptions, DriftRule, Lock};

use super::captured::{self, each};
use super::{library, own_pages, pages_in};
use crate::here;
use crate::spec::read;

const ADDRESS: &str = "https://developers.weixin.qq.com/doc/oplatform/openApi/library/api_page";

fn options(lock: Lock) -> DriftOptions {
    let mut options = DriftOptions::default();
    options.address = Some(ADDRESS.to_owned());
    options.today = "2026-11-21".to_owned();
    options.lock = Arc::new(lock);
    options
}

fn compare(spec: &Spec, page: &str, lock: Lock) -> Result<Drift, String> {
    drift::drift(spec, &SourceFile::new("page", page), &options(lock))
}

/// The lock of a page whose findings are all accepted.
fn locked(spec: &Spec, page: &str) -> Lock {
    let mut lock = Lock::default();
    let mut first = compare(spec, page, Lock::default()).unwrap_or_else(|why| panic!("{why}"));
    lock.accept(&mut first, "as it was", |_| true);
    lock.put(first.locked.unwrap());
    lock
}

#[test]
fn an_unchanged_page_says_nothing_new() {
    for (name, page) in own_pages() {
        let lock = locked(&library(), &page);
        let again = compare(&library(), &page, lock.clone()).unwrap();
        assert!(again.findings.is_empty(), "{name}: {:#?}", again.findings);
        assert_eq!(Lock::parse(&lock.written()).unwrap().written(), lock.written());
        assert!(
            !lock.written().replace("初始值", "").chars().any(|char| char > '\u{3000}'),
            "{name}: words of the page"
        );
    }
}

#[test]
fn words_are_noticed_by_row() {
    let (_, page) = own_pages().into_iter().find(|(name, _)| name.starts_with("07")).unwrap();
    let lock = locked(&library(), &page);
    let changed = page
        .replace("| 馆 |", "| 馆，须先开通 |")
        .replace("列出书架上的书。", "列出书架上的所有书。");
    let found = compare(&library(), &changed, lock).unwrap();
    let messages: Vec<_> = found.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the words of `request.library_id` changed since 2026-11-21",
            "a note of the page is new, or has other words than on 2026-11-21",
        ]
    );
}

/// One thing of a page is changed, and this line of it.
struct Edit {
    what: &'static str,
    line: usize,
    page: String,
}

/// Each cell of each table, each line of a sample and each sentence, changed once.
fn edits(page: &str) -> Vec<Edit> {
    let lines: Vec<&str> = page.lines().collect();
    let mut edits = Vec::new();
    let mut in_code = false;
    for (at, line) in lines.iter().enumerate() {
        let mut change = |what, new: String| {
            if new != **line {
                let mut edited: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                edited[at] = new;
                edits.push(Edit { what, line: at + 1, page: edited.join("\n") });
            }
        };
        in_code ^= line.starts_with("```");
        let is_ruler = line.contains("---");
        if line.trim_start().starts_with('|') && !is_ruler && !in_code {
            for (what, from, to) in [
                ("type", "| string |", "| boolean |"),
                ("type", "| number |", "| boolean |"),
                ("type", "| boolean |", "| number |"),
                ("required", "| 是 |", "| 否 |"),
                ("required", "| 否 |", "| 是 |"),
                ("required", "| yes |", "| no |"),
                ("required", "| no |", "| yes |"),
            ] {
                change(what, line.replacen(from, to, 1));
            }
            if let Some(end) = line.trim_end().strip_suffix('|') {
                let is_doc = end
                    .rsplit('|')
                    .next()
                    .is_some_and(|cell| cell.chars().any(char::is_alphabetic));
                if is_doc {
                    change("deprecation", format!("{}，已废弃 |", end.trim_end()));
                    change("limit", format!("{}，最多73个 |", end.trim_end()));
                    change("words", format!("{}改 |", end.trim_end()));
                }
            }
        } else if line.contains("https://api.weixin.qq.com/") && line.contains("?access") {
            change("path", line.replacen("?access", "x?access", 1));
        } else if in_code && line.contains("\":") && line.chars().any(|char| char.is_ascii_digit())
        {
            let at = line.rfind(|char: char| char.is_ascii_digit()).unwrap();
            let digit = if line[at..].starts_with('7') { "8" } else { "7" };
            change("sample", format!("{}{digit}{}", &line[..at], &line[at + 1..]));
        }
    }
    edits
}

/// How many changes are noticed, and which are not, or are taken for something else.
fn tried(spec: &Spec, page: &str, step: usize) -> (usize, Vec<String>) {
    let lock = locked(spec, page);
    let mut wrong = Vec::new();
    let edits: Vec<_> = edits(page).into_iter().step_by(step).collect();
    for edit in &edits {
        let line = edit.page.lines().nth(edit.line - 1).unwrap_or("");
        let here = match compare(spec, &edit.page, lock.clone()) {
            Ok(drift) => drift.findings,
            Err(why) => {
                wrong.push(format!("unreadable, {why}: {line}"));
                continue;
            }
        };
        let is_about = |finding: &drift::Finding| {
            finding.page.line == edit.line
                || finding.rule == DriftRule::StaleCorrection
                || matches!(edit.what, "sample" | "path") && finding.subject.starts_with("sample")
                || matches!(edit.what, "sample" | "words") && finding.subject == "notes"
        };
        if here.is_empty() {
            wrong.push(format!("{} unnoticed: {line}", edit.what));
        } else if !here.iter().any(is_about) {
            wrong.push(format!(
                "{} taken for {:?}: {line}",
                edit.what,
                here.iter().map(|finding| &finding.message).collect::<Vec<_>>()
            ));
        }
    }
    (edits.len(), wrong)
}

#[track_caller]
fn holds(
    pages: impl IntoIterator<Item = (String, String)>,
    specs: &dyn Fn(&str) -> Option<Spec>,
    step: usize,
) {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (name, page) in pages {
        let Some(spec) = specs(&page) else {
            continue;
        };
        let (tried, missed) = tried(&spec, &page, step);
        count += tried;
        wrong.extend(missed.into_iter().map(|missed| format!("{name}: {missed}")));
    }
    assert!(count >= 50, "{count}");
    assert!(wrong.len() * 100 <= count, "{} of {count}: {wrong:#?}", wrong.len());
}

#[test]
fn each_change_of_our_pages_is_noticed_as_what_it_is() {
    let known = ["07", "09", "12", "14", "20"];
    let pages = own_pages()
        .into_iter()
        .filter(|(name, _)| known.iter().any(|known| name.starts_with(known)));
    holds(pages, &|_| Some(library()), 1);
}

/// A hard page against the draft that was made of it.
#[test]
fn each_change_of_a_hard_page_is_noticed_as_what_it_is() {
    holds(pages_in(&here("drift/hard")), &drafted, 1);
}

fn drafted(page: &str) -> Option<Spec> {
    let shared = || {
        let files = read(&here("drift/spec")).into_iter();
        files.filter(|file| !file.path.starts_with("library/")).collect::<Vec<_>>()
    };
    let empty = check(&shared(), "").ok()?;
    let draft = draft(&empty, &SourceFile::new("page", page), &options(Lock::default())).ok()?;
    let mut files = shared();
    files.push(SourceFile::new(format!("library/{}.toml", draft.id), draft.text));
    check(&files, "").ok()
}

#[test]
#[ignore = "slow"]
fn each_change_of_a_captured_page_is_noticed_as_what_it_is() {
    if let Some(pages) = captured::pages() {
        let pages = pages
            .into_iter()
            .filter(|(name, _)| name.ends_with(".md") && !name.contains("errcode"));
        holds(pages, &|_| Some(captured::spec()), each(7));
    }
}
