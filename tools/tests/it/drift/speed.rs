//! What the reader costs, as a ratio within one run.

use std::io::{Write, stderr};
use std::time::{Duration, Instant};

use html5gum::{DefaultEmitter, Tokenizer};
use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_spec::drift::{self, DriftOptions};

use super::{library, own_pages};

/// As many pages as a mirror of the vendor's documentation has.
const PAGES: usize = 434;

fn fastest(mut work: impl FnMut()) -> Duration {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap()
}

/// The pages in every layout, over and over, each as long as the vendor's.
fn pages() -> Vec<String> {
    let own = own_pages();
    (0..PAGES).map(|number| own[number % own.len()].1.clone()).collect()
}

/// Reading, comparing and hashing a page takes a small multiple of what a tokenizer of HTML takes for
/// the same bytes, and a small page is not dearer than its bytes.
#[test]
#[ignore = "slow, and of use in a release build alone"]
fn pages_are_read_about_as_fast_as_they_are_tokenized() {
    let (spec, pages) = (library(), pages());
    let mut tokens = 0;
    let parser = fastest(|| {
        for page in &pages {
            let emitter = DefaultEmitter::<usize>::new_with_span();
            tokens += Tokenizer::new_with_emitter(page.as_str(), emitter).flatten().count();
        }
    });
    let mut found = 0;
    let drift = fastest(|| {
        for page in &pages {
            let page = SourceFile::new("page", page.as_str());
            found += drift::drift(&spec, &page, &DriftOptions::default())
                .map_or(0, |drift| drift.findings.len());
        }
    });
    let ratio = drift.as_secs_f64() / parser.as_secs_f64();
    assert!(tokens > 0 && ratio > 0.0, "{found}");
    // Not by a macro, whose text is not shown when the test passes.
    let text = format!("{PAGES} pages: drift {drift:?}, tokenizer {parser:?}, ratio {ratio:.1}\n");
    stderr().write_all(text.as_bytes()).unwrap();
}

/// A page at the limit is read in time that its length explains.
#[test]
fn a_large_page_is_read() {
    let (spec, (_, page)) =
        (library(), own_pages().into_iter().find(|(name, _)| name.starts_with("07")).unwrap());
    let row = "| a\\_field | string | 一个字段，最多30个字符 |\n";
    let (head, tail) =
        page.split_at(page.find("## [#](#_5").or_else(|| page.find("\n## ")).unwrap());
    let large = format!(
        "{head}\n{}{tail}",
        row.repeat((drift::LARGEST_PAGE - page.len() - 100) / row.len())
    );
    assert!(large.len() > drift::LARGEST_PAGE / 2);
    let start = Instant::now();
    let page = SourceFile::new("page", large);
    drift::drift(&spec, &page, &DriftOptions::default()).unwrap();
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
