//! What takes several calls: the pages of a list, and states to wait for.

use maud::{Markup, html};
use wechat_cloudbase_codegen::model::{Absence, Endpoint, Literal, PageStyle, Pages, Wait};

use super::text;

/// How its list comes in pages; nothing where it does not.
pub(super) fn pages(endpoint: &Endpoint) -> Markup {
    html! {
        @if let Some(pages) = &endpoint.pages {
            dt { "Pages" }
            dd { (asked_for(pages)) (end(pages)) }
        }
    }
}

fn asked_for(pages: &Pages) -> Markup {
    let position = text::name(&pages.position);
    html! {
        (text::name(&pages.items.text)) " comes in pages. The next one is asked for by "
        @match pages.style {
            PageStyle::Offset => { (position) ", which says how many items to skip" }
            PageStyle::Page => { (position) ", its number from 1" }
            PageStyle::Marker => {
                (position)
                @if let Some(next) = &pages.next { ", which is " (text::name(&next.text)) " of the page before" }
            }
        }
        "."
        @if let Some(size) = &pages.size { " " (text::name(size)) " says how many items a page has at most." }
    }
}

fn end(pages: &Pages) -> Markup {
    html! {
        @if let Some(total) = &pages.total { " The list ends when " (text::name(&total.text)) " items have come." }
        @if let Some(more) = &pages.more { " It ends when " (text::name(&more.text)) " is false." }
        @if pages.style != PageStyle::Marker { " An empty page is the end." }
        @if let Some(code) = pages.end_errcode { " So is errcode " code { (code) } "." }
    }
}

/// A row per wait.
pub(super) fn waits(waits: &[Wait]) -> Markup {
    html! {
        dl.corrections {
            @for wait in waits {
                dt { (text::name(&wait.name)) }
                dd { (wait_facts(wait)) }
            }
        }
    }
}

fn wait_facts(wait: &Wait) -> Markup {
    html! {
        p dir="auto" { (text::sentence(&wait.doc)) }
        p { span.label { "Looks at" } " " (looks_at(wait)) }
        @if !wait.success.is_empty() { p { span.label { "Ends with" } " " (states(&wait.success)) } }
        @if !wait.failure.is_empty() {
            p {
                span.label { "Fails with" } " " (states(&wait.failure))
                @if let Some(reason) = &wait.reason { ", because of " (text::name(&reason.text)) }
            }
        }
        p { span.label { "When it is not there" } " " (absent(wait.absent)) }
        p { span.label { "Polls every" } " " (wait.delay.min) " to " (wait.delay.max) " seconds" }
    }
}

fn looks_at(wait: &Wait) -> Markup {
    html! {
        @match &wait.path {
            Some(path) => { (text::name(&path.text)) }
            None => { "whether there is one" }
        }
        @if let Some(items) = &wait.items {
            ", of the item of " (text::name(&items.path.text)) " with"
            @for (index, key) in items.keys.iter().enumerate() {
                @if index > 0 { " and" }
                " this " (text::name(&key.path.text))
            }
        }
    }
}

fn states(states: &[Literal]) -> Markup {
    html! {
        @for (index, state) in states.iter().enumerate() {
            @if index > 0 { " or " }
            (text::name(&state.to_string()))
        }
    }
}

fn absent(absent: Absence) -> &'static str {
    match absent {
        Absence::Retry => "the wait goes on: it may come",
        Absence::Success => "the wait ends: that is what it waits for",
        Absence::Failure => "the wait fails: it will not come",
    }
}
