//! Diagnoses missing root certificates.

use std::env;
use std::path::Path;

use super::barrier::texts;

/// Why an HTTP client can't be built.
pub(crate) fn setup_problem(error: &reqwest::Error) -> String {
    let texts = texts(error);
    // The platform's verifier has no type for it.
    if texts.iter().any(|text| text.contains("No CA certificates")) {
        return format!(
            "no root certificates were found, and https needs them: {}. Install this system's package of them (such as `ca-certificates`), correct these variables, or bring some with `ClientBuilder::http_builder`",
            where_it_looked()
        );
    }
    let cause = texts.last().cloned().unwrap_or_default();
    format!("the HTTP client can't be set up: {cause}")
}

fn where_it_looked() -> String {
    let variables = ["SSL_CERT_FILE", "SSL_CERT_DIR"];
    let set: Vec<_> = variables
        .iter()
        .filter_map(|name| env::var_os(name).map(|value| (name, value)))
        .filter(|(_, value)| !value.is_empty())
        .flat_map(|(name, value)| {
            let paths: Vec<_> = env::split_paths(&value).collect();
            paths.into_iter().map(move |path| describe(name, &path))
        })
        .collect();
    if set.is_empty() {
        return "this system's usual places, such as /etc/ssl/certs, have none, and neither SSL_CERT_FILE nor SSL_CERT_DIR is set".to_owned();
    }
    set.join(", and ")
}

fn describe(variable: &str, path: &Path) -> String {
    let state = if path.exists() { "which has none" } else { "which does not exist" };
    format!("{variable} is {}, {state}", path.display())
}
