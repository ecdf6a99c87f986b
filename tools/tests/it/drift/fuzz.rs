//! Nothing that can be a page makes the reader panic or run without end.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wechat_cloudbase_codegen::{SourceFile, Spec};
use wechat_cloudbase_spec::draft;
use wechat_cloudbase_spec::drift::{self, DriftOptions, LARGEST_PAGE};

use super::{library, own_pages};

thread_local! {
    static SPEC: Spec = library();
    static PAGES: Vec<(String, String)> = own_pages();
}

/// Far more than any page needs, on a machine that is busy with other tests.
const LONGEST: Duration = Duration::from_secs(10);

/// Enough for what grows with the square of a page's length to show.
const LARGE: usize = 8_000;

fn survives(bytes: &[u8]) {
    let start = Instant::now();
    SPEC.with(|spec| {
        let page = SourceFile::new("page", bytes);
        let mut options = DriftOptions::default();
        options.endpoint = Some("list_shelf_books".to_owned());
        let _ = drift::drift(spec, &page, &options);
        let _ = draft(spec, &page, &DriftOptions::default());
    });
    assert!(start.elapsed() < LONGEST, "{:?} for {} bytes", start.elapsed(), bytes.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn any_text(text in "(\\PC|[\n\t|#`{}\"<>*&;:,.是否string ]){0,300}") {
        survives(text.as_bytes());
    }

    #[test]
    fn any_change_of_a_page(
        page in 0..19_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..6_u8), 1..12),
    ) {
        let mut text: Vec<char> = PAGES.with(|pages| pages[page].1.chars().collect());
        for (from, to, kind) in changes {
            if text.len() < 2 {
                break;
            }
            let (a, b) = (from.index(text.len()), to.index(text.len()));
            let (a, b) = (a.min(b), a.max(b));
            match kind {
                0 => _ = text.drain(a..b.min(a + 40)),
                1 => { let part: Vec<_> = text[a..b.min(a + 200)].to_vec(); text.splice(b..b, part); }
                2 => text.swap(a, b),
                3 => text.insert(a, ['|', '<', '"', '{', '\n', '#', '[', '&', '初', '\u{a0}'][b % 10]),
                4 => text.truncate(b.max(1)),
                _ => text[a] = '\n',
            }
        }
        let text: String = text.into_iter().collect();
        survives(text.as_bytes());
    }
}

/// Large pages of one thing only, in the middle of a page that is known.
#[test]
#[ignore = "slow"]
fn large_pages_of_one_thing() {
    let page = &own_pages()[0].1;
    let table = "attribute | type | Required | Introductions |\n---|---|---|---|\n";
    for unit in [
        "[",
        "](",
        "`",
        "*",
        "&",
        "<",
        "<table>",
        "<table><tr><td>",
        "</table>",
        "<tr>",
        "|",
        "||\n",
        "| a ",
        "#\n",
        "# a\n",
        "{",
        "[{",
        "\"",
        "\\",
        "{\"a\":",
        "\n",
        "```\n",
        "~~~\n",
        "x",
        "a.",
        "└ a string\n",
        "— ",
        "名称类型",
        "name type ",
        "env string yes a\n",
        "object array yes a\n",
        "| a | object | yes | b |\n| attribute | type | Required | Introductions |\n",
        "| | attribute | type | | a | string | ",
        "# Res.a Object Payload\nattribute type\na string\n",
        "https://api.weixin.qq.com/a?b=c ",
        "-1 a\n",
        "- ",
        "&emsp;",
        "初始值",
        "Sample Request Data\n{\n",
        "# Request parameters\nattribute type\n",
        "a\tb\tc\n",
    ] {
        let large = unit.repeat(LARGE / unit.len());
        survives(large.as_bytes());
        survives(page.replace(table, &format!("{table}{large}\n")).as_bytes());
        survives(format!("{page}\n{large}").as_bytes());
        survives(format!("<html><body><h1>a</h1>{large}").as_bytes());
    }
}

#[test]
fn pages_that_are_too_large() {
    SPEC.with(|spec| {
        let page = SourceFile::new("page", vec![b'a'; LARGEST_PAGE + 1]);
        let why = drift::drift(spec, &page, &DriftOptions::default()).unwrap_err();
        assert_eq!(why, "is larger than 4 MiB, which no page is; give the page alone");
    });
}
