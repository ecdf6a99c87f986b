//! Whatever the files hold, the compiler terminates: with valid Rust, or with a report
//! whose places are in the files.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use wechat_cloudbase_codegen::{Note, Report, SourceFile};

use crate::mutation::{WORDS, config, mutate, mutation, over, path, specs};
use crate::spec::{base, compiled};

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn random_bytes(path in path(), content in vec(any::<u8>(), 0..400)) {
        check(&over(base(), SourceFile::new(path, content)));
    }

    #[test]
    fn random_text(path in path(), content in "\\PC{0,200}") {
        check(&over(base(), SourceFile::new(path, content)));
    }

    #[test]
    fn random_words(path in path(), words in vec(select(WORDS), 0..120)) {
        check(&over(base(), SourceFile::new(path, words.concat())));
    }

    #[test]
    fn random_file_names(paths in vec("[a-z_./ \\\\\u{0}-\u{1f}中é]{0,12}(\\.toml|\\.md|)", 0..6)) {
        let mut files = base();
        let endpoint = files.iter().find(|file| file.path.contains('/')).unwrap().content.clone();
        files.extend(paths.into_iter().map(|path| SourceFile::new(path, endpoint.clone())));
        check(&files);
    }

    #[test]
    #[ignore = "slow"]
    fn mutated_specs(spec in any::<Index>(), mutations in vec(mutation(), 1..4)) {
        static SPECS: LazyLock<Vec<Vec<SourceFile>>> = LazyLock::new(specs);
        let mut files = spec.get(&SPECS).clone();
        for mutation in &mutations {
            mutate(&mut files, mutation, &SPECS);
        }
        check(&files);
    }
}

#[test]
fn unmutated_specs_compile() {
    for spec in specs() {
        assert!(compiled(&spec).is_ok());
        check(&spec);
    }
}

/// A slow compiler on a strange file is a hanging build.
#[test]
#[ignore = "slow"]
fn large_files_take_no_long() {
    let endpoint = |request: String, sample: &str| {
        let text = String::from_utf8(
            base().iter().find(|file| file.path.contains('/')).unwrap().content.clone(),
        )
        .unwrap();
        let text =
            text.replace("env = { type = \"EnvId\", doc = \"Environment to share\" }", &request);
        over(
            base(),
            SourceFile::new(
                "env/share_env.toml",
                text.replace(r#"'{"env": "test-0001"}'"#, sample),
            ),
        )
    };
    let lines = |line: fn(usize) -> String| (0..20_000).map(line).collect::<String>();
    let corrected = format!(
        "\n[[correction]]\nfield = \"request.{}\"\nsays = \"a\"\nis = \"b\"\nwhy = \"c\"\n",
        "a.".repeat(2000)
    );
    let with_json =
        "env = { type = \"EnvId\", doc = \"E\" }\nx = { type = \"json\", doc = \"X\" }\n";
    let files = [
        endpoint(lines(|line| format!("f{line} = {{ type = \"int\", docs = \"F\" }}\n")), "'{}'"),
        endpoint(
            lines(|line| format!("f{line} = {{ type = \"Typo{line}\", doc = \"F\" }}\n")),
            "'{}'",
        ),
        endpoint(
            with_json.into(),
            &format!(
                "'{{\"env\": \"e\", \"x\": {}1{}}}'",
                "[".repeat(100_000),
                "]".repeat(100_000)
            ),
        ),
        endpoint(
            with_json.into(),
            &format!("'{{\"env\": \"e\", \"x\": [{}1]}}'", "1, ".repeat(20_000)),
        ),
        endpoint(format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)), "'{}'"),
        endpoint(format!("a = {}1{}", "{ a = ".repeat(100_000), "}".repeat(100_000)), "'{}'"),
        endpoint(format!("{} = 1", "a.".repeat(100_000) + "a"), "'{}'"),
        endpoint(
            format!(
                "a = {{ type = \"object\", doc = \"A\", fields.\"a.a\" = {{ type = \"int\", doc = \"A\" }} }}{corrected}"
            ),
            "'{}'",
        ),
        over(base(), SourceFile::new("env/share_env.toml", "[".repeat(200_000))),
        over(base(), SourceFile::new("types.toml", "\"".repeat(200_000))),
        over(base(), SourceFile::new("types.toml", chain_of_types(3000))),
    ];
    for (index, files) in files.iter().enumerate() {
        let start = std::time::Instant::now();
        let _ = compiled(files).map_err(|report| report.to_string());
        assert!(start.elapsed().as_secs() < 20, "spec {index} took {:?}", start.elapsed());
    }
}

/// `T0` has a `T1`, which has a `T2`, and so on.
fn chain_of_types(length: usize) -> String {
    let line = |index| {
        format!(
            "T{index} = {{ doc = \"T\", fields.a = {{ type = \"T{}\", doc = \"A\" }} }}\n",
            index + 1
        )
    };
    let chain: String = (0..length).rev().map(line).collect();
    format!("{chain}T{length} = {{ type = \"string\", doc = \"Last\" }}\n")
}

fn check(files: &[SourceFile]) {
    match compiled(files) {
        Ok(outputs) => {
            for output in outputs.iter().filter(|output| output.name.ends_with(".rs")) {
                if let Err(error) = syn::parse_file(&output.text) {
                    panic!("{} is not Rust: {error}\n{}", output.name, output.text);
                }
            }
        }
        Err(report) => check_report(&report, files),
    }
}

fn check_report(report: &Report, files: &[SourceFile]) {
    let diagnostics = report.diagnostics();
    assert!(!diagnostics.is_empty(), "an empty report");
    let text = |file: &SourceFile| String::from_utf8_lossy(&file.content).replace("\r\n", "\n");
    let texts: Vec<_> = files.iter().map(text).collect();
    for diagnostic in &diagnostics {
        for note in [Some(&diagnostic.label), diagnostic.other.as_ref()].into_iter().flatten() {
            let path = note.place.path.strip_prefix("spec/").unwrap();
            let mut of_path = files.iter().zip(&texts).filter(|(file, _)| file.path == path);
            assert!(of_path.any(|(_, text)| is_inside(note, text)), "no such place: {diagnostic}");
        }
        assert!(
            !diagnostic.message.is_empty() && !diagnostic.label.text.is_empty(),
            "{diagnostic}"
        );
    }
}

fn is_inside(note: &Note, text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.split('\n').nth(note.place.line - 1);
    line.is_some_and(|line| note.place.column <= line.chars().count() + 1)
}
