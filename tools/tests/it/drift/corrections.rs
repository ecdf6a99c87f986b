//! What the spec knows of a page's mistakes is not said again, and is said to be stale when the page
//! has been mended.

use expect_test::{Expect, expect};
use wechat_cloudbase_codegen::{SourceFile, Spec};
use wechat_cloudbase_spec::drift::DriftOptions;

use super::{drift, findings, own_pages};
use crate::here;
use crate::spec::read;

/// The endpoint of the pages with more corrections, one page changed, and what is found.
#[track_caller]
fn check(corrections: &str, page: &str, change: impl Fn(String) -> String, expected: Expect) {
    let found = drift(&spec(corrections), &change(own(page)));
    let mut text = format!("{} known\n", found.known);
    text.extend(findings(&found).into_iter().map(|line| line + "\n"));
    expected.assert_eq(&text);
}

fn own(page: &str) -> String {
    own_pages().into_iter().find(|(name, _)| name.starts_with(page)).unwrap().1
}

fn spec(corrections: &str) -> Spec {
    let mut files = read(&here("drift/spec"));
    for file in &mut files {
        if file.path.ends_with("list_shelf_books.toml") {
            file.content.extend_from_slice(corrections.as_bytes());
        }
    }
    wechat_cloudbase_codegen::check(&files, "spec/").unwrap_or_else(|report| panic!("{report}"))
}

/// The page that the spec names as its source is an English one.
const PAGE: &str = "https://developers.weixin.qq.com/doc/oplatform/en/openApi/OpenApiDoc/library/listShelfBooks.html";

fn correction(field: &str, says: &str, more: &str) -> String {
    let more = more.replace("PAGE", PAGE);
    format!(
        "\n[[correction]]\nfield = {field:?}\nsays = {says:?}\nis = \"as here\"\nwhy = \"the sample\"\n{more}\n"
    )
}

#[test]
fn words_that_stand_on_the_page_explain_its_line() {
    let known =
        correction("request.kind", "string", "page = \"PAGE\"\nseen = [\"kind | string | yes\"]");
    let garbled = |page: String| page.replace("kind | number | yes", "kind | string | yes");
    check(
        &known,
        "01",
        garbled,
        expect![[r#"
        1 known
    "#]],
    );
    // The same row says something else now.
    let again = |page: String| page.replace("kind | number | yes", "kind | boolean | yes");
    check(
        &known,
        "01",
        again,
        expect![[r#"
        0 known
        field-type at 20, spec/library/list_shelf_books.toml:12: `request.kind` is boolean on the page and integer in the spec
        stale-correction at 1, spec/library/list_shelf_books.toml:45: the correction of `request.kind` is stale: the page says nowhere `kind | string | yes` now, not `string`
    "#]],
    );
    // The page was mended.
    check(
        &known,
        "01",
        |page| page,
        expect![[r#"
        0 known
        stale-correction at 1, spec/library/list_shelf_books.toml:45: the correction of `request.kind` is stale: the page says nowhere `kind | string | yes` now, not `string`
    "#]],
    );
    // Another row is wrong, too.
    let both = |page: String| garbled(page).replace("limit | number", "limit | string");
    check(
        &known,
        "01",
        both,
        expect![[r#"
        1 known
        field-type at 24, spec/library/list_shelf_books.toml:14: `request.limit` is string on the page and integer in the spec
    "#]],
    );
}

#[test]
fn however_the_page_was_captured() {
    let known =
        correction("request.kind", "string", "page = \"PAGE\"\nseen = [\"kind | string | yes\"]");
    for page in ["01", "02", "03", "04", "06", "16"] {
        let wrong = own(page)
            .replace("kind | number", "kind | string")
            .replace("kind number", "kind string")
            .replace("<td>kind</td><td>number</td>", "<td>kind</td>\n<td><b>string</b></td>");
        let found = drift(&spec(&known), &wrong);
        assert_eq!(found.known, 1, "{page}: {:#?}", findings(&found));
    }
}

#[test]
fn a_page_that_is_silent() {
    let known = correction("request.limit", "missing", "page = \"PAGE\"");
    let without = |page: String| page.replace("limit | number | no | No more than these |\n", "");
    check(
        &known,
        "01",
        without,
        expect![[r#"
        1 known
    "#]],
    );
    check(
        &known,
        "01",
        |page| page,
        expect![[r#"
        0 known
        stale-correction at 1, spec/library/list_shelf_books.toml:45: the correction of `request.limit` is stale: the page says what it was silent about now, not `missing`
    "#]],
    );
}

#[test]
fn a_correction_of_another_page() {
    let known = correction("request.kind", "string", "page = \"PAGE\"\nseen = [\"kind | string\"]");
    // The Chinese page is another one: nothing is stale, and nothing of it is explained.
    check(
        &known,
        "07",
        |page| page,
        expect![[r#"
        0 known
    "#]],
    );
    check(
        &known,
        "07",
        |page| page.replace("| kind | number", "| kind | string"),
        expect![[r#"
        0 known
        field-type at 39, spec/library/list_shelf_books.toml:12: `request.kind` is string on the page and integer in the spec
    "#]],
    );
}

#[test]
fn the_address_tells_which_page_it_is() {
    let known = correction("request.kind", "string", "page = \"PAGE\"\nseen = [\"kind | string\"]");
    let spec = spec(&known);
    let mut options = DriftOptions::default();
    let stale = |options: &DriftOptions| {
        let found = wechat_cloudbase_spec::drift::drift(
            &spec,
            &SourceFile::new("page", own("01")),
            options,
        )
        .unwrap();
        found.findings.iter().any(|finding| finding.rule.to_string() == "stale-correction")
    };
    assert!(stale(&options));
    options.address = Some(PAGE.replace(".html", ""));
    assert!(stale(&options));
    options.address = Some(PAGE.replace("library", "libraries"));
    assert!(!stale(&options));
}

/// Corrections that say neither page nor words: what they say must be the very thing.
#[test]
fn corrections_in_words_alone() {
    let known = correction("request.kind", "string, in the table", "");
    check(
        &known,
        "01",
        |page| page.replace("kind | number", "kind | string"),
        expect![[r#"
        1 known
    "#]],
    );
    check(
        &known,
        "01",
        |page| page.replace("kind | number", "kind | boolean"),
        expect![[r#"
        0 known
        field-type at 20, spec/library/list_shelf_books.toml:12: `request.kind` is boolean on the page and integer in the spec
    "#]],
    );
    check(
        &known,
        "01",
        |page| page,
        expect![[r#"
        0 known
    "#]],
    );
    let known = correction("permission_sets", "49, 64", "");
    check(
        &known,
        "01",
        |page| page.replace("belongs is: 49", "belongs is: 49, 64"),
        expect![[r#"
        1 known
    "#]],
    );
    check(
        &known,
        "01",
        |page| page.replace("belongs is: 49", "belongs is: 49, 65"),
        expect![[r#"
        0 known
        permission-sets at 13, spec/library/list_shelf_books.toml:6: `permission_sets` is 49, 65 on the page and 49 in the spec
    "#]],
    );
    let known = correction("request", "limit is missing", "");
    check(
        &known,
        "01",
        |page| page.replace("limit | number | no | No more than these |\n", ""),
        expect![[r#"
            1 known
        "#]],
    );
}

/// Words that only a machine translation has are on the page or aren't.
#[test]
fn garbled_words_that_are_gone() {
    let known = correction(
        "path",
        "POST https://api.weixin.qq.com/library/listshelfbooks?access_token=ACCESS_初始值",
        "",
    );
    check(
        &known,
        "05",
        |page| page,
        expect![[r#"
        0 known
        note lost-word at 24, spec/library/list_shelf_books.toml:14: `request.limit`: the type was lost
    "#]],
    );
    check(
        &known,
        "01",
        |page| page,
        expect![[r#"
        0 known
        stale-correction at 1, spec/library/list_shelf_books.toml:45: the correction of `path` is stale: the page says other words now, not `POST https://api.weixin.qq.com/library/listshelfbooks?access_token=ACCESS_初始值`
    "#]],
    );
    check(
        &known,
        "07",
        |page| page,
        expect![[r#"
        0 known
    "#]],
    );
}
