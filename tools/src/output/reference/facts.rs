//! The facts of an endpoint apart from its fields.

use maud::{Markup, html};
use wechat_cloudbase_codegen::model::{
    Class, ERRCODE, ERRMSG, Endpoint, Operator, PermissionSet, RequestBody, ResponseBody, Status,
    TokenKind, Window,
};
use wechat_cloudbase_codegen::notation::words;

use super::site::{self, Site};
use super::{several, text};

/// The list of facts.
pub(super) fn list(endpoint: &Endpoint, root: &str) -> Markup {
    html! {
        dl.facts {
            dt { "Token" }
            dd { (token(endpoint)) }
            @if !endpoint.permission_sets.is_empty() {
                dt { (if endpoint.permission_sets.len() > 1 { "Permission sets" } else { "Permission set" }) }
                dd { (permission_sets(endpoint, root)) }
            }
            @if let Some(name) = &endpoint.cloud_call {
                dt { "Cloud call" }
                dd { (text::name(name)) }
            }
            dt { "Idempotent" }
            dd { (idempotent(endpoint)) }
            @if let Some((label, meaning)) = status(endpoint.status) {
                dt { "Status" }
                dd { (capital(label)) ": " (meaning) }
            }
            @if endpoint.whole_response().is_some() {
                dt { "Success" }
                dd { "Is a list; a failure is an object with an " code { "errcode" } "." }
            } @else if endpoint.response_body == ResponseBody::Json && !endpoint.errcode_on_success {
                dt { "Success" }
                dd { "Has no " code { "errcode" } "; a failure has one." }
            }
            (names(endpoint))
            (old_paths(endpoint))
            (hosts(endpoint))
            (bodies(endpoint))
            (wrappers(endpoint))
            (several::pages(endpoint))
        }
    }
}

fn token(endpoint: &Endpoint) -> Markup {
    let name = |kind: TokenKind| match kind {
        TokenKind::Component => html! { code { "component_" wbr; "access_token" } },
        TokenKind::Authorizer => html! { code { "authorizer_" wbr; "access_token" } },
        TokenKind::App => html! { "mini program’s own " code { "access_token" } },
    };
    html! {
        @for (index, kind) in endpoint.tokens.iter().enumerate() {
            (if index > 0 { " or the " } else { "The " })
            (name(*kind))
        }
        @if endpoint.tokens.is_empty() {
            "None."
        } @else {
            ", in the query string as " (text::name(&endpoint.token_field)) "."
        }
    }
}

fn permission_sets(endpoint: &Endpoint, root: &str) -> Markup {
    let link = |set: &PermissionSet| {
        html! {
            a href={ (root) "permission-sets.html#set-" (set.id) } { (set.id) }
            " " bdi { (text::inline(&set.name)) }
        }
    };
    html! {
        @for (index, set) in endpoint.permission_sets.iter().enumerate() {
            @if index > 0 { ", " }
            (link(set))
        }
        @if endpoint.permission_sets.len() > 1 { "; any one of them is enough" }
        "."
    }
}

fn idempotent(endpoint: &Endpoint) -> Markup {
    match (endpoint.idempotent, &endpoint.idempotent_by) {
        (false, Some(by)) => html! {
            strong { "With " (text::name(by)) "." }
            " A second call with the same value leaves the same state as one, and the client retries the call \
              when its outcome is unknown. Without it, a second call may do the thing twice, and the client \
              does not retry a call that may have been sent."
        },
        (true, _) => html! {
            strong { "Yes." }
            " A second call leaves the same state as one. When the outcome is unknown, or WeChat is busy, \
              the client retries the call."
        },
        (false, None) => html! {
            strong { "No." }
            " A second call may do the thing twice. Once a call may have been sent, the client does not \
              retry it: it gives the error, whose " code { "outcome()" } " is " code { "Unknown" }
            ", and you check before you retry."
        },
    }
}

/// The label of a status, and what it says; `None` for the usual one.
pub(super) fn status(status: Status) -> Option<(&'static str, &'static str)> {
    Some(match status {
        Status::Current => return None,
        Status::Legacy => ("legacy", "its page is on the old site only."),
        Status::Deprecated => {
            ("deprecated", "its page announces its end; calling it from Rust gives a warning.")
        }
        Status::Moved => ("moved", "it is at another path than before, and served at both."),
        Status::PossiblyRetired => {
            ("possibly retired", "older pages have it, newer catalogues do not.")
        }
    })
}

fn capital(label: &str) -> Markup {
    html! { span.capital { (label) } }
}

/// Errcode and errmsg under names of the endpoint's own.
fn names(endpoint: &Endpoint) -> Markup {
    let is_usual = endpoint.errcode_field == ERRCODE && endpoint.errmsg_field == ERRMSG;
    html! {
        @if !is_usual {
            dt { "Errors" }
            dd {
                "The errcode is " (text::name(&endpoint.errcode_field)) ", the errmsg "
                (text::name(&endpoint.errmsg_field)) "; a rejected token is reported under the usual names."
            }
        }
    }
}

fn old_paths(endpoint: &Endpoint) -> Markup {
    html! {
        @if !endpoint.old_paths.is_empty() {
            dt { "Older paths" }
            dd {
                @for (index, path) in endpoint.old_paths.iter().enumerate() {
                    @if index > 0 { ", " }
                    (text::name(path))
                }
                ", still answered."
            }
        }
    }
}

fn hosts(endpoint: &Endpoint) -> Markup {
    html! {
        @if !endpoint.hosts.is_empty() {
            dt { (if endpoint.hosts.len() > 1 { "Hosts" } else { "Host" }) }
            dd {
                @for (index, host) in endpoint.hosts.iter().enumerate() {
                    @if index > 0 { ", or else " }
                    (text::name(host))
                }
                "."
            }
        }
    }
}

/// What bodies are made of, where that is not JSON.
fn bodies(endpoint: &Endpoint) -> Markup {
    let sent = match endpoint.request_body {
        RequestBody::Json => None,
        RequestBody::Form => Some("A form, encoded like a query string."),
        RequestBody::Multipart => Some("A form in parts, multipart/form-data."),
        RequestBody::Bytes => Some("The bytes of a file."),
    };
    html! {
        @if let Some(sent) = sent {
            dt { "Body" }
            dd { (sent) }
        }
        @if endpoint.response_body == ResponseBody::Bytes {
            dt { "Answer" }
            dd {
                "Bytes, at once or as a stream. A failure is JSON, whatever its content type says"
                @if !endpoint.response.is_empty() {
                    "; JSON with a field of the table is a success in place of the bytes"
                }
                "."
            }
        }
    }
}

fn wrappers(endpoint: &Endpoint) -> Markup {
    html! {
        @if let Some(name) = &endpoint.request_wrapper {
            dt { "Body" }
            dd { "One field, " (text::name(name)) ", holds all fields of the request." }
        }
        @if let Some(name) = &endpoint.response_wrapper {
            dt { "Answer" }
            dd { "One field, " (text::name(name)) ", may hold all fields of the response but errcode and errmsg." }
        }
    }
}

/// Small labels: which tokens an endpoint takes, and its status unless it is the usual one.
pub(super) fn badges(endpoint: &Endpoint) -> Markup {
    html! {
        span.badges {
            @for kind in &endpoint.tokens {
                @let word = words::word(*kind);
                span.badge.{ "token-" (word) } { (word) }
            }
            @if endpoint.tokens.is_empty() { span.badge { "no token" } }
            @if let Some((label, _)) = status(endpoint.status) { span.badge.status { (label) } }
        }
    }
}

/// Method and path.
pub(super) fn address(endpoint: &Endpoint) -> Markup {
    html! {
        span.address {
            span.method { (words::word(endpoint.method)) }
            " " (text::name(&endpoint.path))
        }
    }
}

/// Endpoints as a list.
pub(super) fn endpoints(endpoints: &[&Endpoint], root: &str) -> Markup {
    html! { ul.endpoints { @for endpoint in endpoints { (item(endpoint, root)) } } }
}

fn item(endpoint: &Endpoint, root: &str) -> Markup {
    html! {
        li {
            div.what {
                a.name href={ (root) (site::endpoint(endpoint)) } { (text::broken(&endpoint.name)) }
                p.summary dir="auto" { (text::inline(&endpoint.summary)) }
            }
            (address(endpoint))
            (badges(endpoint))
        }
    }
}

/// What a class says, and what the client does about a code of it.
pub(super) fn class(class: Class) -> (&'static str, &'static str) {
    const GIVES: &str = "Returns the error: the same call would be refused again.";
    match class {
        Class::Token => (
            "The token is not accepted; a new one may be.",
            "Asks for a new token once and makes the call once more, whether or not the endpoint is idempotent: \
             nothing was done. If that is refused too, it gives the error.",
        ),
        Class::Busy => (
            "The same call may succeed later.",
            "Waits and calls again where a second call does no harm; elsewhere it gives the error, because \
             the thing may have been done.",
        ),
        Class::Quota => ("A quota is exhausted.", GIVES),
        Class::Permission => ("A right is missing.", GIVES),
        Class::Argument => ("The request is wrong.", GIVES),
        Class::State => {
            ("The account or the resource is in a state that does not allow it.", GIVES)
        }
        Class::NotFound => ("The named resource does not exist.", GIVES),
        Class::Unknown => ("The remedy is unknown.", "Returns the error."),
    }
}

/// What an operator must fix, because no program can.
pub(super) fn operator(operator: Operator) -> Markup {
    let sees_to = match operator {
        Operator::Ticket => "that WeChat’s pushes of the platform’s ticket arrive",
        Operator::CallerAddress => "that the caller’s address is on the list of allowed ones",
        Operator::Authorization => "that the account authorises the platform",
        Operator::PermissionSet => "that the account grants one of the endpoint’s permission sets",
        Operator::AppSecret => "that the program has the app secret that is in force",
        Operator::Account => "that the account is settled with WeChat and in use again",
    };
    html! { "An operator must make sure " (sees_to) ". " code { "error.action_required()" } " says so." }
}

/// When a quota resets.
pub(super) fn quota(window: Window) -> &'static str {
    match window {
        Window::Minute => "Per minute, by the clock: it resets when the next one begins.",
        Window::Day => "Per day in China (UTC+8): it resets at midnight there.",
        Window::Month => "Per calendar month in China (UTC+8).",
    }
}

/// The class of an errcode as a label.
pub(super) fn class_badge(class: Class) -> Markup {
    let word = words::word(class);
    html! { span.badge.{ "class-" (word) } { (word) } }
}

/// How many endpoints and errcodes there are.
pub(super) fn sizes(site: &Site<'_>) -> String {
    let endpoints = text::counted(site.api.endpoints.len(), "endpoint");
    format!("{endpoints}, {}", text::counted(site.api.errcodes.len(), "errcode"))
}
