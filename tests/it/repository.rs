//! Rules of this repository, each with its reason beside it.

mod circles;
mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Which modules of a crate import which, from `use crate::x` and paths `crate::x`. A module is a
/// top-level one with everything below it, unless the layers name a part of it, as `token/kind`.
fn imports(folder: &str, layers: &[&[&str]]) -> BTreeMap<String, BTreeSet<String>> {
    let source = root().join(folder);
    let known = |module: &str| layers.iter().any(|layer| layer.contains(&module));
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(folder, "rs") {
        let relative = file.strip_prefix(&source).unwrap().with_extension("");
        let whole = relative.to_str().unwrap().replace('\\', "/");
        let first = whole.split('/').next().unwrap().to_owned();
        let module = if known(&whole) { whole.clone() } else { first };
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let parent = module_of_super(&whole);
        let code = lines.collect::<Vec<_>>().join("\n").replace("\nuse super::", &parent);
        let used = code.split("crate::").skip(1).flat_map(named);
        let used = used.map(|path| if known(&path) { path } else { first_of(&path) });
        imports.entry(module.clone()).or_default().extend(used.filter(|used| *used != module));
    }
    imports
}

/// What `super::` means in a file: `crate::client::` in `client/run`.
fn module_of_super(file: &str) -> String {
    let parent =
        file.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.replace('/', "::"));
    format!("\nuse crate::{parent}::").replace("::::", "::")
}

fn first_of(path: &str) -> String {
    path.split('/').next().unwrap().to_owned()
}

/// What a path names, at most two steps deep: `error/Error` of `error::Error`, and one for each
/// part of `{error::Error, json::{Decode, Encode}}`.
fn named(path: &str) -> Vec<String> {
    let word = |text: &str| {
        let text = text.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        text[..end.unwrap_or(text.len())].to_owned()
    };
    let two = |text: &str| match text.split_once("::") {
        Some((first, rest)) if word(first) == first.trim() && !rest.starts_with('{') => {
            format!("{}/{}", word(first), word(rest))
        }
        _ => word(text),
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![two(path)];
    };
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    parts.iter().map(|part| two(part)).collect()
}

#[test]
fn paths_are_read_right() {
    assert_eq!(named("error::Error;"), ["error/Error"]);
    assert_eq!(named("Secret;\nuse x::y"), ["Secret"]);
    let group = "{Call, json::{Decode, Encode}, token::kind::Kind};";
    assert_eq!(named(group), ["Call", "json/Decode", "token/kind"]);
}

/// The types that the crate's root re-exports, and where they are at home.
const RUNTIME_ROOT: &[(&str, &str)] = &[
    ("Area", "errcode"),
    ("Call", "call"),
    ("Class", "errcode"),
    ("Client", "client"),
    ("ClientBuilder", "client"),
    ("Errcode", "errcode"),
    ("Error", "error"),
    ("Outcome", "error"),
    ("MiniProgram", "mini_program"),
    ("Platform", "platform"),
    ("Secret", "secret"),
    ("ActionRequired", "error"),
];

/// Layers, lowest first: a module imports only from lines before its own.
/// Dependencies go one way, so that a reader never goes back up.
const RUNTIME_LAYERS: &[&[&str]] = &[
    &["backoff", "calendar", "database", "secret", "task"],
    &["json"],
    &["download", "errcode", "token/kind", "transport"],
    &["endpoint"],
    &["error"],
    &["envelope", "retry", "token", "upload"],
    &["callback", "operation", "store"],
    &["shared"],
    &["client/attempt", "client/exchange", "client/headers", "client/request", "client/route"],
    &["client/middleware", "client/sites", "client/trace"],
    &["client/context"],
    &["client/run"],
    &["call"],
    &["pages"],
    &["wait"],
    &["client"],
    // Generated code imports the runtime; the runtime never imports generated code.
    &["api"],
    &["platform"],
    &["mini_program"],
    &["mock"],
    &["lib", "bin"],
];

const COMPILER_LAYERS: &[&[&str]] = &[
    &["base64", "options", "source", "naming", "prose", "template"],
    &["diagnostic", "leaf", "notation/absent", "notation/key"],
    &["table"],
    // Every other module may know the notation.
    &["notation"],
    &["model", "syntax"],
    &["parse", "resolve", "item", "spec"],
    &["format"],
    &["emit", "lower"],
    &["example", "output"],
    &["lib"],
    &["build_script"],
];

/// Of the tools, below all of which is the compiler.
const TOOLS_LAYERS: &[&[&str]] = &[
    &["hash", "json", "layout", "places", "render"],
    &["diff", "drift", "output", "warnings"],
    &["fetch", "new", "update"],
    &["lib"],
    &["command"],
    &["main"],
];

#[track_caller]
fn check_layers(folder: &str, layers: &[&[&str]], home: &[(&str, &str)]) {
    let layer = |module: &str| layers.iter().position(|layer| layer.contains(&module));
    let mut wrong = Vec::new();
    for (module, used) in imports(folder, layers) {
        let Some(own) = layer(&module) else {
            wrong.push(format!("{folder}/{module} is in no layer"));
            continue;
        };
        for used in used {
            let used =
                home.iter().find(|(name, _)| *name == used).map_or(used.as_str(), |(_, home)| home);
            if layer(used).is_some_and(|layer| layer >= own) {
                wrong.push(format!("{folder}/{module} imports {used}, which is not below it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_runtime_is_layered() {
    check_layers("src", RUNTIME_LAYERS, RUNTIME_ROOT);
}

#[test]
fn the_compiler_is_layered() {
    let root = &[
        ("Options", "options"),
        ("OutputFile", "output"),
        ("Report", "diagnostic"),
        ("SourceFile", "source"),
        ("Spec", "spec"),
        ("check", "lib"),
        ("compile", "lib"),
    ];
    check_layers("codegen/src", COMPILER_LAYERS, root);
}

#[test]
fn the_tools_are_layered() {
    check_layers("tools/src", TOOLS_LAYERS, &[]);
}

/// Outputs read the model and never each other, so that one can be added or dropped alone. The files
/// in the folder of an output are parts of it.
#[test]
fn outputs_do_not_import_each_other() {
    for folder in ["codegen/src/output", "tools/src/output"] {
        let outputs = root().join(folder);
        for file in files(folder, "rs") {
            let is_part = file.parent() != Some(outputs.as_path());
            let text = fs::read_to_string(&file).unwrap();
            let shared = |line: &str| {
                ["super::{HEADER, PlannedFile}", "super::PlannedFile"]
                    .iter()
                    .any(|it| line.contains(it))
            };
            let supers: Vec<_> = text
                .lines()
                .filter(|line| line.contains("super::") && !shared(line))
                .filter(|line| !is_part || line.contains("super::super::"))
                .collect();
            assert!(supers.is_empty(), "{}: {supers:?}", file.display());
            assert!(!text.contains("crate::output"), "{}", file.display());
        }
    }
}

fn compiler_and_tools() -> impl Iterator<Item = PathBuf> {
    files("codegen/src", "rs").into_iter().chain(files("tools/src", "rs"))
}

/// One step decides on punctuation; everything before it is plain data.
#[test]
fn only_emit_quotes() {
    let emit = root().join("codegen/src/emit");
    for file in compiler_and_tools() {
        let text = fs::read_to_string(&file).unwrap();
        let quotes = text.contains("quote!(") || text.contains("quote! {");
        let allowed = file.starts_with(&emit) || file == emit.with_extension("rs");
        assert!(!quotes || allowed, "{}", file.display());
    }
}

/// One file changes case; names that are made elsewhere would drift apart.
#[test]
fn only_naming_changes_case() {
    for file in compiler_and_tools() {
        let text = fs::read_to_string(&file).unwrap();
        let changes = text.contains("to_ascii_uppercase") || text.contains("to_ascii_lowercase");
        assert!(!changes || file.ends_with("naming.rs"), "{}", file.display());
    }
}

/// The front page of the docs lists the endpoints, and the READMEs point there.
#[test]
fn the_docs_list_the_endpoints() {
    let table = include_str!(concat!(env!("OUT_DIR"), "/endpoints.md"));
    for endpoint in wechat_cloudbase::api::ENDPOINTS {
        assert!(table.contains(&format!("| {} |", endpoint.name)), "{}", endpoint.name);
    }
}

/// A fact that only one of the READMEs has is lost for the readers of the other.
#[test]
fn the_readmes_say_the_same() {
    let [english, chinese] =
        ["README.md", "README.zh-CN.md"].map(|name| fs::read_to_string(root().join(name)).unwrap());
    for start in ["## ", "- **", "| ", "```", "cargo ", "use ", "let "] {
        let count = |text: &str| text.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(count(&english), count(&chinese), "lines that start with `{start}`");
    }
    let links = |text: &str| -> BTreeSet<String> {
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        targets.filter(|target| !target.starts_with("README")).map(str::to_owned).collect()
    };
    assert_eq!(links(&english), links(&chinese));
}

#[test]
fn the_readmes_list_the_features() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let features = manifest.split("[features]").nth(1).unwrap().split("\n[").next().unwrap();
    let names = features.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root().join(readme)).unwrap();
        for name in names.clone().filter(|name| *name != "default") {
            assert!(text.contains(&format!("| `{name}`")), "{readme} lacks the feature {name}");
        }
    }
}
