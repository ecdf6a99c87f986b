//! Bytes of a captured page into blocks.

use wechat_cloudbase_codegen::source::SourceFile;

use super::block::Block;
use super::{html, text, vertical};

/// The largest page that is read. The vendor's largest has some 200 kB.
pub const LARGEST_PAGE: usize = 4 << 20;

/// Blocks of a page: text, Markdown or HTML.
///
/// # Errors
///
/// What is not a text that could be read, in words.
pub(crate) fn blocks(page: &SourceFile) -> Result<Vec<Block>, String> {
    let text = decoded(&page.content)?;
    Ok(if is_html(&text) {
        html::blocks(&text, 1, 0)
    } else {
        vertical::with_rows(text::blocks(&text))
    })
}

fn decoded(bytes: &[u8]) -> Result<String, String> {
    if bytes.len() > LARGEST_PAGE {
        let most = LARGEST_PAGE >> 20;
        return Err(format!("is larger than {most} MiB, which no page is; give the page alone"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        format!("is not UTF-8 (byte {at}); save the page as UTF-8 text, Markdown or HTML")
    })?;
    if text.contains('\0') {
        return Err("is binary; save the page as UTF-8 text, Markdown or HTML".to_owned());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    if text.trim().is_empty() {
        return Err("is empty; capture the page again".to_owned());
    }
    Ok(text)
}

/// Tags that a page in HTML has and Markdown has not, near the beginning.
fn is_html(text: &str) -> bool {
    const NEAR: usize = 64 << 10;
    let start = wechat_cloudbase_codegen::source::up_to(text, NEAR);
    let has = |tag: &str| contains_ignoring_case(start, tag);
    let is_tagged = text.trim_start().starts_with('<') && start.contains("</");
    let is_document = ["<!doctype html", "<html", "<body"].into_iter().any(has);
    let is_part = ["</h1>", "</h2>", "</h3>"].into_iter().any(has) && has("</table>");
    is_document
        || is_part
        || is_tagged
            && !text.trim_start().starts_with("<!--")
            && ["</p>", "</div>", "</h1>", "</h2>", "</h3>", "</section>", "</table>"]
                .into_iter()
                .any(has)
}

fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
