//! What passes the check compiles, whatever its names: each name that could be in the way stands as
//! an endpoint, a field, a type of every form, a value and an errcode, or the check refuses it and
//! says what to do.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wechat_cloudbase_codegen::{Options, Report, Rule, Runtime, SourceFile, Spec};

use super::{Scratch, assert_success};

/// Keywords of every edition, those that `r#` does not help, weak ones, and names of the prelude, of
/// macros, primitive types and crates.
const WORDS: &str = "_ self Self super crate abstract as async await become box break const continue do \
    dyn else enum extern false final fn for gen if impl in let loop macro match mod move mut override \
    priv pub ref return static struct trait true try type typeof unsafe unsized use virtual where while \
    yield union auto default raw safe macro_rules dyn_star static_lifetime \
    std core alloc proc_macro test tokio serde serde_json reqwest tracing wechat_cloudbase codegen \
    bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f16 f32 f64 never slice tuple unit \
    Option Some None Result Ok Err String Vec Box ToString ToOwned Clone Copy Send Sync Sized Drop Fn FnMut \
    FnOnce AsyncFn Iterator IntoIterator Extend DoubleEndedIterator ExactSizeIterator Default Eq PartialEq \
    Ord PartialOrd Hash Debug Display From Into TryFrom TryInto AsRef AsMut FromIterator Future IntoFuture \
    Unpin PhantomData Cow Rc Arc Cell Pin Any TypeId Error Write Read Borrow BorrowMut Deref DerefMut Add Not \
    assert assert_eq cfg column compile_error concat dbg debug_assert env eprintln file format include line \
    matches module_path panic print println stringify todo unreachable unimplemented vec write writeln main \
    contracts Contracts CONTRACTS records RECORDS endpoint ENDPOINT endpoints ENDPOINTS all ALL other Other \
    ok NONE K L O T check_sample generated samples mock api";

#[test]
fn what_passes_the_check_compiles() {
    let scratch = Scratch::new("names", 4);
    let names = names();
    let mut own = accepted(&names);
    let taken: Vec<_> = wechat_cloudbase::api::ENDPOINTS.iter().map(|it| it.id).collect();
    own.endpoints.retain(|id| !taken.contains(&id.as_str()));
    for (path, text) in own.files("zz") {
        scratch.write(&format!("spec/{path}"), &text);
    }
    // The other runtime: a crate of its own, whose spec has the errcodes as well.
    let mut files: Vec<_> =
        own.files("words").map(|(path, text)| SourceFile::new(path, text)).collect();
    files.push(SourceFile::new("errcodes.toml", own.errcodes()));
    let spec = Spec::check(&files, "").unwrap_or_else(|report| panic!("{}", said(&report)));
    for output in spec.bindings(&Options::new(Runtime::Dependency)) {
        scratch.write(&format!("tests/dependency/{}", output.name), &output.text);
    }
    scratch.write("tests/it/samples.rs", include_str!("../samples.rs"));
    scratch.write("tests/it/samples/survival.rs", include_str!("../samples/survival.rs"));
    scratch.write("tests/names.rs", TEST);
    assert_success(&scratch.cargo(&["check", "--test", "names"]));
}

const TEST: &str = "#![allow(dead_code, unreachable_pub, deprecated)]
mod it {
    mod samples;
}
pub mod dependency {
    include!(\"dependency/api.rs\");
    pub mod contract {
        include!(\"dependency/contract.rs\");
    }
}
";

/// Names in every way of writing.
fn names() -> BTreeSet<String> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("codegen/tests/golden");
    let mut names: BTreeSet<String> = WORDS.split_whitespace().map(str::to_owned).collect();
    for case in ["plain", "tokens", "types", "wire"] {
        identifiers(&golden.join(case), &mut names);
    }
    // What the client has for itself.
    identifiers(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/client.rs"), &mut names);
    let others: Vec<_> = names.iter().flat_map(|name| [snake(name), pascal(name)]).collect();
    names.extend(others);
    names
}

fn identifiers(path: &PathBuf, names: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            identifiers(&entry.expect("an entry").path(), names);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        let text = fs::read_to_string(path).expect("a file");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let words = line.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
            let is_name = |word: &&str| word.starts_with(|char: char| char.is_ascii_alphabetic());
            names.extend(words.filter(is_name).map(str::to_owned));
        }
    }
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut last = '_';
    for char in name.chars() {
        if char.is_ascii_uppercase() && last.is_ascii_lowercase() {
            text.push('_');
        }
        text.push(char.to_ascii_lowercase());
        last = char;
    }
    text
}

fn pascal(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    words.map(word).collect()
}

/// The names that the check lets through, by what they name.
#[derive(Default)]
struct Accepted {
    endpoints: Vec<String>,
    fields: Vec<String>,
    types: Vec<String>,
    values: Vec<String>,
    errcodes: Vec<String>,
}

fn accepted(names: &BTreeSet<String>) -> Accepted {
    let one = |make: fn(&mut Accepted, String)| {
        let passes = |name: &&String| {
            let mut accepted = Accepted::default();
            make(&mut accepted, (*name).clone());
            passes(&accepted, name)
        };
        names.iter().filter(passes).cloned().collect::<Vec<_>>()
    };
    let mut accepted = Accepted {
        endpoints: one(|accepted, name| accepted.endpoints.push(name)),
        fields: one(|accepted, name| accepted.fields.push(name)),
        types: one(|accepted, name| accepted.types.push(name)),
        values: one(|accepted, name| accepted.values.push(name)),
        errcodes: one(|accepted, name| accepted.errcodes.push(name)),
    };
    // Two names that are one in Rust are refused for that alone, which another test has.
    let mut seen = BTreeSet::new();
    accepted.fields.retain(|name| seen.insert(snake(name)));
    let mut seen = BTreeSet::new();
    accepted.errcodes.retain(|name| seen.insert(name.to_uppercase()));
    accepted
}

/// Whether a spec with this name passes the check; one that does not says what to do about it.
fn passes(accepted: &Accepted, name: &str) -> bool {
    let mut files: Vec<_> =
        accepted.files("words").map(|(path, text)| SourceFile::new(path, text)).collect();
    files.push(SourceFile::new("errcodes.toml", accepted.errcodes()));
    let Err(report) = Spec::check(&files, "") else {
        return true;
    };
    for diagnostic in report.diagnostics() {
        let rules = [Rule::BadName, Rule::NameCollision, Rule::ReservedName, Rule::FileName];
        assert!(rules.contains(&diagnostic.rule), "{name}: {}", said(&report));
        assert!(diagnostic.help.is_some(), "{name}: {}", said(&report));
    }
    false
}

fn said(report: &Report) -> String {
    report.diagnostics().iter().map(|problem| format!("{problem}\n")).collect()
}

impl Accepted {
    /// Specs with every name: a file per endpoint, and one for all the rest.
    fn files(&self, section: &str) -> impl Iterator<Item = (String, String)> {
        let endpoints = self.endpoints.iter().map(move |id| {
            let field = "x = { type = \"json\", optional = true, doc = \"X\" }\n";
            let text = spec(&format!("{section}.{id}"), id, field, field, "", "");
            (format!("{section}/{id}.toml"), text)
        });
        let mut rest = vec![self.of_fields(section)];
        // Each type as a text, as an enum of texts or numbers, and as an object.
        for (number, form) in FORMS.iter().enumerate() {
            rest.push(self.of_types(section, number, form));
        }
        rest.push(self.of_values(section));
        endpoints.chain(rest).collect::<Vec<_>>().into_iter()
    }

    fn of_fields(&self, section: &str) -> (String, String) {
        let mut required = String::new();
        for (number, name) in self.fields.iter().enumerate() {
            let optional = if number % 2 == 0 { "optional = true, " } else { "" };
            let _ =
                writeln!(required, "\"{name}\" = {{ type = \"string\", {optional}doc = \"F\" }}");
        }
        let sample: Vec<_> = self.fields.iter().map(|name| format!("\"{name}\": \"x\"")).collect();
        let id = format!("{section}_fields");
        (
            format!("{section}/{id}.toml"),
            spec(&id, &id, &required, &required, "", &sample.join(", ")),
        )
    }

    fn of_types(&self, section: &str, number: usize, form: &str) -> (String, String) {
        let (mut fields, mut types) = (String::new(), String::new());
        for (index, name) in self.types.iter().enumerate() {
            let _ = writeln!(
                fields,
                "f{index} = {{ type = \"{name}\", optional = true, doc = \"F\" }}"
            );
            let _ = writeln!(types, "[types.\"{name}\"]\ndoc = \"T\"\n{form}\n");
        }
        let id = format!("{section}_types_{number}");
        (format!("{section}/{id}.toml"), spec(&id, &id, &fields, &fields, &types, ""))
    }

    fn of_values(&self, section: &str) -> (String, String) {
        let (mut texts, mut numbers) = (Vec::new(), Vec::new());
        for (index, name) in self.values.iter().enumerate() {
            texts.push(format!("{{ value = \"v{index}\", name = \"{name}\" }}"));
            numbers.push(format!("{{ value = {index}, name = \"{name}\" }}"));
        }
        let fields = match self.values.is_empty() {
            true => String::new(),
            false => format!(
                "a = {{ type = \"string\", optional = true, enum = [{}], doc = \"A\" }}\n\
                 b = {{ type = \"int\", optional = true, enum = [{}], doc = \"B\" }}\n",
                texts.join(", "),
                numbers.join(", ")
            ),
        };
        let id = format!("{section}_values");
        (format!("{section}/{id}.toml"), spec(&id, &id, &fields, &fields, "", ""))
    }

    fn errcodes(&self) -> String {
        let names = self.errcodes.iter().enumerate();
        let record = |(number, name): (usize, &String)| {
            format!(
                "[[errcode]]\ncode = {}\nname = \"{name}\"\nmeaning = \"M\"\nremedy = \"R\"\nclass = \"state\"\n",
                number + 1
            )
        };
        names.map(record).collect()
    }
}

const FORMS: &[&str] = &[
    "type = \"string\"\npattern = \"^x$\"",
    "type = \"string\"\nenum = [\"x\"]",
    "type = \"int\"\nenum = [{ value = 0, name = \"X\" }]",
    "fields.x = { type = \"int\", doc = \"X\" }",
];

fn spec(name: &str, id: &str, request: &str, response: &str, types: &str, sample: &str) -> String {
    let path = name.replace('.', "/");
    let rest = if sample.is_empty() { String::new() } else { format!(", {sample}") };
    format!(
        "name = \"{name}\"\nrust = \"{id}\"\nsummary = \"S\"\nmethod = \"POST\"\npath = \"/{path}\"\n\
         tokens = [\"app\"]\nrepeat = \"safe\"\nerrcodes = []\n[request]\n{request}\n[response]\n{response}\n\
         {types}\n[sample]\nrequest = '{{{sample}}}'\nresponse = '{{\"errcode\": 0{rest}}}'\n\
         [[source]]\npage = \"https://example.com/x\"\nread = 2026-11-21\n"
    )
}
