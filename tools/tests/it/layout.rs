//! The canonical layout: what it looks like, that it changes nothing else, and that it is reached in
//! one step.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use expect_test::{Expect, expect};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_spec::layout;

use crate::lists;
use crate::mutation::config;
use crate::shuffle::shuffled;
use crate::spec::{base, folder, folders, read};

#[track_caller]
fn check(path: &str, text: &str, expected: Expect) {
    let formatted = formatted(path, text);
    expected.assert_eq(&formatted);
    assert_eq!(self::formatted(path, &formatted), formatted, "it takes another step");
}

#[track_caller]
fn formatted(path: &str, text: &str) -> String {
    let file = SourceFile::new(path, text);
    layout::format(&file, "spec/").unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn keys_and_tables_in_order() {
    check(
        "a/b.toml",
        r#"
path = "/a/b"
name="b"
[[correction]]
why = "c"
field = "path"
says = "a"
is = "b"
[[source]]
read = 2026-11-21
page = "https://example.com"
[sample]
response = "{}"
request = "{}"
[types.A]
fields.b = {type="int"}
doc = "A"
fields.long_name = {doc="C",type="int"}
[response]
[request]
a = {doc='A', optional=true, secret = true, type='string',enum=[ 'x' , 'y', ]}
"#,
        expect![[r#"
            name = "b"
            path = "/a/b"

            [request]
            a = { type = "string", secret = true, optional = true, enum = ["x", "y"], doc = "A" }

            [response]

            [types.A]
            doc = "A"
            fields.b         = { type = "int" }
            fields.long_name = { type = "int", doc = "C" }

            [sample]
            request  = '{}'
            response = '{}'

            [[source]]
            page = "https://example.com"
            read = 2026-11-21

            [[correction]]
            field = "path"
            says  = "a"
            is    = "b"
            why   = "c"
        "#]],
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    check(
        "a/b.toml",
        r#"# Of the file.

# Of the summary.
summary = "A"   # behind it
#Of the name.
name = "b"
  # Indented.
errcodes = [ # of the list
  1, # of 1
  # of 2
  2 # behind 2
  , 3
  # at the end
] # behind the list

# Of nothing.

# Of the response.
[response] # behind the header
# below the last line

# Of the request.
[request]
# Of a.
a = { type = "int", # of the type
  # of the doc
  doc = "A" } # behind a

# Of b, apart.
b = { type = "int", doc = "B" }
# At the end.
"#,
        expect![[r##"
            # Of the file.

            #Of the name.
            name     = "b"
            # Of the summary.
            summary  = "A" # behind it
            # Indented.
            errcodes = [
              # of the list
              1, # of 1
              # of 2
              2, # behind 2
              3,
              # at the end
            ] # behind the list

            # Of the request.
            [request]
            # Of a.
            # of the type
            # of the doc
            a = { type = "int", doc = "A" } # behind a

            # Of b, apart.
            b = { type = "int", doc = "B" }
            # At the end.

            # Of nothing.

            # Of the response.
            [response] # behind the header
            # below the last line
        "##]],
    );
}

#[test]
fn one_way_to_write_each_table() {
    check(
        "a/b.toml",
        r#"
request.a.type = "int" # of the type
request.a.doc = "A"
# Of b.
request.b = { type = "object", fields.c.type = "int", fields.c.doc = "C" }
response = { d = { type = "int", doc = "D" } }
source = [{ page = "https://example.com", read = 2026-11-21 }, { page = "https://example.org", read = 2026-11-21 }]
types.T.doc = "T"
types.T.fields.e = { type = "int", doc = "E" }
sample.request = """{"a": 1}"""
[types.U.fields.f] # of f
# Of its type.
type = "int"
[[types.V.enum]]
value = 1
name = "One"
[[types.V.enum]]
value = 2
name = "Two"
"#,
        expect![[r#"
            [request]
            # of the type
            a = { type = "int", doc = "A" }
            # Of b.
            b = { type = "object", fields = { c = { type = "int", doc = "C" } } }

            [response]
            d = { type = "int", doc = "D" }

            [types.T]
            doc = "T"
            fields.e = { type = "int", doc = "E" }

            [types.U]
            # Of its type.
            fields.f = { type = "int" } # of f

            [types.V]
            enum = [{ value = 1, name = "One" }, { value = 2, name = "Two" }]

            [sample]
            request = '{"a": 1}'

            [[source]]
            page = "https://example.com"
            read = 2026-11-21

            [[source]]
            page = "https://example.org"
            read = 2026-11-21
        "#]],
    );
}

#[test]
fn strings_numbers_and_keys() {
    check(
        "a/b.toml",
        r#"
summary = 'plain'
notes = ["a\"b", 'a\d', "it's \"b\"", "tab\there", "\u00e9\u4e2d\e", """two
lines"""]
"rust" = "x"
errcodes = [0x10, 1_000, +5, -0]
[request]
"a b" = { type = "int", min = 0b11, "doc" = "A" }
'c"d' = { type = "float", max = 1.50 }
[sample]
request = "{}"
response = "{\n  \"a\": \"it's\"\n}"
"#,
        expect![[r#"
            rust     = "x"
            summary  = "plain"
            notes    = ['a"b', 'a\d', "it's \"b\"", "tab\there", "é中\u001b", "two\nlines"]
            errcodes = [16, 1000, 5, 0]

            [request]
            "a b"  = { type = "int", min = 3, doc = "A" }
            "c\"d" = { type = "float", max = 1.50 }

            [sample]
            request  = '{}'
            response = '''
            {
              "a": "it's"
            }'''
        "#]],
    );
}

#[test]
fn long_lists_on_several_lines() {
    let numbers: Vec<_> = (40_000..40_020).map(|number| number.to_string()).collect();
    let text = format!(
        "errcodes = [{}]\ntokens = [\n\"app\"]\nold_paths = []\nnotes = [\"{}\"]\n",
        numbers.join(","),
        "a ".repeat(50),
    );
    check(
        "a/b.toml",
        &text,
        expect![[r#"
            notes     = ["a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a "]
            old_paths = []
            tokens    = ["app"]
            errcodes  = [
              40000, 40001, 40002, 40003, 40004, 40005, 40006, 40007, 40008, 40009, 40010, 40011, 40012, 40013,
              40014, 40015, 40016, 40017, 40018, 40019,
            ]
        "#]],
    );
}

#[test]
fn records_and_shared_types() {
    check(
        "errcodes.toml",
        "# All.\n\n\n# Areas.\narea = [{ to = 2, from = 1, name = \"A\" }]\n[[errcode]]\nclass = \"busy\"\ncode = -1\n\n# Of the next.\n[[errcode]]\ncode = 7\n",
        expect![[r##"
            # All.

            # Areas.
            [[area]]
            name = "A"
            from = 1
            to   = 2

            [[errcode]]
            code  = -1
            class = "busy"

            # Of the next.
            [[errcode]]
            code = 7
        "##]],
    );
    check(
        "types.toml",
        "# Types.\n\nEnvId = { doc = \"Id\", type = \"string\" }\nA = { doc = \"A\", type = \"string\", pattern = \"^a$\" }\n[Big]\nfields = { a = { type = \"int\", doc = \"A\" } }\ndoc = \"B\"\n",
        expect![[r##"
            # Types.

            EnvId = { type = "string", doc = "Id" }
            A     = { type = "string", doc = "A", pattern = "^a$" }

            [Big]
            doc = "B"
            fields.a = { type = "int", doc = "A" }
        "##]],
    );
    check(
        "permission_sets.toml",
        "[[permission_set]]\nname='a'\nid=1",
        expect![[r#"
        [[permission_set]]
        id   = 1
        name = "a"
    "#]],
    );
}

#[test]
fn line_ends_and_the_mark_at_the_beginning() {
    assert_eq!(formatted("a/b.toml", "\u{feff}name = \"b\"\r\n# c\r\n"), "name = \"b\"\n# c\n");
    assert_eq!(formatted("a/b.toml", ""), "");
    assert_eq!(formatted("a/b.toml", "# only\n\n\n"), "# only\n");
}

#[test]
fn a_file_that_is_not_toml() {
    for content in [&b"name = \"b"[..], b"\xff", b"errcodes = [9223372036854775808]"] {
        let report = layout::format(&SourceFile::new("a/b.toml", content), "spec/").unwrap_err();
        assert_eq!(report.diagnostics().len(), 1);
        assert_eq!(report.diagnostics()[0].label.place.path, "spec/a/b.toml");
    }
}

#[test]
fn other_files_have_no_layout() {
    for path in ["README.md", "a/notes.md", "x.toml", "a/b.json"] {
        assert!(!layout::has_layout(path), "{path}");
    }
    let text = "a  =  1\n";
    assert_eq!(formatted("README.md", text), text);
}

/// A key of the notation that has no place in the order would stay wherever it was.
#[test]
fn every_key_has_its_place() {
    for (what, keys) in lists::lists().iter().filter(|(what, _)| what.starts_with("not a key")) {
        let Some((path, before, after)) = table_of(what) else {
            continue;
        };
        for key in keys {
            let text = format!("{before}zzz = 1, {key} = 1{after}")
                .replace(", ", if after == "\n" { "\n" } else { ", " });
            let text = formatted(path, &text);
            assert!(text.find(key.as_str()) < text.find("zzz"), "{what}: {key}\n{text}");
        }
    }
}

/// A file with a table of each kind, before and after its keys.
fn table_of(what: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match what.strip_prefix("not a key of ").unwrap() {
        "an endpoint" => ("a/b.toml", "", "\n"),
        "a field" => ("a/b.toml", "[request]\na = { ", " }"),
        "a type" => ("types.toml", "A = { ", " }"),
        "a value" => ("types.toml", "A = { enum = [{ ", " }] }"),
        "a wait" => ("a/b.toml", "[wait.a]\n", "\n"),
        "a delay" => ("a/b.toml", "[wait.a]\ndelay = { ", " }"),
        "a paged list" => ("a/b.toml", "[pages]\n", "\n"),
        "a sample" => ("a/b.toml", "[sample]\n", "\n"),
        "a source" => ("a/b.toml", "[[source]]\n", "\n"),
        "a correction" => ("a/b.toml", "[[correction]]\n", "\n"),
        "an errcode" => ("errcodes.toml", "[[errcode]]\n", "\n"),
        "an area" => ("errcodes.toml", "[[area]]\n", "\n"),
        "a permission set" => ("permission_sets.toml", "[[permission_set]]\n", "\n"),
        "errcodes.toml" | "permission_sets.toml" => return None,
        other => panic!("no file with {other}"),
    })
}

/// The spec of this repository, and those that tests compile.
fn specs() -> Vec<Vec<SourceFile>> {
    let golden = folders("golden").into_iter().map(|case| read(&case.join("spec")));
    golden.chain([base(), read(&folder("../../spec"))]).collect()
}

fn all_formatted(files: &[SourceFile]) -> Vec<SourceFile> {
    let format = |file: &SourceFile| {
        let text = layout::format(file, "spec/");
        let text = text.unwrap_or_else(|report| panic!("{report}"));
        SourceFile::new(file.path.clone(), text)
    };
    files.iter().map(format).collect()
}

fn dump(files: &[SourceFile]) -> String {
    wechat_cloudbase_codegen::check(files, "spec/")
        .map(|spec| wechat_cloudbase_spec::dump(&spec))
        .expect("a good spec")
}

#[test]
fn the_model_stays() {
    for files in specs() {
        let formatted = all_formatted(&files);
        assert!(dump(&files) == dump(&formatted), "{}", files[0].path);
    }
}

#[test]
#[ignore = "slow"]
fn shuffled_files_say_the_same_and_are_laid_out_in_one_step() {
    for files in specs() {
        let expected = dump(&files);
        for seed in 1..=2 {
            let once = all_formatted(&shuffled(&files, seed));
            assert!(dump(&once) == expected, "{}, seed {seed}", files[0].path);
            for file in &once {
                let text = std::str::from_utf8(&file.content).unwrap();
                assert_eq!(formatted(&file.path, text), text, "{}, seed {seed}", file.path);
            }
        }
    }
}

/// The examples in the page about the notation are in canonical layout, but for their comments.
#[test]
fn the_examples_are_laid_out() {
    let plain = |text: &str| -> Vec<String> {
        let without = |line: &str| line.split(" # ").next().unwrap().trim().to_owned();
        let lines = text.trim().lines().map(without);
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    };
    for file in lists::examples() {
        let text = std::str::from_utf8(&file.content).unwrap();
        assert_eq!(plain(&formatted(&file.path, text)), plain(text), "{}", file.path);
    }
}

/// The spec of this repository is in canonical layout.
#[test]
fn the_spec_is_laid_out() {
    for file in read(&folder("../../spec")).iter().filter(|file| layout::has_layout(&file.path)) {
        let text = std::str::from_utf8(&file.content).unwrap();
        assert_eq!(formatted(&file.path, text), text, "{}: run `cargo spec fmt`", file.path);
    }
}

proptest! {
    #![proptest_config(config(300))]

    /// Comments put anywhere are all there afterwards, each once, and nothing else has changed.
    #[test]
    fn comments_and_values_stay(
        spec in any::<Index>(),
        file in any::<Index>(),
        seed in 0..1000_u64,
        mangled in vec((any::<Index>(), select(MANGLED)), 0..12),
    ) {
        static SPECS: LazyLock<Vec<Vec<SourceFile>>> = LazyLock::new(specs);
        let files: Vec<_> =
            spec.get(&SPECS).iter().filter(|file| layout::has_layout(&file.path)).collect();
        let file = &shuffled(std::slice::from_ref(*file.get(&files)), seed)[0];
        let text = mangle(std::str::from_utf8(&file.content).unwrap(), &mangled);
        let source = SourceFile::new(file.path.clone(), text.clone());
        // Only what is no longer TOML is reported.
        let Ok(once) = layout::format(&source, "spec/") else {
            prop_assert!(toml::de::DeTable::parse(&text).is_err(), "{text}");
            return Ok(());
        };
        prop_assert_eq!(comments(&once), comments(&text), "{}\n----\n{}", text, once);
        let twice = formatted(&file.path, &once);
        prop_assert_eq!(&twice, &once, "{}", text);
    }
}

/// What may be before, in and behind lines without changing what they say.
const MANGLED: &[&str] =
    &["\n", "\n\n", "# c\n", "#\n", "\n# d\n\n", "  ", "\t", " # e\n", "# 中\n\n# f\n"];

/// Puts pieces at the beginnings of lines, and where a list or a table in braces goes on.
fn mangle(text: &str, pieces: &[(Index, &'static str)]) -> String {
    let mut text = text.trim_start_matches('\u{feff}').to_owned();
    for (index, piece) in pieces {
        let places: Vec<_> =
            text.match_indices(['\n', ',', '{', '[']).map(|(at, _)| at + 1).collect();
        let Some(at) = places.get(index.index(places.len().max(1))) else {
            continue;
        };
        let inside = &text[at - 1..*at] != "\n";
        let piece = if inside && piece.starts_with('#') {
            format!(" {piece}")
        } else {
            (*piece).to_owned()
        };
        text.insert_str(*at, &piece);
    }
    text
}

/// How often each comment is in a text.
fn comments(text: &str) -> BTreeMap<String, usize> {
    let document = toml_edit::Document::parse(text).unwrap();
    let mut found = BTreeMap::new();
    let mut rest = text.to_owned();
    // Strings may hold what looks like a comment.
    let mut spans = Vec::new();
    strings(document.as_item(), &mut spans);
    spans.sort_by_key(|span: &std::ops::Range<usize>| span.start);
    for span in spans.into_iter().rev() {
        rest.replace_range(span, "");
    }
    for line in rest.lines() {
        if let Some((_, comment)) = line.split_once('#') {
            *found.entry(comment.trim_end().to_owned()).or_default() += 1;
        }
    }
    found
}

fn strings(item: &toml_edit::Item, spans: &mut Vec<std::ops::Range<usize>>) {
    if let Some(table) = item.as_table_like() {
        for (key, item) in table.iter() {
            strings(item, spans);
            let _ = key;
        }
    } else if let Some(tables) = item.as_array_of_tables() {
        for table in tables {
            for (_, item) in table {
                strings(item, spans);
            }
        }
    } else if let Some(value) = item.as_value() {
        match value {
            toml_edit::Value::String(text) => spans.extend(text.span()),
            toml_edit::Value::Array(array) => {
                for value in array {
                    strings(&toml_edit::Item::Value(value.clone()), spans);
                }
            }
            _ => {}
        }
    }
}
