use super::*;
use crate::json::Document;

const OFFSET: Paging = Paging::new(PageStyle::Offset, "offset", &["rows"]).total(&["total"]);
const PAGE: Paging = Paging::new(PageStyle::Page, "page", &["rows"]).total(&["total"]);
const MARKER: Paging =
    Paging::new(PageStyle::Marker, "marker", &["rows"]).more(&["more"]).next(&["next"]);

/// The turns after some responses, until there is none.
#[track_caller]
fn check(paging: &'static Paging, start: Option<i64>, responses: &[&str], expect: &[&str]) {
    let mut cursor = Cursor::new(paging, start);
    let mut found = Vec::new();
    for response in responses {
        let document = Document::parse((*response).to_owned()).unwrap();
        let turn = cursor.turn(Node::root(&document));
        let is_last = !matches!(turn, Ok(Turn::Number(_) | Turn::Marker(_)));
        found.push(match turn {
            Ok(Turn::End) => "end".to_owned(),
            Ok(Turn::Number(number)) => number.to_string(),
            Ok(Turn::Marker(marker)) => marker,
            Err(stuck) => format!("{stuck:?} at {}", cursor.place()),
        });
        if is_last {
            break;
        }
    }
    assert_eq!(found, expect);
}

#[test]
fn by_offset_until_the_count() {
    let rows = r#"{"rows": [1, 2], "total": 4}"#;
    check(&OFFSET, None, &[rows, r#"{"rows": [3, 4], "total": 4}"#], &["2", "end"]);
    check(&OFFSET, Some(2), &[rows], &["end"]);
    check(&OFFSET, None, &[r#"{"rows": [1], "total": "1"}"#], &["end"]);
    check(&OFFSET, None, &[r#"{"rows": [], "total": 0}"#], &["end"]);
    check(&OFFSET, None, &[r#"{"total": 0}"#], &["end"]);
    // The list shrinks, and grows, while it is read.
    check(&OFFSET, None, &[rows, r#"{"rows": [3], "total": 3}"#], &["2", "end"]);
    check(&OFFSET, None, &[rows, r#"{"rows": [], "total": 1}"#], &["2", "end"]);
    let grown = [rows, r#"{"rows": [3, 4], "total": 5}"#, r#"{"rows": [5], "total": 5}"#];
    check(&OFFSET, None, &grown, &["2", "4", "end"]);
    // Without a count, an empty page is the end, and nothing else.
    let uncounted = [r#"{"rows": [1, 2]}"#, r#"{"rows": [3]}"#, r#"{"rows": null}"#];
    check(&OFFSET, None, &uncounted, &["2", "3", "end"]);
    check(&OFFSET, None, &[rows, r#"{"rows": [], "total": 4}"#], &["2", "end"]);
    check(&OFFSET, None, &[rows, rows], &["2", "SamePage at the page at offset 2"]);
}

#[test]
fn by_number_until_the_count() {
    let (one, two) = (r#"{"rows": [1, 2], "total": 3}"#, r#"{"rows": [3], "total": 3}"#);
    check(&PAGE, None, &[one, two], &["2", "end"]);
    check(
        &PAGE,
        Some(2),
        &[r#"{"rows": [3, 4], "total": 5}"#, r#"{"rows": [5], "total": 5}"#],
        &["3", "end"],
    );
    check(&PAGE, None, &[r#"{"rows": [1, 2]}"#, r#"{"rows": []}"#], &["2", "end"]);
    check(&PAGE, None, &[one, one], &["2", "SamePage at page 2"]);
    check(&PAGE, Some(i64::MAX), &[r#"{"rows": [1]}"#], &["9223372036854775807"]);
}

#[test]
fn by_marker_until_the_flag() {
    let page = |row: u32, more: &str, next: &str| {
        format!(r#"{{"rows": [{row}], "more": {more}, "next": {next}}}"#)
    };
    let all = |pages: &[String], expect: &[&str]| {
        let pages: Vec<_> = pages.iter().map(String::as_str).collect();
        check(&MARKER, None, &pages, expect);
    };
    all(&[page(1, "true", r#""a""#), page(2, "false", r#""b""#)], &["a", "end"]);
    all(&[page(1, "1", r#""a""#), page(2, "0", r#""b""#)], &["a", "end"]);
    // An empty page in the middle is none of the end's business.
    let empty = r#"{"rows": [], "more": true, "next": "b"}"#.to_owned();
    all(&[page(1, "true", r#""a""#), empty, page(2, "false", "null")], &["a", "b", "end"]);
    // An empty token does not count.
    all(&[page(1, "null", r#""""#)], &["end"]);
    all(&[page(1, "true", r#""""#)], &["NoMarker at the first page"]);
    let repeated = [page(1, "true", r#""a""#), page(2, "true", r#""a""#)];
    all(&repeated, &["a", "SameMarker at page 2"]);
    all(&[page(1, "true", r#""a""#), page(1, "true", r#""b""#)], &["a", "SamePage at page 2"]);
}

/// Any circle of markers is found, before it has been read three times.
#[test]
fn circles_of_markers_end() {
    for (before, length) in [(0, 1), (0, 2), (3, 5), (100, 1), (7, 1000)] {
        let mut markers = Markers::default();
        let marker = |at: u64| if at < before { at } else { before + (at - before) % length };
        let found = (0..).find(|at| markers.knows(&marker(*at).to_string())).unwrap();
        assert!(found <= 3 * (before + length), "{before} {length}: {found}");
    }
}
