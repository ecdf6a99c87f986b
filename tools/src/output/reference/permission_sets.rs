//! The permission sets, each with the endpoints that it is enough for.

use maud::html;

use super::layout::{self, Page, Part};
use super::site::Site;
use super::{facts, text};

pub(super) fn page(site: &Site<'_>) -> String {
    let content = html! {
        header.title {
            h1 { "Permission sets" }
            p.lead { "Rights that an account grants to a platform. Where an endpoint names several, any one is enough." }
        }
        @for set in &site.api.permission_sets {
            section.section id={ "set-" (set.id) } {
                h2 { a href={ "#set-" (set.id) } { (set.id) } " " bdi { (text::inline(&set.name)) } }
                @if let Some(doc) = &set.doc { p dir="auto" { (text::sentence(doc)) } }
                @match site.permission_sets.get(&set.id) {
                    Some(users) => (facts::endpoints(users, "")),
                    None => p { "No endpoint names it." },
                }
            }
        }
        @if site.api.permission_sets.is_empty() { p { "No endpoint names one." } }
    };
    let description = "Rights that an account grants to a platform";
    let page = Page {
        title: "Permission sets",
        description,
        root: "",
        part: Part::PermissionSets,
        side: None,
        content,
    };
    layout::page(site, &page)
}
