//! The table of errcodes, area by area, and a page of each.

use std::rc::Rc;

use maud::{Markup, html};
use wechat_cloudbase_codegen::model::{Area, Class, Errcode};
use wechat_cloudbase_codegen::notation::words::Words;

use super::layout::{self, Page, Part};
use super::site::{self, Site, anchor};
use super::{facts, text};

pub(super) fn table_page(site: &Site<'_>) -> String {
    let areas = by_area(site);
    let content = html! {
        header.title {
            h1 { "Errcodes" }
            p.lead { "What each code means, and what to do about it." }
        }
        (classes())
        @for (area, errcodes) in &areas {
            @let id = area_anchor(*area);
            section.section id=(id) {
                h2 { a href={ "#" (id) } { (area_name(*area)) } }
                @if let Some(area) = area { p.range dir="auto" { (text::sentence(&area.doc)) " " (range(area)) } }
                @if !errcodes.is_empty() { (table(site, errcodes)) }
            }
        }
    };
    let side = html! {
        nav.side aria-label="Areas" {
            p.heading { "Areas" }
            ul {
                li { a href="#classes" { "Classes" } }
                @for (area, _) in &areas { li { a href={ "#" (area_anchor(*area)) } { (area_name(*area)) } } }
            }
        }
    };
    let description = "What each errcode means, and what to do about it";
    let page = Page {
        title: "Errcodes",
        description,
        root: "",
        part: Part::Errcodes,
        side: Some(side),
        content,
    };
    layout::page(site, &page)
}

/// The platform's codes, which are in no area, and then those of each.
fn by_area<'a>(site: &Site<'a>) -> Vec<(Option<&'a Area>, Vec<&'a Errcode>)> {
    let errcodes = &site.api.errcodes;
    let of = |area: Option<&Area>| {
        let same = |errcode: &&Errcode| {
            area_of(site, errcode.code).map(|area| area.from) == area.map(|area| area.from)
        };
        errcodes.iter().map(Rc::as_ref).filter(same).collect()
    };
    let areas = site.api.areas.iter().map(|area| (Some(area), of(Some(area))));
    [(None, of(None))].into_iter().chain(areas).collect()
}

fn area_of<'a>(site: &Site<'a>, code: i64) -> Option<&'a Area> {
    site.api.areas.iter().find(|area| (area.from..=area.to).contains(&code))
}

fn area_name(area: Option<&Area>) -> &str {
    area.map_or("Everywhere", |area| &area.name)
}

fn area_anchor(area: Option<&Area>) -> String {
    area.map_or("everywhere".to_owned(), |area| format!("area-{}", anchor(&area.name)))
}

fn range(area: &Area) -> Markup {
    html! { "Codes from " code { (area.from) } " to " code { (area.to) } "." }
}

fn table(site: &Site<'_>, errcodes: &[&Errcode]) -> Markup {
    let users = |errcode: &Errcode| site.errcodes.get(&errcode.code).map_or(0, Vec::len);
    html! {
        table.errcodes {
            caption { "Errcodes" }
            colgroup { col.wide; col; col; col.number; }
            thead {
                tr {
                    th scope="col" { "Errcode" } th scope="col" { "Meaning" } th scope="col" { "What to do" }
                    th.number scope="col" { "Endpoints" }
                }
            }
            tbody {
                @for errcode in errcodes {
                    tr {
                        th scope="row" {
                            a.code href=(site::errcode(errcode.code)) { (errcode.code) }
                            span.variant { (text::broken(&errcode.name)) }
                            (facts::class_badge(errcode.class))
                        }
                        td.means dir="auto" { (text::sentence(&errcode.meaning)) }
                        td.remedy dir="auto" { (text::sentence(&errcode.remedy)) }
                        td.number { (users(errcode)) }
                    }
                }
            }
        }
    }
}

fn classes() -> Markup {
    html! {
        section.section {
            h2 id="classes" { a href="#classes" { "Classes" } }
            p { "The class of a code says what can be done about it. The client decides by the class, never by the number." }
            dl.classes {
                @for (class, _) in Class::WORDS {
                    @let (says, does) = facts::class(*class);
                    dt { (facts::class_badge(*class)) }
                    dd { (says) " " span.does { (does) } }
                }
            }
        }
    }
}

/// The page of one errcode.
pub(super) fn page(site: &Site<'_>, errcode: &Errcode) -> String {
    const ROOT: &str = "../";
    let area = area_of(site, errcode.code);
    let (says, does) = facts::class(errcode.class);
    let content = html! {
        article.errcode {
            header.title {
                p.crumbs { a href={ (ROOT) "errcodes.html#" (area_anchor(area)) } { "Errcodes · " (area_name(area)) } }
                h1 { (errcode.code) " " span.variant { (text::broken(&errcode.name)) } }
                p.lead dir="auto" { (text::sentence(&errcode.meaning)) }
            }
            dl.facts {
                dt { "What to do" } dd dir="auto" { (text::sentence(&errcode.remedy)) }
                @if !errcode.message.is_empty() {
                    dt { "WeChat’s words" } dd dir="auto" { (text::name(&errcode.message)) }
                }
                dt { "Class" } dd { (facts::class_badge(errcode.class)) " " (says) }
                dt { "The client" } dd { (does) }
                @if let Some(window) = errcode.quota {
                    dt { "The limit" } dd { (facts::quota(window)) }
                }
                @if let Some(operator) = errcode.operator {
                    dt { "An operator" } dd { (facts::operator(operator)) }
                }
                dt { "In Rust" } dd { (rust(site, errcode)) }
                @if let Some(area) = area {
                    dt { "Area" } dd { (area.name) ": " bdi { (text::sentence(&area.doc)) } " " (range(area)) }
                }
            }
            section.section {
                h2 id="endpoints" { "Endpoints that list it" }
                @match site.errcodes.get(&errcode.code) {
                    Some(users) => (facts::endpoints(users, ROOT)),
                    None => p { "None. It may come all the same." },
                }
            }
        }
    };
    let title = format!("{} {}", errcode.code, errcode.name);
    let (description, part) = (&errcode.meaning, Part::Errcodes);
    layout::page(site, &Page { title: &title, description, root: ROOT, part, side: None, content })
}

/// How a program asks for it.
fn rust(site: &Site<'_>, errcode: &Errcode) -> Markup {
    let predicate = match errcode.class {
        Class::Token => Some("is_token_rejected()"),
        Class::Busy => Some("is_busy()"),
        Class::Quota => Some("is_quota()"),
        Class::Permission => Some("is_permission()"),
        Class::Argument | Class::State | Class::NotFound | Class::Unknown => None,
    };
    html! {
        @if site.is_own() {
            code { "Errcode::" wbr; (text::broken(&errcode.name)) }
        } @else {
            code { (site.options.api) "::errcode::" wbr; (text::broken(&wechat_cloudbase_codegen::naming::constant_case(&errcode.name))) }
        }
        @if let Some(predicate) = predicate { ", and " code { "error." (predicate) } " is true" }
        "."
    }
}
