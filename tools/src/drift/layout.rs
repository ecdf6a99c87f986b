//! Which of the layouts a page has.

use super::block::Block;
use super::facts::{Generation, Layout};
use super::heading;

/// The language by the headings that were understood, the generation by its own words.
pub(crate) fn of(blocks: &[Block]) -> Layout {
    let mut english = 0_usize;
    let mut chinese = 0_usize;
    let mut generation = Generation::Middle;
    for block in blocks {
        let (raw, marked) = match block {
            Block::Heading(heading) => (&heading.raw, true),
            Block::Text(text) => (&text.raw, false),
            Block::Row(row) => (&row.raw, false),
            _ => continue,
        };
        let plain = if marked { heading::plain(raw) } else { raw.clone() };
        generation = generation_of(&plain).unwrap_or(generation);
        if marked || heading::kind(raw, false).is_some() {
            if plain.is_ascii() { english += 1 } else { chinese += 1 }
        }
    }
    // Without headings, the words of the tables decide.
    let in_rows = |text: &&Block| text.lines().iter().any(|(_, raw)| raw.chars().any(is_chinese));
    let english = match (english, chinese) {
        (0, 0) => !blocks
            .iter()
            .filter(|block| matches!(block, Block::Row(_)))
            .any(|block| in_rows(&block)),
        (english, chinese) => english > chinese,
    };
    let json = blocks.iter().any(|block| matches!(block, Block::Row(row) if row.in_json));
    Layout { english, generation, json }
}

fn is_chinese(char: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&char)
}

fn generation_of(text: &str) -> Option<Generation> {
    let folded = wechat_cloudbase_codegen::naming::folded(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match () {
        () if has(&[
            "请求地址",
            "的合法值",
            "返回的 json 数据包",
            "request address",
            "legal value",
            "返回的json数据包",
        ]) =>
        {
            Some(Generation::Old)
        }
        () if has(&[
            "request payload",
            "response payload",
            "query string parameters",
            "接口英文名:",
            "接口英文名：",
        ]) =>
        {
            Some(Generation::New)
        }
        () => None,
    }
}
