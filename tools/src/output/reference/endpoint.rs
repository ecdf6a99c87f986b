//! The page of an endpoint.

use maud::{Markup, html};
use wechat_cloudbase_codegen::model::{Correction, Endpoint, Errcode, ResponseBody, Source};
use wechat_cloudbase_codegen::naming;

use super::fields::{Owner, objects, table};
use super::layout::{self, Page, Part};
use super::site::{self, Here, Site, anchor, met, same};
use super::{example, facts, several, text};

const ROOT: &str = "../";

pub(super) fn page(site: &Site<'_>, here: &Here<'_>) -> String {
    let endpoint = here.endpoint;
    let content = html! {
        article.endpoint {
            (title(endpoint))
            div.columns {
                div.intro { (facts::list(endpoint, ROOT)) (notes(endpoint)) }
                (example::all(endpoint, site))
                div.body {
                    (request(endpoint))
                    (response(endpoint))
                    (waits(endpoint))
                    (errors(endpoint))
                    (corrections(&endpoint.corrections))
                    (sources(&endpoint.sources))
                }
            }
            (neighbours(here))
        }
    };
    let page = Page {
        title: &endpoint.name,
        description: &endpoint.summary,
        root: ROOT,
        part: Part::Endpoints,
        side: Some(side(site, endpoint)),
        content,
    };
    layout::page(site, &page)
}

fn title(endpoint: &Endpoint) -> Markup {
    html! {
        header.title {
            p.crumbs {
                a href={ (ROOT) "index.html#" (section_anchor(&endpoint.section)) } { (naming::section_title(&endpoint.section)) }
            }
            h1 { (text::broken(&endpoint.name)) }
            p.lead dir="auto" { (text::sentence(&endpoint.summary)) }
            p.wire { (facts::address(endpoint)) " " (facts::badges(endpoint)) }
        }
    }
}

/// The address of a section on the front page.
pub(super) fn section_anchor(section: &str) -> String {
    format!("section-{}", anchor(section))
}

fn notes(endpoint: &Endpoint) -> Markup {
    html! {
        @if !endpoint.notes.is_empty() {
            div.notes role="note" {
                @for note in &endpoint.notes { p dir="auto" { (text::sentence(note)) } }
            }
        }
    }
}

fn request(endpoint: &Endpoint) -> Markup {
    let owner = Owner { anchor: "request", sent: true, root: ROOT };
    html! {
        section {
            (heading("request", "Request"))
            @if endpoint.request.is_empty() {
                p { "No fields." }
            } @else {
                (table(&endpoint.request, &owner, "Fields of the request"))
                (objects(&met(&endpoint.request), true, ROOT))
            }
        }
    }
}

/// An object that the request has too is not shown again.
fn response(endpoint: &Endpoint) -> Markup {
    let owner = Owner { anchor: "response", sent: false, root: ROOT };
    let sent = met(&endpoint.request);
    let mut received = met(&endpoint.response);
    received.retain(|met| !sent.iter().any(|sent| same(sent.definition, met.definition)));
    html! {
        section {
            (heading("response", "Response"))
            @if endpoint.response_body == ResponseBody::Bytes {
                p { "The content is bytes, " code { "content" } " in Rust." }
            }
            @if endpoint.response.is_empty() {
                @if endpoint.response_body == ResponseBody::Json {
                    p { "Nothing beyond success: errcode 0." }
                }
            } @else {
                (table(&endpoint.response, &owner, "Fields of the response"))
                (objects(&received, false, ROOT))
            }
        }
    }
}

fn heading(id: &str, words: &str) -> Markup {
    html! { h2 id=(id) { a href={ "#" (id) } { (words) } } }
}

fn waits(endpoint: &Endpoint) -> Markup {
    html! {
        @if !endpoint.waits.is_empty() {
            section {
                (heading("waits", "States to wait for"))
                (several::waits(&endpoint.waits))
            }
        }
    }
}

fn errors(endpoint: &Endpoint) -> Markup {
    let row = |errcode: &Errcode| {
        html! {
            tr {
                th scope="row" {
                    a.code href={ (ROOT) (site::errcode(errcode.code)) } { (errcode.code) }
                    span.variant { (text::broken(&errcode.name)) }
                    (facts::class_badge(errcode.class))
                }
                td.means dir="auto" { (text::sentence(&errcode.meaning)) }
                td.remedy dir="auto" { (text::sentence(&errcode.remedy)) }
            }
        }
    };
    html! {
        section {
            (heading("errors", "Errors"))
            @if endpoint.errcodes.is_empty() {
                p { "The page lists no errcodes; any may come." }
            } @else {
                p { "The errcodes that the page lists; any other may come." }
                table.errcodes {
                    caption { "Errcodes" }
                    colgroup { col.wide; col; col; }
                    thead {
                        tr { th scope="col" { "Errcode" } th scope="col" { "Meaning" } th scope="col" { "What to do" } }
                    }
                    tbody { @for errcode in &endpoint.errcodes { (row(errcode)) } }
                }
            }
        }
    }
}

fn corrections(corrections: &[Correction]) -> Markup {
    let line = |label: &str, words: &str| {
        html! {
            p { span.label { (label) } " " bdi { (text::sentence(words)) } }
        }
    };
    html! {
        @if !corrections.is_empty() {
            section {
                (heading("corrections", "Where a page is wrong"))
                dl.corrections {
                    @for correction in corrections {
                        dt { (text::name(&correction.field)) }
                        dd {
                            (line("A page says", &correction.says))
                            (line("True is", &correction.is))
                            (line("Because", &correction.why))
                            @if let Some(page) = &correction.page {
                                p { span.label { "On" } " " (text::link(page)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sources(sources: &[Source]) -> Markup {
    html! {
        section {
            (heading("sources", "Sources"))
            ul.sources {
                @for Source { page, read } in sources {
                    li { (text::link(page)) " " span.read { "read " time datetime=(read) { (read) } } }
                }
            }
        }
    }
}

fn neighbours(here: &Here<'_>) -> Markup {
    let link = |endpoint: &Endpoint, rel: &str, label: &str| {
        html! {
            a rel=(rel) href={ (ROOT) (site::endpoint(endpoint)) } {
                span.label { (label) }
                span.name { (text::broken(&endpoint.name)) }
            }
        }
    };
    html! {
        nav.pager aria-label="Neighbours" {
            @if let Some(before) = here.before { (link(before, "prev", "Before")) }
            @if let Some(after) = here.after { (link(after, "next", "Next")) }
        }
    }
}

/// The endpoints of the same section, and the parts of this page.
fn side(site: &Site<'_>, here: &Endpoint) -> Markup {
    let section = site.sections.get(here.section.as_str()).map_or(&[][..], Vec::as_slice);
    html! {
        nav.side aria-label="Section" {
            p.heading { (naming::section_title(&here.section)) }
            ul {
                @for endpoint in section {
                    @let current = endpoint.id == here.id;
                    li {
                        a href={ (ROOT) (site::endpoint(endpoint)) } aria-current=[current.then_some("page")] {
                            (text::broken(&endpoint.name))
                        }
                        @if current { (parts(here)) }
                    }
                }
            }
        }
    }
}

fn parts(endpoint: &Endpoint) -> Markup {
    let corrections = !endpoint.corrections.is_empty();
    html! {
        ul.parts-of-page {
            li { a href="#request" { "Request" } }
            li { a href="#response" { "Response" } }
            @if !endpoint.waits.is_empty() { li { a href="#waits" { "States to wait for" } } }
            li { a href="#errors" { "Errors" } }
            @if corrections { li { a href="#corrections" { "Where a page is wrong" } } }
            li { a href="#sources" { "Sources" } }
        }
    }
}
