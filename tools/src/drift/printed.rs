//! Samples as a page prints them: blocks of code, or running text.

use super::block::Block;
use super::outline::Section;

/// Each block of code, or else the running text.
pub(crate) fn samples(section: &Section<'_>) -> Vec<(usize, Vec<String>)> {
    let codes = section.blocks.iter().filter_map(|block| match block {
        Block::Code(code) => Some((code.line, code.lines.clone())),
        _ => None,
    });
    let mut samples: Vec<_> = codes.collect();
    if samples.is_empty() {
        let lines = section.blocks.iter().flat_map(|block| block.lines());
        let lines: Vec<_> = lines.filter(|(_, raw)| !raw.trim().is_empty()).collect();
        if let Some((first, _)) = lines.first() {
            samples.push((*first, numbered(&lines, *first)));
        }
    }
    let with_braces =
        |(_, lines): &(usize, Vec<String>)| lines.iter().any(|line| line.contains(['{', '"']));
    if samples.iter().any(with_braces) {
        samples.retain(with_braces);
    }
    samples
}

/// Lines at their places, with empty ones where the page has gaps.
fn numbered(lines: &[(usize, &str)], first: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (number, raw) in lines {
        while out.len() < number - first {
            out.push(String::new());
        }
        out.push(raw.replace("\\_", "_"));
    }
    out
}
