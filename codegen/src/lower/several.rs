//! What takes several calls: lists in pages, and waits.

use super::markdown::{code, paragraph};
use super::rust_type::rust_type;
use crate::item::{PagedItem, PagingItem, Position, Route, RouteStep, WaitFunction, WaitItem};
use crate::model::{Absence, Endpoint, PageStyle, Pages, Path, Step, Type, Wait};
use crate::notation::words;

fn names(path: &Path) -> Vec<String> {
    path.wire().map(str::to_owned).collect()
}

pub(super) fn paging(pages: &Pages) -> PagingItem {
    PagingItem {
        style: words::variant(pages.style),
        position: pages.position.clone(),
        size: pages.size.clone(),
        items: names(&pages.items),
        total: pages.total.as_ref().map(names),
        more: pages.more.as_ref().map(names),
        next: pages.next.as_ref().map(names),
        end_errcode: pages.end_errcode,
    }
}

/// `None` for an endpoint whose list does not come in pages.
pub(super) fn paged(endpoint: &Endpoint) -> Option<PagedItem> {
    let pages = endpoint.pages.as_ref()?;
    let field = endpoint.request.iter().find(|field| field.wire == pages.position)?;
    let (ident, optional) = (field.ident.clone(), field.optional);
    Some(PagedItem {
        item: rust_type(&pages.item),
        items: route(&pages.items),
        position: match pages.style {
            PageStyle::Offset | PageStyle::Page => Position::Number { ident, optional },
            PageStyle::Marker => {
                let newtype = matches!(field.ty, Type::Named(_));
                Position::Marker { ident, optional, newtype }
            }
        },
    })
}

/// An optional list of the response itself is an empty one in Rust; one further inside is, unless its
/// object is sent as well.
fn route(path: &Path) -> Route {
    let is_direct = path.steps.len() == 1;
    let step = |step: &Step| match step {
        Step::Field { ident, optional, .. } => {
            Some(RouteStep { ident: ident.clone(), optional: *optional && !is_direct })
        }
        Step::Last => None,
    };
    Route { steps: path.steps.iter().filter_map(step).collect() }
}

pub(super) fn waits(endpoint: &Endpoint) -> Vec<WaitItem> {
    endpoint.waits.iter().map(wait).collect()
}

fn wait(wait: &Wait) -> WaitItem {
    let keys = wait.items.iter().flat_map(|items| &items.keys);
    WaitItem {
        name: wait.name.clone(),
        doc: wait.doc.clone(),
        delay: (wait.delay.min, wait.delay.max),
        items: wait.items.as_ref().map(|items| names(&items.path)),
        keys: keys.map(|key| (names(&key.path), key.argument.clone())).collect(),
        path: wait.path.as_ref().map(names),
        success: wait.success.clone(),
        failure: wait.failure.clone(),
        reason: wait.reason.as_ref().map(names),
        absent: (wait.absent != Absence::Retry).then(|| words::variant(wait.absent)),
    }
}

pub(super) fn wait_functions(endpoint: &Endpoint) -> Vec<WaitFunction> {
    endpoint.waits.iter().map(|wait| function(wait, endpoint.pages.is_some())).collect()
}

fn function(wait: &Wait, paged: bool) -> WaitFunction {
    let keys = wait.items.iter().flat_map(|items| &items.keys);
    WaitFunction {
        name: wait.name.clone(),
        doc: doc(wait),
        arguments: keys.map(|key| (key.argument.clone(), rust_type(&key.path.ty))).collect(),
        item: wait.items.as_ref().map(|items| rust_type(&items.item)),
        may_lack_item: wait.may_lack_item(),
        // A response is looked at as a whole: other pages have another state.
        paged: paged && wait.items.is_some(),
    }
}

/// What it waits for, and how it ends.
fn doc(wait: &Wait) -> Vec<String> {
    let mut doc = vec![paragraph(&wait.doc), String::new()];
    doc.push(facts(wait).join(" "));
    doc
}

/// The states of a wait in sentences.
pub fn facts(wait: &Wait) -> Vec<String> {
    let states = |states: &[crate::model::Literal]| {
        let all: Vec<_> = states.iter().map(|state| code(&state.to_string())).collect();
        all.join(" or ")
    };
    let what = match (&wait.path, &wait.items) {
        (Some(path), Some(items)) => {
            format!("It looks at {} of an item of {}", code(&path.text), code(&items.path.text))
        }
        (Some(path), None) => format!("It looks at {}", code(&path.text)),
        (None, Some(items)) => format!("It looks for an item of {}", code(&items.path.text)),
        (None, None) => String::new(),
    };
    let mut facts =
        vec![format!("{what}, every {} to {} seconds.", wait.delay.min, wait.delay.max)];
    if !wait.success.is_empty() {
        facts.push(format!("It ends with {}.", states(&wait.success)));
    }
    if !wait.failure.is_empty() {
        facts.push(format!("It fails with {}.", states(&wait.failure)));
    }
    let absent = match (wait.absent, wait.items.is_some()) {
        (Absence::Retry, _) => None,
        (Absence::Success, true) => Some("It ends when there is no such item."),
        (Absence::Success, false) => Some("It ends when there is no state."),
        (Absence::Failure, true) => Some("It fails when there is no such item."),
        (Absence::Failure, false) => Some("It fails when there is no state."),
    };
    facts.extend(absent.map(str::to_owned));
    facts
}

/// The shared types that waits and pages name.
pub(super) fn shared_types(endpoint: &Endpoint) -> Vec<String> {
    let items = endpoint.waits.iter().filter_map(|wait| wait.items.as_ref());
    let keys = items.clone().flat_map(|items| &items.keys).map(|key| &key.path.ty);
    let types = items.map(|items| &items.item).chain(keys);
    let types = types.chain(endpoint.pages.as_ref().map(|pages| &pages.item));
    let named = types.filter_map(super::usage::named).filter(|definition| definition.shared);
    named.map(|definition| definition.name.clone()).collect()
}

/// Whether a list is of secrets, which the module then names.
pub(super) fn names_secret(endpoint: &Endpoint) -> bool {
    let item = endpoint.pages.as_ref().map(|pages| &pages.item);
    item.is_some_and(|item| matches!(item, Type::Secret))
}
