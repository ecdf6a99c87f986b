//! What takes several calls, for which OpenAPI has no word: lists in pages, and waits.

use wechat_cloudbase_codegen::model::{Endpoint, Literal, PageStyle, Pages, Path, Wait};
use wechat_cloudbase_codegen::notation::words;

use crate::json::{Json, Object, list};

pub(super) fn extensions(endpoint: &Endpoint) -> Object<'_> {
    let waits: Object<'_> =
        endpoint.waits.iter().map(|wait| (wait.name.as_str(), self::wait(wait))).collect();
    Object::new()
        .with_some("x-wechat-pages", endpoint.pages.as_ref().map(pages))
        .with_some("x-wechat-waits", Some(waits).filter(|waits| !waits.is_empty()))
}

/// With the keys of the notation. Paths are without the wrapper of the response.
fn pages(pages: &Pages) -> Object<'_> {
    let position = match pages.style {
        PageStyle::Offset => "offset",
        PageStyle::Page => "page",
        PageStyle::Marker => "marker",
    };
    Object::new()
        .with("style", words::word(pages.style))
        .with(position, &pages.position)
        .with_some("size", pages.size.as_ref())
        .with("items", &pages.items.text)
        .with_some("total", text(&pages.total))
        .with_some("more", text(&pages.more))
        .with_some("next", text(&pages.next))
        .with_some("end_errcode", pages.end_errcode)
}

fn wait(wait: &Wait) -> Object<'_> {
    let keys = wait.items.iter().flat_map(|items| &items.keys);
    let keys: Object<'_> =
        keys.map(|key| (key.path.text.as_str(), key.argument.as_str())).collect();
    let delay =
        Object::new().with("min", i64::from(wait.delay.min)).with("max", i64::from(wait.delay.max));
    Object::new()
        .with("doc", &wait.doc)
        .with_some("items", wait.items.as_ref().map(|items| &items.path.text))
        .with_some("where", Some(keys).filter(|keys| !keys.is_empty()))
        .with_some("path", text(&wait.path))
        .with_any("success", states(&wait.success))
        .with_any("failure", states(&wait.failure))
        .with_some("reason", text(&wait.reason))
        .with("absent", words::word(wait.absent))
        .with("delay", delay)
}

fn text(path: &Option<Path>) -> Option<&String> {
    path.as_ref().map(|path| &path.text)
}

fn states(states: &[Literal]) -> Vec<Json<'_>> {
    list(states.iter().map(|state| match state {
        Literal::String(text) => Json::from(text),
        Literal::Int(int) => Json::from(*int),
        Literal::Bool(flag) => Json::from(*flag),
    }))
}
