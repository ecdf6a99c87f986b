//! The variables of the environment in which proxies are named.

use std::env;

const HTTPS: &[&str] = &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const HTTP: &[&str] = &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// The variable that names a proxy for hosts of a scheme. Its value may have a password in it, and is
/// nobody's business.
pub(super) fn variable(scheme: &str) -> Option<&'static str> {
    let names = if scheme == "https" { HTTPS } else { HTTP };
    let is_set = |name: &&&'static str| env::var_os(name).is_some_and(|value| !value.is_empty());
    names.iter().find(is_set).copied()
}
