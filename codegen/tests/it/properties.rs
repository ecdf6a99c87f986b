//! Whatever the files hold, the compiler answers: with outputs that are Rust, or with a report
//! whose places are in the files.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use wechat_cloudbase_codegen::{Note, Report, SourceFile};

use crate::spec::{base, compiled, folders, read};

pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    }
}

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
    if diagnostics.len() < 100 {
        assert!(report.render(true).contains('\u{1b}'));
        assert!(report.render(false).matches("error[").count() >= diagnostics.len());
    }
}

fn is_inside(note: &Note, text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = text.split('\n').nth(note.place.line - 1);
    line.is_some_and(|line| note.place.column <= line.chars().count() + 1)
}

fn over(mut files: Vec<SourceFile>, file: SourceFile) -> Vec<SourceFile> {
    files.retain(|other| other.path != file.path);
    files.push(file);
    files
}

fn specs() -> Vec<Vec<SourceFile>> {
    let golden = folders("golden").into_iter().map(|case| read(&case.join("spec")));
    golden.chain([base()]).collect()
}

fn path() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "env/share_env.toml",
            "types.toml",
            "errcodes.toml",
            "permission_sets.toml",
            "a/b/c.toml",
        ][..],
    )
}

/// Pieces of the notation, which make more sense by chance than characters do.
const WORDS: &[&str] = &[
    "\n",
    "\n",
    "\n",
    " ",
    " = ",
    " = ",
    ", ",
    "{ ",
    " }",
    "[",
    "]",
    "[[",
    "]]",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    ".",
    "#",
    "\\",
    "\t",
    "\r\n",
    "1",
    "-1",
    "0x7f",
    "1e400",
    "true",
    "2026-11-21",
    "9223372036854775808",
    "\"x\"",
    "'{}'",
    "'{\"env\": 1}'",
    "\"EnvId\"",
    "\"EnvId[]\"",
    "\"int\"",
    "\"object\"",
    "\"中文\"",
    "\u{200b}",
    "[request]",
    "[response]",
    "[types.T]",
    "[sample]",
    "[[source]]",
    "[[errcode]]",
    "[[correction]]",
    "name",
    "rust",
    "summary",
    "notes",
    "method",
    "path",
    "tokens",
    "repeat",
    "errcodes",
    "type",
    "doc",
    "enum",
    "fields",
    "fixed",
    "in",
    "optional",
    "pattern",
    "secret",
    "value",
    "request",
    "response",
    "page",
    "read",
    "field",
    "says",
    "is",
    "why",
    "code",
    "message",
    "meaning",
    "remedy",
    "class",
    "id",
    "status",
    "old_paths",
    "request_wrapper",
    "response_wrapper",
    "text",
    "min",
    "max",
    "min_length",
    "max_length",
    "min_items",
    "max_items",
    "[[area]]",
    "from",
    "to",
    "\"moved\"",
    "\"query\"",
    "\"both\"",
    "\"whole-body\"",
    "[\"/a/b\"]",
    "text = true, ",
    "in = \"whole-body\", ",
    "in = \"both\", ",
    "optional = true, ",
    "fixed = \"x\", ",
    "max = 1, ",
    "max_length = 1, ",
    "status = \"moved\"\n",
    "old_paths = [\"/a/b\"]\n",
    "request_wrapper = \"W\"\n",
    "response_wrapper = \"W\"\n",
    "method = \"GET\"\n",
    "env = { type = \"string\", doc = \"E\" }",
];

#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, Index, u8),
    Delete(Index, Index, usize),
    Repeat(Index, Index, usize),
    Truncate(Index, Index),
    Splice(Index, Index, Index, Index, usize),
    SwapLines(Index, Index, Index),
    Insert(Index, Index, &'static str),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let index = any::<Index>;
    let length = 1..60_usize;
    prop_oneof![
        (index(), index(), any::<u8>()).prop_map(|(file, at, byte)| Mutation::Flip(file, at, byte)),
        (index(), index(), length.clone())
            .prop_map(|(file, at, length)| Mutation::Delete(file, at, length)),
        (index(), index(), length.clone())
            .prop_map(|(file, at, length)| Mutation::Repeat(file, at, length)),
        (index(), index()).prop_map(|(file, at)| Mutation::Truncate(file, at)),
        (index(), index(), index(), index(), length).prop_map(|(file, at, spec, from, length)| {
            Mutation::Splice(file, at, spec, from, length)
        }),
        (index(), index(), index()).prop_map(|(file, a, b)| Mutation::SwapLines(file, a, b)),
        (index(), index(), select(WORDS))
            .prop_map(|(file, at, word)| Mutation::Insert(file, at, word)),
    ]
}

fn mutate(files: &mut [SourceFile], mutation: &Mutation, specs: &[Vec<SourceFile>]) {
    let (Mutation::Flip(file, ..)
    | Mutation::Delete(file, ..)
    | Mutation::Repeat(file, ..)
    | Mutation::Truncate(file, ..)
    | Mutation::Splice(file, ..)
    | Mutation::SwapLines(file, ..)
    | Mutation::Insert(file, ..)) = mutation;
    let file = file.index(files.len());
    let content = &mut files[file].content;
    if content.is_empty() {
        return;
    }
    let end = |start: usize, length: usize, whole: usize| (start + length).min(whole);
    match mutation {
        Mutation::Flip(_, at, byte) => {
            let at = at.index(content.len());
            content[at] ^= byte;
        }
        Mutation::Delete(_, at, length) => {
            let at = at.index(content.len());
            content.drain(at..end(at, *length, content.len()));
        }
        Mutation::Repeat(_, at, length) => {
            let at = at.index(content.len());
            let piece = content[at..end(at, *length, content.len())].to_vec();
            content.splice(at..at, piece);
        }
        Mutation::Truncate(_, at) => content.truncate(at.index(content.len())),
        Mutation::Splice(_, at, spec, from, length) => {
            let at = at.index(content.len());
            let spec = spec.get(specs);
            let other = &from.get(spec).content;
            let start = from.index(other.len());
            content.splice(at..at, other[start..end(start, *length, other.len())].to_vec());
        }
        Mutation::SwapLines(_, a, b) => {
            let mut lines: Vec<_> =
                content.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            *content = lines.join(&b'\n');
        }
        Mutation::Insert(_, at, word) => {
            let at = at.index(content.len());
            content.splice(at..at, word.bytes());
        }
    }
}
