//! The front page: every endpoint, section by section.

use maud::html;

use super::endpoint::section_anchor;
use super::facts;
use super::layout::{self, Page, Part};
use super::site::Site;
use wechat_cloudbase_codegen::naming::section_title;

pub(super) fn page(site: &Site<'_>) -> String {
    let sizes = facts::sizes(site);
    let content = html! {
        header.title {
            h1 { (site.options.title) }
            p.lead { "Every endpoint: its request, its response, and what to do when it refuses." }
            p.sizes { (sizes) "." span.hint { " Press " kbd { "/" } " to search by name, path, errcode or field." } }
        }
        nav.contents aria-label="Sections" {
            ul {
                @for (section, endpoints) in &site.sections {
                    li {
                        a href={ "#" (section_anchor(section)) } { (section_title(section)) }
                        " " span.count { (endpoints.len()) }
                    }
                }
            }
        }
        @for (section, endpoints) in &site.sections {
            @let anchor = section_anchor(section);
            section.section id=(anchor) {
                h2 { a href={ "#" (anchor) } { (section_title(section)) } }
                (facts::endpoints(endpoints, ""))
            }
        }
    };
    let title = &site.options.title;
    let page =
        Page { title, description: &sizes, root: "", part: Part::Endpoints, side: None, content };
    layout::page(site, &page)
}
