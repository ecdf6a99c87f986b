//! What the docs of an endpoint say of its pages and waits.

use super::super::markdown::{code, paragraph};
use crate::model::{Endpoint, Wait};
use crate::options::Runtime;

/// Lines with an empty one before each paragraph; none where there is neither.
pub(super) fn lines(endpoint: &Endpoint, runtime: Runtime) -> Vec<String> {
    let root = match runtime {
        Runtime::Own => "crate",
        Runtime::Dependency => "wechat_cloudbase",
    };
    let mut lines = Vec::new();
    if let Some(pages) = &endpoint.pages {
        lines.extend([
            String::new(),
            format!(
                "Its list {} comes in pages: [`pages`]({root}::Call::pages) and [`items`]({root}::Call::items) of the call read all of it; there is an example [here](mod@{root}::pages).",
                code(&pages.items.text)
            ),
        ]);
    }
    if !endpoint.waits.is_empty() {
        lines.extend([
            String::new(),
            format!("The call can [wait]({root}::Call::wait) for a state; there is an example [here](mod@{root}::wait):"),
            String::new(),
        ]);
        lines.extend(endpoint.waits.iter().map(|wait| line(endpoint, wait, runtime)));
    }
    lines
}

fn line(endpoint: &Endpoint, wait: &Wait, runtime: Runtime) -> String {
    let path = match runtime {
        Runtime::Own => "crate::api::",
        Runtime::Dependency => "",
    };
    let (id, name) = (&endpoint.id, &wait.name);
    format!("- [`{name}`](fn@{path}{id}::{name}): {}", paragraph(&wait.doc))
}
