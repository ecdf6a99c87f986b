//! `hosts`: base URLs, each once.

use std::collections::BTreeMap;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::source::Span;
use crate::syntax::EndpointDoc;

pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &Span> = BTreeMap::new();
    for host in listed(&document.hosts) {
        if !is_base_url(&host.value) {
            let message = format!("`{}` is not the base URL of a host", host.value.escape_debug());
            let problem = Problem::new(Rule::BadHost, &host.span, message, "not a host");
            problems.add(problem.help(
                "https, the host in small letters and nothing after it, such as \"https://mp.weixin.qq.com\"",
            ));
        } else if let Some(first) = seen.insert(&host.value, &host.span) {
            let message = format!("`{}` is listed twice", host.value);
            let problem = Problem::new(Rule::Repeated, &host.span, message, "again");
            problems.add(problem.other(first, "first"));
        }
    }
    if let (Some(hosts), Some(span)) =
        (&document.hosts, document.place_of("hosts").or(Some(&document.span)))
        && hosts.is_empty()
    {
        let problem = Problem::new(Rule::EmptyText, span, "no hosts", "empty");
        problems
            .add(problem.help("list where it is served, or leave the key out for the usual hosts"));
    }
}

fn is_base_url(text: &str) -> bool {
    let Some(authority) = text.strip_prefix("https://") else {
        return false;
    };
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().is_ok()),
        None => (authority, true),
    };
    let is_label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(plain)
    };
    port && host.contains('.') && host.split('.').all(is_label)
}
