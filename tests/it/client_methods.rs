//! No endpoint has the name of a method of the client. The methods are read from the source, so a
//! new one is covered at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wechat_cloudbase_codegen::{Rule, SourceFile, check};

#[test]
fn no_endpoint_takes_the_name_of_a_method_of_the_client() {
    let mut methods = BTreeSet::new();
    methods_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut methods);
    assert!(methods.contains("builder") && methods.contains("fmt"), "{methods:?}");
    let taken: Vec<_> = methods.iter().filter(|name| !is_reserved(name)).collect();
    assert!(taken.is_empty(), "add {taken:?} to `RESERVED_ENDPOINTS` in codegen/src/naming.rs");
    assert!(!is_reserved("describe"), "a name that nothing has");
}

fn is_reserved(name: &str) -> bool {
    let text = format!("name = \"{name}\"\n");
    let spec = check(&[SourceFile::new(format!("words/{name}.toml"), text)], "");
    let report = spec.err().expect("a spec that lacks nearly everything is refused");
    report.diagnostics().iter().any(|it| it.rule == Rule::ReservedName && it.help.is_some())
}

/// The client's methods in any `impl`, in a file or in all files of a folder.
fn methods_in(path: &Path, methods: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            methods_in(&entry.expect("an entry").path(), methods);
        }
        return;
    }
    let text = fs::read_to_string(path).expect("a file");
    let mut is_inside = false;
    for line in text.lines() {
        if line.starts_with("impl") {
            let subject = line.rsplit_once(" for ").map_or(line, |(_, subject)| subject);
            is_inside = subject.contains(" Client<") || subject.starts_with("Client<");
        } else if line.starts_with('}') {
            is_inside = false;
        }
        let indented = line.strip_prefix("    ").unwrap_or(" ");
        let is_item = !indented.starts_with([' ', '/']);
        let name = line.split_once("fn ").filter(|_| is_inside && is_item).map(|(_, rest)| rest);
        let end = |char: char| !char.is_ascii_alphanumeric() && char != '_';
        methods.extend(name.and_then(|rest| rest.split(end).next()).map(str::to_owned));
    }
}
