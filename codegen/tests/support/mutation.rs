//! Accidentally broken specs, for property tests.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use wechat_cloudbase_codegen::SourceFile;

use crate::spec::{base, folders, read};

pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    }
}

pub(crate) fn over(mut files: Vec<SourceFile>, file: SourceFile) -> Vec<SourceFile> {
    files.retain(|other| other.path != file.path);
    files.push(file);
    files
}

pub(crate) fn specs() -> Vec<Vec<SourceFile>> {
    let golden = folders("golden").into_iter().map(|case| read(&case.join("spec")));
    golden.chain([base()]).collect()
}

pub(crate) fn path() -> impl Strategy<Value = &'static str> {
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

/// Pieces of the notation, which make more plausible mutations than random characters.
pub(crate) const WORDS: &[&str] = &[
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
    "[pages]\n",
    "[wait.done]\n",
    "[wait.",
    "style = \"marker\"\n",
    "items = \"rows\"\n",
    "where = { env = \"env\" }\n",
    "path = \"status\"\n",
    "success = [\"a\"]\n",
    "absent = \"success\"\n",
    "delay = { min = 1, max = 2 }\n",
    ".-1.",
    "name",
    "rust",
    "summary",
    "notes",
    "method",
    "path",
    "tokens",
    "idempotent",
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
pub(crate) enum Mutation {
    Flip(Index, Index, u8),
    Delete(Index, Index, usize),
    Repeat(Index, Index, usize),
    Truncate(Index, Index),
    Splice(Index, Index, Index, Index, usize),
    SwapLines(Index, Index, Index),
    Insert(Index, Index, &'static str),
}

pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
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

pub(crate) fn mutate(files: &mut [SourceFile], mutation: &Mutation, specs: &[Vec<SourceFile>]) {
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
