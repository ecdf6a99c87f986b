//! Comments on a pull request.

/// GitHub's limit is 65,536 characters; some are left for a wrapper around ours.
pub(crate) const ROOM: usize = 60_000;

/// Text as a code block, in which nothing is markup.
pub(crate) fn code(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}

/// Blocks, one after the other, as many as there is room for. The rest is counted as `what`.
pub(crate) fn comment(blocks: &[String], what: &str) -> String {
    let mut text = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if text.len() + block.len() > ROOM {
            let left = blocks.len() - index;
            return text + &format!("There is no room for {left} more {what}.\n");
        }
        text.push_str(block);
        text.push('\n');
    }
    text
}
