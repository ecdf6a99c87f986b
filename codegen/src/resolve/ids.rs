//! The id of an endpoint: what its file, its method and its module are named.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::naming::{self, RESERVED_ENDPOINTS};
use crate::syntax::{EndpointDoc, Node};

/// The file's stem is the id, and the id follows from the vendor's name unless `rust` says another.
pub(super) fn check(document: &EndpointDoc, problems: &mut Problems) {
    let id = document.id.as_str();
    if document.name.as_ref().is_some_and(|name| !check_name(name, problems)) {
        return;
    }
    let Some((given, expected)) = expected_id(document, problems) else {
        return;
    };
    if RESERVED_ENDPOINTS.contains(&expected.as_str()) || naming::is_keyword(&expected) {
        let message = format!("no endpoint can have the id `{expected}`");
        let problem = Problem::new(Rule::ReservedName, &given.span, message, "taken");
        problems.add(problem.help("give it another id with rust = \"...\""));
    } else if id != expected {
        let message = format!("the file of `{}` must be `{expected}.toml`", given.value);
        let problem = Problem::new(
            Rule::FileName,
            &given.span,
            message,
            format!("here it is in `{id}.toml`"),
        );
        problems.add(problem.help("rename the file, or give another id with rust = \"...\""));
    }
}

/// Names of interfaces are words; a browser's search and a compiler's message can take them.
fn check_name(name: &Node<String>, problems: &mut Problems) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_-.".contains(char);
    let good = name.value.chars().all(plain);
    if !good {
        let message = format!("`{}` is not a valid interface name", name.value);
        let problem = Problem::new(
            Rule::BadName,
            &name.span,
            message,
            "must be letters, digits, `_`, `-` and `.`",
        );
        problems.add(problem.help(
            "write it as the page's address or its heading spells it, such as \"createTcbEnv\"",
        ));
    }
    good
}

fn expected_id<'a>(
    document: &'a EndpointDoc,
    problems: &mut Problems,
) -> Option<(&'a Node<String>, String)> {
    let (node, id) = match (&document.rust, &document.name) {
        (Some(rust), _) => (rust, naming::is_snake_case(&rust.value).then(|| rust.value.clone())),
        (None, name) => (name.as_ref()?, naming::snake_case(&name.as_ref()?.value)),
    };
    if id.is_none() {
        let message = format!("`{}` makes no id in snake_case", node.value);
        let problem = Problem::new(Rule::BadName, &node.span, message, "not a name");
        problems.add(problem.help("give an id with rust = \"some_name\""));
    }
    Some((node, id?))
}
