//! What tags mean for the text of a page.

/// Where a page has these, everything around them is menus.
pub(super) fn is_main(name: &[u8]) -> bool {
    matches!(name, b"main" | b"article")
}

/// What is never part of a page's text.
pub(super) fn is_aside(name: &[u8]) -> bool {
    matches!(
        name,
        b"aside"
            | b"footer"
            | b"head"
            | b"header"
            | b"nav"
            | b"noscript"
            | b"script"
            | b"style"
            | b"svg"
    )
}

pub(super) fn is_paragraph(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"section"
            | b"ul"
            | b"ol"
            | b"blockquote"
            | b"br"
            | b"hr"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"main"
            | b"article"
            | b"body"
            | b"title"
    )
}
