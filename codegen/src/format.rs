//! Tokens to text that people read.

use proc_macro2::TokenStream;

/// Items, pretty-printed, with blank lines between them.
pub(crate) fn format(items: Vec<TokenStream>) -> String {
    let items: Vec<_> = items.into_iter().map(item).collect();
    items.join("\n")
}

fn item(tokens: TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        // Invalid tokens would be a bug of the emitter; rustc says where.
        Err(_) => tokens.to_string(),
    }
}

/// An expression, pretty-printed as if in a function.
pub(crate) fn expression(tokens: &TokenStream) -> String {
    const START: &str = "fn example() {\n    let example = ";
    let text = format!("fn example() {{ let example = {tokens}; }}");
    let file = syn::parse_str(&text).map(|file| prettyplease::unparse(&file));
    let file = file.unwrap_or_default();
    let body = file.trim().strip_prefix(START).and_then(|body| body.strip_suffix(";\n}"));
    body.map_or_else(|| tokens.to_string(), |body| body.replace("\n    ", "\n"))
}

/// Puts blank lines between items and after imports, which the printer does not.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 16);
    let mut before = "";
    for line in text.lines() {
        if separates(before, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = line;
    }
    spaced
}

fn separates(before: &str, line: &str) -> bool {
    let (last, next) = (before.trim_start(), line.trim_start());
    let is_doc = |text: &str| text.starts_with("///") || text.starts_with("#[");
    let after_block = last == "}" && indent(before) == indent(line);
    let after_imports = last.starts_with("use ") && !next.starts_with("use ");
    let opens_item = is_doc(next) || next.starts_with("impl") && next.ends_with('{');
    let before_item = opens_item && last.ends_with([';', '}']);
    let closes = next.starts_with(['}', ')', ']', '.']);
    !is_doc(last) && !closes && (after_block || after_imports || before_item)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
