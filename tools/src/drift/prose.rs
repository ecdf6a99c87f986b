//! What a page says in sentences: what the interface does, and notes on it. What every page says is
//! left out.

use super::block::Block;
use super::clean::{clean, squeezed};
use super::facts::Prose;
use super::heading::HeadingKind;
use super::outline::Section;

/// The sentences of the sections that no other reader reads.
pub(crate) fn read(sections: &[Section<'_>]) -> Vec<Prose> {
    let starts = |section: &&Section<'_>| {
        use HeadingKind::{Address, Body, Calling, Query, Request, Response};
        matches!(section.kind, Address | Body | Calling | Query | Request | Response)
    };
    let first = sections.iter().find(starts).map_or(usize::MAX, |section| section.line);
    let mut found = Vec::new();
    for section in sections.iter().filter(|section| is_read(&section.kind)) {
        let is_summary = section.line < first;
        let has_text = is_summary || section.kind == HeadingKind::Other;
        if has_text && !is_announced(&section.title) {
            found.extend(prose(section.line, &section.title, is_summary));
        }
        for (line, text) in section.blocks.iter().flat_map(|block| lines(block)) {
            found.extend(prose(line, &text, is_summary));
        }
    }
    found.sort_by_key(|prose| prose.line);
    found
}

/// A line that says something.
pub(crate) fn prose(line: usize, text: &str, is_summary: bool) -> Option<Prose> {
    let text = text.trim_matches(|char: char| char.is_whitespace() || "#>•-*=".contains(char));
    (!is_said_everywhere(text)).then(|| Prose { line, text: text.to_owned(), is_summary })
}

fn is_read(kind: &HeadingKind) -> bool {
    use HeadingKind::{Address, Calling, CloudCall, Name, Other, ThirdParty};
    matches!(kind, Address | Calling | CloudCall | Name(_) | Other | ThirdParty)
}

/// The lines of a block, whatever it is.
pub(crate) fn lines_of(block: &Block) -> Vec<(usize, String)> {
    match block {
        Block::Code(code) => {
            let lines = code.lines.iter().enumerate();
            lines.map(|(at, text)| (code.line + at, text.clone())).collect()
        }
        Block::Heading(heading) => vec![(heading.line, clean(&heading.raw))],
        other => lines(other),
    }
}

fn lines(block: &Block) -> Vec<(usize, String)> {
    match block {
        Block::Text(text) => vec![(text.line, clean(&text.raw))],
        Block::Row(row) => vec![(row.line, row.cells.join(" | "))],
        Block::Heading(_) | Block::Code(_) | Block::Gap => Vec::new(),
    }
}

/// Whether a heading only announces what is below it.
fn is_announced(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "注意事项",
        "注意",
        "枚举信息",
        "接口说明",
        "功能描述",
        "功能说明",
        "接口描述",
        "其他说明",
        "note",
        "notes",
        "precautions",
        "attention",
        "interface explanation",
        "interface dxplaination",
        "functional description",
        "function description",
        "enum information",
        "interface name",
        "other notes",
    ];
    let title = wechat_cloudbase_codegen::naming::folded(title);
    WORDS.contains(&title.trim())
}

/// Whether a line is on every page, or says only what a reader of tables knows from them.
fn is_said_everywhere(text: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "接口应在服务器端调用",
        "调试诊断",
        "接口英文名",
        "本接口不支持云调用",
        "出入参和HTTPS调用相同",
        "本接口支持第三方平台",
        "本接口不支持第三方",
        "该接口所属的权限集",
        "服务商获得其中之一",
        "本接口仅支持第三方平台",
        "本接口无特殊注意事项",
        "调用方法",
        "支持加密请求",
        "Incorrecttranslation",
        "Thetranslationsareprovided",
        "Interfaceshouldbecalledontheserver",
        "Debuggingtools",
        "Thecallingmethodandparametersarethesame",
        "Thepermissionsetid",
        "Aftertheserviceproviderhasbeenauthorized",
        "POSThttps",
        "GEThttps",
        "https//api.weixin",
        "URLhttps",
        "请求示例",
        "返回示例",
        "http请求方式",
    ];
    let text = squeezed(text);
    !text.chars().any(char::is_alphabetic)
        || BEGINNINGS.iter().any(|words| text.starts_with(&squeezed(words)))
}
