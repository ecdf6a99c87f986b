//! What passes the check compiles, whatever its names: each name that could collide is tried
//! wherever a spec has names, or the check refuses it and says what to do.

mod spec;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use wechat_cloudbase::{Area, Errcode};
use wechat_cloudbase_codegen::{
    Diagnostic, Options, Report, Rule, Runtime, SourceFile, check, compile,
};

use super::{Scratch, assert_success};
use spec::{Kind, Names};

/// One compilation of both runtimes: the bindings of this crate, with the errcodes and the examples
/// of all endpoints, and those of a crate that has endpoints of its own.
#[test]
#[ignore = "slow"]
fn what_passes_the_check_compiles() {
    let scratch = Scratch::new("names", 4);
    let names = accepted();
    let own = for_own(names.clone());
    for (path, text) in own.files() {
        scratch.write(&format!("spec/{path}"), &text);
    }
    for (path, text) in own.tables() {
        scratch.edit(&format!("spec/{path}"), |before| format!("{before}\n{text}"));
    }
    scratch.write("tests/it/samples.rs", include_str!("../samples.rs"));
    scratch.write("tests/it/samples/survival.rs", include_str!("../samples/survival.rs"));
    scratch.write("tests/it/samples/values.rs", include_str!("../samples/values.rs"));
    let mut test =
        "#![allow(dead_code, unreachable_pub, deprecated)]\nmod it {\n    mod samples;\n}\n"
            .to_owned();
    for (number, files) in [sources(&names), spec::shared_types(&names)].iter().enumerate() {
        let outputs = compile(files, &Options::new(Runtime::Dependency));
        for output in outputs.unwrap_or_else(|report| panic!("{}", said(&report))) {
            scratch.write(&format!("tests/dependency_{number}/{}", output.name), &output.text);
        }
        test += &format!(
            "pub mod dependency_{number} {{\n    include!(\"dependency_{number}/api.rs\");\n    \
             pub mod contract {{\n        include!(\"dependency_{number}/contract.rs\");\n    }}\n}}\n"
        );
    }
    test += &examples(&own);
    scratch.write("tests/names.rs", &test);
    assert_success(&scratch.cargo(&["check", "--test", "names"]));
}

/// Names that are equal in Rust are distinguished, or the check reports them.
#[test]
fn names_that_meet_in_rust() {
    for (one, other) in [
        ("fooBar", "foo_bar"),
        ("fooBar", "foo-bar"),
        ("FOO_BAR", "FooBar"),
        ("a.b", "a_b"),
        ("type", "Type"),
        ("r", "R"),
    ] {
        for kind in [Kind::Field, Kind::Inline, Kind::PlainValue] {
            let names = Names::of(kind, one).with(kind, other);
            assert!(!passes(&names, one), "{one} and {other} as {kind:?}");
        }
    }
    let met = |kind, one, other| !passes(&Names::of(kind, one).with(kind, other), one);
    assert!(met(Kind::Errcode, "FooBar", "FOOBar"), "both are the constant FOO_BAR");
    assert!(!passes(&Names::of(Kind::Errcode, "RECORDS"), "RECORDS"), "the list of all records");
    assert!(met(Kind::PlainValue, "a1", "a_1"), "both are the variant A1");
    assert!(met(Kind::Inline, "a1", "a_1"), "both are the type A1");
    assert!(!met(Kind::Field, "a1", "a_1"), "they are two members");
    assert!(!met(Kind::Endpoint, "a1", "a_1"), "they are two modules");
}

/// The names that the check lets through, by what they name. It says of all others, in few rounds,
/// what to do.
fn accepted() -> Names {
    let mut accepted = Names::default();
    for kind in Kind::ALL {
        let mut left = words::of(*kind);
        let names = loop {
            let names = left.iter().fold(Names::default(), |names, name| names.with(*kind, name));
            let Err(report) = check(&sources(&names), "") else {
                assert!(left.len() >= 20, "{kind:?} has {} names", left.len());
                break names;
            };
            let diagnostics = report.diagnostics();
            let refused: BTreeSet<_> = diagnostics
                .iter()
                .filter(|it| helps(it))
                .filter_map(|it| subject(*kind, it))
                .collect();
            let before = left.len();
            // These are of every response, whatever they would be in Rust.
            left.retain(|name| !refused.contains(name) && name != "errcode" && name != "errmsg");
            assert!(left.len() < before, "{kind:?}: {}", said(&report));
        };
        accepted.extend(names);
    }
    accepted
}

/// The name that a problem is about, by the place where it is.
fn subject(kind: Kind, problem: &Diagnostic) -> Option<String> {
    let place = &problem.label.place;
    let (folder, file) = place.path.rsplit_once('/').unwrap_or_default();
    match kind {
        Kind::Endpoint => file.strip_suffix(".toml").map(str::to_owned),
        Kind::Section => Some(folder.to_owned()),
        _ => place.text.split('"').nth(1).map(str::to_owned),
    }
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(|char: char| !char.is_ascii_alphanumeric(), "")
}

/// Whether a spec with this name passes the check; one that does not says what to do about it.
fn passes(names: &Names, name: &str) -> bool {
    let Err(report) = check(&sources(names), "") else {
        return true;
    };
    assert!(report.diagnostics().iter().any(helps), "{name}: {}", said(&report));
    false
}

/// Whether a problem is that of a name, and says what to do or what else has it.
fn helps(problem: &Diagnostic) -> bool {
    let of_names = [
        Rule::BadName,
        Rule::NameCollision,
        Rule::ReservedName,
        Rule::FileName,
        Rule::ErrcodeCollision,
    ];
    of_names.contains(&problem.rule) && (problem.help.is_some() || problem.other.is_some())
}

fn sources(names: &Names) -> Vec<SourceFile> {
    let tables = names.tables().map(|(path, text)| (path.to_owned(), text));
    let files = names.files().into_iter().chain(tables);
    files.map(|(path, text)| SourceFile::new(path, text)).collect()
}

/// Without the names that the crate's own spec has.
fn for_own(mut names: Names) -> Names {
    let endpoints: BTreeSet<_> =
        wechat_cloudbase::api::ENDPOINTS.iter().map(|it| it.id.to_owned()).collect();
    let constant = |name: &str| folded(name);
    let errcodes: BTreeSet<_> = Errcode::ALL.iter().map(|it| constant(it.name())).collect();
    let areas: BTreeSet<_> = Errcode::ALL
        .iter()
        .filter_map(|it| it.area())
        .map(|area: Area| format!("{area:?}"))
        .collect();
    let types = read(&root().join("spec/types.toml"));
    let types: BTreeSet<_> =
        types.lines().filter_map(|line| line.split_whitespace().next()).map(folded).collect();
    names.retain(|kind, name| match kind {
        Kind::Endpoint => !endpoints.contains(name),
        Kind::Errcode => !errcodes.contains(&constant(name)),
        Kind::Type | Kind::Inline => !types.contains(&folded(name)),
        Kind::Area => !areas.contains(name),
        _ => true,
    });
    names
}

/// The examples of the generated methods, each a module: what a test of the docs would compile.
fn examples(names: &Names) -> String {
    let outputs = compile(&sources(names), &Options::new(Runtime::Own))
        .unwrap_or_else(|report| panic!("{}", said(&report)));
    let mut text = String::new();
    let pages = outputs.iter().filter(|output| output.name.ends_with(".method.md"));
    for (number, page) in pages.enumerate() {
        let mut is_inside = false;
        let mut code = String::new();
        for line in page.text.lines().map(str::trim_start) {
            match line {
                "```" => is_inside = !is_inside,
                _ if is_inside => {
                    code += &format!("    {}\n", line.strip_prefix("# ").unwrap_or(line));
                }
                _ => {}
            }
        }
        if !code.is_empty() {
            text += &format!("mod example_{number} {{\n{code}}}\n");
        }
    }
    assert!(text.contains("async fn main()"), "examples");
    text
}

fn said(report: &Report) -> String {
    report.diagnostics().iter().map(|problem| format!("{problem}\n")).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}
