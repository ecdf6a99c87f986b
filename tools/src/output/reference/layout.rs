//! What every page has around its content.

use maud::{DOCTYPE, Markup, html};

use super::site::Site;

/// One page.
pub(super) struct Page<'a> {
    /// Its name in the browser's tab; the site's title for the front page.
    pub(super) title: &'a str,
    /// What search engines and previews show.
    pub(super) description: &'a str,
    /// The way from the page to the site's root: empty, or `../`.
    pub(super) root: &'a str,
    /// The place in the main navigation.
    pub(super) part: Part,
    /// What is beside the content, on screens with room for it.
    pub(super) side: Option<Markup>,
    pub(super) content: Markup,
}

/// The parts of the site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Endpoints,
    Errcodes,
    Types,
    PermissionSets,
}

const PARTS: &[(Part, &str, &str)] = &[
    (Part::Endpoints, "Endpoints", "index.html"),
    (Part::Errcodes, "Errcodes", "errcodes.html"),
    (Part::Types, "Types", "types.html"),
    (Part::PermissionSets, "Permission sets", "permission-sets.html"),
];

/// A page may load the site's own files and nothing else. `file:` is for pages opened from a disk,
/// which not every browser counts as the site's own.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; \
     img-src data:; base-uri 'none'; form-action 'none'";

const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
     %3Crect width='16' height='16' rx='4' fill='%230b7a4b'/%3E\
     %3Cpath d='M4 5.5h8M4 8h8M4 10.5h5' stroke='white' stroke-width='1.5' stroke-linecap='round'/%3E%3C/svg%3E";

pub(super) fn page(site: &Site<'_>, page: &Page<'_>) -> String {
    let root = page.root;
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            (head(site, page))
            body data-root=(root) {
                a.skip href="#main" { "Skip to content" }
                (bar(site, page))
                div.page.with-side[page.side.is_some()] {
                    @if let Some(side) = &page.side { (side) }
                    main #main tabindex="-1" { (page.content) }
                }
                footer.foot {
                    p { "Made from the spec of these endpoints. WeChat's own pages, which each page here names, have the last word." }
                }
            }
        }
    };
    lines(&markup.into_string())
}

fn head(site: &Site<'_>, page: &Page<'_>) -> Markup {
    let (root, site_title) = (page.root, &site.options.title);
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="description" content=(page.description);
            title {
                (page.title)
                @if page.title != site_title { " · " (site_title) }
            }
            link rel="icon" href=(ICON);
            link rel="stylesheet" href={ (root) "reference.css" };
            script src={ (root) "reference.js" } {}
        }
    }
}

fn bar(site: &Site<'_>, page: &Page<'_>) -> Markup {
    let root = page.root;
    html! {
        header.bar {
            a.brand href={ (root) "index.html" } { (site.options.title) }
            nav.parts aria-label="Parts" {
                @for (part, name, path) in PARTS {
                    a href={ (root) (path) } aria-current=[(*part == page.part).then_some("true")] { (name) }
                }
            }
            div.search role="search" hidden {
                input #search type="search" role="combobox" aria-label="Search" aria-controls="results"
                    aria-expanded="false" aria-autocomplete="list" autocomplete="off" autocapitalize="off"
                    spellcheck="false" placeholder="Name, path, errcode, field";
                kbd aria-hidden="true" { "/" }
                div.panel hidden {
                    p.said role="status" {}
                    div #results role="listbox" aria-label="Results" {}
                }
            }
            button.theme type="button" hidden { "Dark" }
        }
    }
}

/// Puts elements that are blocks on lines of their own, so that people can read a page's source and
/// see in a diff what changed. The text of a spec is escaped: every `<` begins an element.
fn lines(html: &str) -> String {
    const BLOCKS: &[&str] = &[
        "head", "body", "meta", "link", "script", "title", "header", "footer", "main", "nav",
        "section", "aside", "article", "div", "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt",
        "dd", "table", "thead", "tbody", "tr", "td", "th", "pre",
    ];
    let mut text = String::with_capacity(html.len() + html.len() / 16);
    for (index, piece) in html.split('<').enumerate() {
        let name = piece.split([' ', '>']).next().unwrap_or_default();
        if index > 0 && BLOCKS.contains(&name) {
            text.push('\n');
        }
        if index > 0 {
            text.push('<');
        }
        text.push_str(piece);
    }
    text.push('\n');
    text
}
