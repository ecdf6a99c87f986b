//! Texts of a spec as HTML. They are text and never markup.

use maud::{Markup, PreEscaped, html};
use wechat_cloudbase_codegen::prose::{self, Part};

/// A sentence: code between backticks is code, an address is a link, all else is text.
pub(super) fn sentence(text: &str) -> Markup {
    inline(&prose::sentence(text))
}

/// The same for what is not a sentence.
pub(super) fn inline(text: &str) -> Markup {
    html! {
        @for part in prose::parts(text) {
            @match part {
                Part::Text(text) => (text),
                Part::Code(code) => code { (inside(code)) },
                Part::Address(address) => (link(address)),
            }
        }
    }
}

/// Code without its backticks, and without the blanks that keep them apart from its own.
fn inside(code: &str) -> &str {
    let code = code.trim_matches('`');
    code.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')).unwrap_or(code)
}

/// An address that can be followed, if it is a secure one.
pub(super) fn link(address: &str) -> Markup {
    html! {
        @if address.starts_with("https://") {
            a href=(address) rel="noreferrer" { (broken(address)) }
        } @else {
            (address)
        }
    }
}

/// A name as code, which may be broken between its words.
pub(super) fn name(name: &str) -> Markup {
    html! { code { (broken(name)) } }
}

/// A long name, with places where a line may be broken.
pub(super) fn broken(name: &str) -> Markup {
    let mut markup = String::with_capacity(name.len() * 2);
    let mut start = 0;
    let mut before = None;
    for (at, char) in name.char_indices() {
        let is_break = before.is_some_and(|before: char| {
            "/_.&?=".contains(before) && !"/_.&?=".contains(char)
                || before.is_ascii_lowercase() && char.is_ascii_uppercase()
        });
        if is_break {
            let part = name.get(start..at).unwrap_or_default();
            markup.push_str(&html! { (part) wbr; }.into_string());
            start = at;
        }
        before = Some(char);
    }
    let last = name.get(start..).unwrap_or_default();
    markup.push_str(&html! { (last) }.into_string());
    PreEscaped(markup)
}

/// `one endpoint`, `12 endpoints`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}
