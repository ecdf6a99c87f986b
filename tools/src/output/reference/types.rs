//! The types that endpoints share.

use maud::{Markup, html};
use wechat_cloudbase_codegen::model::{Endpoint, TypeDef, inner};

use super::fields::{Owner, base, one_of, table, type_anchor, values};
use super::layout::{self, Page, Part};
use super::site::{self, Site};
use super::text;

pub(super) fn page(site: &Site<'_>) -> String {
    let content = html! {
        header.title {
            h1 { "Types" }
            p.lead { "Types that endpoints share. Those of one endpoint are on its page." }
        }
        @for definition in &site.api.types { (section(site, definition)) }
        @if site.api.types.is_empty() { p { "There are none." } }
    };
    let description = "Types that endpoints share";
    let page =
        Page { title: "Types", description, root: "", part: Part::Types, side: None, content };
    layout::page(site, &page)
}

fn section(site: &Site<'_>, definition: &TypeDef) -> Markup {
    let anchor = type_anchor(definition);
    let owner = Owner { anchor: &anchor, sent: true, root: "" };
    let users = site.types.get(definition.name.as_str());
    html! {
        section.section id=(anchor) {
            h2 { a href={ "#" (anchor) } { (definition.name) } " " span.base { (base(definition)) } }
            p dir="auto" { (text::sentence(&definition.doc)) }
            (values(definition))
            (one_of(definition))
            @let fields = inner(definition);
            @if !fields.is_empty() {
                (table(fields, &owner, &format!("Fields of {}", definition.name)))
            }
            @if let Some(users) = users {
                p.users { "In " @for (index, user) in users.iter().enumerate() { (user_link(index, user)) } "." }
            }
        }
    }
}

fn user_link(index: usize, endpoint: &Endpoint) -> Markup {
    html! {
        @if index > 0 { ", " }
        a href=(site::endpoint(endpoint)) { (endpoint.name) }
    }
}
