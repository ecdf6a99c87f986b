//! `drift`.

use std::time::{Duration, Instant};

use expect_test::expect;
use serde_json::{Value, json};

use super::{Folder, program, run, stderr, stdout};
use crate::here;

fn page(name: &str) -> String {
    here("drift/pages").join(name).to_str().unwrap().to_owned()
}

fn library() -> String {
    here("drift/spec").to_str().unwrap().to_owned()
}

const GOOD: &str = "01-english-marks-and-dotted-names.txt";
const OTHER: &str = "07-chinese-new.md";

/// A page on which the name of a field is another one.
fn renamed(folder: &Folder) -> String {
    let text = std::fs::read_to_string(page(GOOD)).unwrap().replace("library_id", "library_no");
    folder.write("page.txt", text.as_bytes());
    format!("{}/page.txt", folder.path())
}

#[test]
fn pages_that_say_what_the_spec_says() {
    let output = run(&["drift", &page(GOOD), &page(OTHER), "--spec", &library()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("list_shelf_books (openApi, Chinese): nothing differs\n"), "{text}");
    assert!(output.stderr.is_empty());
}

#[test]
fn a_page_that_says_something_else() {
    let pages = Folder::new("drift-renamed");
    let spec = library();
    let page = renamed(&pages);
    let output = run(&["drift", "--spec", &spec, &page]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output).replace(pages.path(), "PAGES").replace(&spec, "SPEC");
    expect![[r#"
        PAGES/page.txt: list_shelf_books (OpenApiDoc, English, machine-translated): 4 findings
          finding[field-not-on-page]: `request.library_id` is in the spec and not on the page
            page PAGES/page.txt:15  # Request parameters
            spec SPEC/library/list_shelf_books.toml:11  library_id = { type = "string", doc = "Library to look in" }
          finding[field-not-in-spec]: `request.library_no` is on the page (string, required) and not in the spec
            page PAGES/page.txt:19  library_no | string | yes | Library to look in |
            spec SPEC/library/list_shelf_books.toml:10  [request]
          finding[sample-not-on-page]: `sample.request.library_id` is nothing on the page and "lib-7" in the spec
            page PAGES/page.txt:40  {
            spec SPEC/library/list_shelf_books.toml:37  request  = '{"library_id": "lib-7", "kind": 1, "filter": {"labels": ["old", "rare"], "lent": false},
          finding[sample-field]: `sample.request.library_no` is "lib-7" on the page and no such field in the spec
            page PAGES/page.txt:41  "library_no": "lib-7",
            spec SPEC/library/list_shelf_books.toml:37  request  = '{"library_id": "lib-7", "kind": 1, "filter": {"labels": ["old", "rare"], "lent": false},
    "#]].assert_eq(&text);
}

#[test]
fn findings_in_markdown() {
    let pages = Folder::new("drift-markdown");
    let spec = library();
    let output = run(&["drift", "--spec", &spec, "--format", "markdown", &renamed(&pages)]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output).replace(pages.path(), "PAGES").replace(&spec, "SPEC");
    expect![[r####"
        ### `PAGES/page.txt`

        list\_shelf\_books (OpenApiDoc, English, machine-translated): 4 findings

        | | what differs | page | spec |
        |---|---|---|---|
        | `field-not-on-page` | `request.library\_id` is in the spec and not on the page | line 15 | `SPEC/library/list_shelf_books.toml:11` |
        | `field-not-in-spec` | `request.library\_no` is on the page (string, required) and not in the spec | line 19 | `SPEC/library/list_shelf_books.toml:10` |
        | `sample-not-on-page` | `sample.request.library\_id` is nothing on the page and "lib-7" in the spec | line 40 | `SPEC/library/list_shelf_books.toml:37` |
        | `sample-field` | `sample.request.library\_no` is "lib-7" on the page and no such field in the spec | line 41 | `SPEC/library/list_shelf_books.toml:37` |


    "####]].assert_eq(&text);
}

#[test]
fn findings_in_json() {
    let pages = Folder::new("drift-json");
    let page = renamed(&pages);
    let output = run(&["drift", "--spec", &library(), "--format", "json", &page]);
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["format"], json!(1));
    assert_eq!(found["pages"][0]["endpoint"], json!("list_shelf_books"));
    let rules: Vec<_> = found["pages"][0]["findings"].as_array().unwrap().iter().collect();
    let rules: Vec<_> = rules.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert!(
        rules.contains(&"field-not-in-spec") && rules.contains(&"field-not-on-page"),
        "{rules:?}"
    );
    assert_eq!(found["pages"][0]["findings"][0]["page"]["path"], json!(page));
}

#[test]
fn findings_for_github() {
    let pages = Folder::new("drift-github");
    let output = run(&["drift", "--spec", &library(), "--format", "github", &renamed(&pages)]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let line = text.lines().find(|line| line.contains("field-not-on-page")).unwrap();
    assert!(
        line.starts_with("::error file=") && line.contains("list_shelf_books.toml,line="),
        "{line}"
    );
    assert!(line.contains("%0Apage: "), "{line}");
}

#[test]
fn pages_that_are_none() {
    let pages = Folder::new("drift-bad");
    let large = pages.path().to_owned() + "/large.txt";
    let write = |name: &str, content: &[u8]| {
        pages.write(name, content);
        format!("{}/{name}", pages.path())
    };
    pages.write("large.txt", b"");
    std::fs::File::options().write(true).open(&large).unwrap().set_len(50_000_000).unwrap();
    for (path, why) in [
        (
            write("latin.txt", b"caf\xe9 # Request parameters"),
            "is not UTF-8 (byte 3); save the page as UTF-8",
        ),
        (write("empty.txt", b""), "is empty; capture the page again"),
        (write("blank.txt", b"\xef\xbb\xbf \n\t\n"), "is empty; capture the page again"),
        (write("binary.txt", b"PNG\0\x01\x02"), "is binary"),
        (
            write("other.html", b"<html><body><h1>Weather</h1><p>It rains.</p></body></html>"),
            "is not a page of a known layout: an address on api.weixin.qq.com (missing)",
        ),
        (
            write("other.txt", include_bytes!("../../../../README.md")),
            "is not a page of a known layout",
        ),
        (large, "is larger than 4 MiB"),
        (pages.path().to_owned(), "is a folder; give the pages in it"),
        ("no/such/page.txt".to_owned(), "can't be read: No such file"),
    ] {
        let start = Instant::now();
        let output = run(&["drift", "--spec", &library(), &path]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{path}: {said}");
        assert!(said.starts_with("error: ") && said.contains(why), "{path}: {said}");
        assert!(output.stdout.is_empty(), "{path}: {}", stdout(&output));
        assert!(start.elapsed() < Duration::from_secs(10), "{path}");
    }
}

/// One bad page among others hides nothing of them.
#[test]
fn a_bad_page_among_others() {
    let output =
        run(&["drift", "--spec", &library(), &page(GOOD), "no/such/page.txt", &page(OTHER)]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output).lines().count(), 2);
    assert!(stderr(&output).contains("no/such/page.txt"));
}

#[test]
fn a_page_about_an_endpoint_that_is_not_there() {
    let pages = Folder::new("drift-new");
    let text = std::fs::read_to_string(page(GOOD)).unwrap();
    let text =
        text.replace("listshelfbooks", "listshelfbook").replace("listShelfBooks", "listShelfBook");
    pages.write("new.txt", text.as_bytes());
    let path = format!("{}/new.txt", pages.path());
    let output = run(&["drift", "--spec", &library(), &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains("finding[no-endpoint]: the spec has no endpoint for listShelfBook /library/listshelfbook"), "{said}");
    assert!(said.contains("`--draft`") && said.contains("/library/listshelfbooks"), "{said}");
    let output = run(&["drift", "--spec", &library(), "--endpoint", "list_shelf_books", &path]);
    assert!(stdout(&output).contains("finding[path]"), "{}", stdout(&output));
    let output = run(&["drift", "--spec", &library(), "--endpoint", "list_shelves", &path]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no endpoint `list_shelves`"), "{}", stderr(&output));
}

/// A draft is written once, into a folder of the spec, and the check is content with it.
#[test]
fn a_draft() {
    let spec = Folder::new("drift-draft");
    for name in ["errcodes.toml", "permission_sets.toml"] {
        spec.write(name, &std::fs::read(here("drift/spec").join(name)).unwrap());
    }
    std::fs::create_dir(format!("{}/library", spec.path())).unwrap();
    let out = format!("{}/library", spec.path());
    let draft = ["drift", "--spec", spec.path(), "--draft", &page(GOOD), "-o", &out];
    let output = run(&draft);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("/list_shelf_books.toml: drafted"), "{}", stdout(&output));
    let checked = run(&["check", spec.path()]);
    assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
    let again = run(&draft);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("which the spec has"), "{}", stderr(&again));
    let text = std::fs::read_to_string(format!("{out}/list_shelf_books.toml")).unwrap();
    let year =
        text.lines().find(|line| line.starts_with("read = 20")).unwrap_or_else(|| panic!("{text}"));
    assert_eq!(year.len(), "read = 2026-11-21".len());
}

#[test]
fn a_draft_never_overwrites() {
    let spec = Folder::new("drift-keeps");
    for name in ["errcodes.toml", "permission_sets.toml"] {
        spec.write(name, &std::fs::read(here("drift/spec").join(name)).unwrap());
    }
    let other = Folder::new("drift-kept");
    other.write("mine.toml", b"mine");
    let out = format!("{}/mine.toml", other.path());
    let output = run(&["drift", "--spec", spec.path(), "--draft", &page(GOOD), "-o", &out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("already exists"), "{}", stderr(&output));
    assert_eq!(std::fs::read(&out).unwrap(), b"mine");
}

#[test]
fn options_that_go_with_one_page() {
    for option in [&["--draft"][..], &["--endpoint", "x"], &["--address", "https://a.b"]] {
        let mut arguments =
            vec!["drift".to_owned(), "--spec".to_owned(), library(), page(GOOD), page(OTHER)];
        arguments.extend(option.iter().map(|word| (*word).to_owned()));
        let output = program().args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{option:?}");
        assert!(stderr(&output).contains("goes with one page"), "{option:?}: {}", stderr(&output));
    }
}

#[test]
fn a_spec_with_problems() {
    let spec = Folder::new("drift-bad-spec");
    spec.write("types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    let output = run(&["drift", "--spec", spec.path(), &page(GOOD)]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("types.toml:1:18") && said.contains("the spec has problems"), "{said}");
}

/// What a page says can't move the cursor of a terminal.
#[test]
fn no_control_characters_of_a_page() {
    let pages = Folder::new("drift-control");
    let text = std::fs::read_to_string(page(GOOD))
        .unwrap()
        .replace("limit | number", "li\u{1b}[2Jmit | num\u{7}ber");
    pages.write("page.txt", text.as_bytes());
    for format in ["text", "markdown", "github"] {
        let output = run(&[
            "drift",
            "--spec",
            &library(),
            "--format",
            format,
            &format!("{}/page.txt", pages.path()),
        ]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let bad = |char: char| char.is_control() && char != '\n';
        assert!(!stdout(&output).contains(bad), "{format}: {:?}", stdout(&output));
    }
}
