//! The environment variables that name proxies.

use std::env;

const HTTPS: &[&str] = &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const HTTP: &[&str] = &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// The environment variable that names a proxy for hosts of a scheme. Its value is not shown, because it
/// may have a password in it.
pub(super) fn variable(scheme: &str) -> Option<&'static str> {
    let names = if scheme == "https" { HTTPS } else { HTTP };
    let is_set = |name: &&&'static str| env::var_os(name).is_some_and(|value| !value.is_empty());
    names.iter().find(is_set).copied()
}
