//! Names that could be in the way of generated code, or be none.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::spec::Kind;
use super::{read, root};

/// Keywords of every edition, those that `r#` does not help and weak ones among them.
const KEYWORDS: &str = "_ self Self super crate abstract as async await become box break const continue do \
    dyn else enum extern false final fn for gen if impl in let loop macro match mod move mut override \
    priv pub ref return static struct trait true try type typeof unsafe unsized use virtual where while \
    yield union auto default raw safe macro_rules";

/// Crates, the prelude, derives, and what else of the standard library generated code may mean.
const STANDARD: &str = "Option Some None Result Ok Err String Vec Box ToString ToOwned Clone Copy Send Sync \
    Sized Drop Fn FnMut AsyncFn Iterator IntoIterator Extend Default Eq PartialEq Ord PartialOrd Hash \
    Debug Display From Into TryFrom TryInto AsRef AsMut FromIterator Future IntoFuture Unpin PhantomData \
    Cow Rc Arc Cell Pin Any TypeId Error Write Read Borrow BorrowMut Deref Add Not";

/// What could be in the way of a module, a method or a test: crates, macros, attributes, primitive
/// types, and names of generated code and of its examples.
const LOWER_CASE: &str = "std core alloc test tokio serde_json reqwest wechat_cloudbase bool str i64 f64 \
    usize never tuple cfg concat env format include line main matches panic vec derive doc inline \
    must_use deprecated non_exhaustive diagnostic allow clippy ok all types api contract contracts \
    samples records endpoint endpoints sealed calls other check_sample generated mock errcode client \
    response request token json operation secret new call clone with_token static_lifetime";

/// Names that are none in Rust, meet others there, or are none to a file system.
const ODD: &str = "__ Contracts CONTRACTS RECORDS Records ENDPOINT ENDPOINTS ALL Sealed Calls K O T NONE \
    fooBar foo_bar a1 a_1 A1 b2C 1 1st 9lives _x x_ x__y a-b a.b r#type \u{e9}t\u{e9} \u{4e2d}\u{6587} \
    x\u{4e2d} \u{df} \u{212a} con nul com1";

/// The names to try for a kind of thing: each that can be in its way, and few where a name gets into
/// texts alone.
pub(super) fn of(kind: Kind) -> BTreeSet<String> {
    match kind {
        // Each is a page more, which takes as long to compile as hundreds of fields.
        Kind::Endpoint => listed(&[KEYWORDS, LOWER_CASE, ODD]),
        Kind::Section | Kind::PermissionSet => listed(&[ODD]),
        _ => all(),
    }
}

fn listed(lists: &[&str]) -> BTreeSet<String> {
    lists.iter().flat_map(|list| list.split_whitespace()).map(str::to_owned).collect()
}

/// These and every identifier of generated code, in both ways of writing.
fn all() -> BTreeSet<String> {
    let mut names = listed(&[KEYWORDS, STANDARD, LOWER_CASE, ODD]);
    let others: Vec<_> = names.iter().flat_map(|name| [snake(name), pascal(name)]).collect();
    names.extend(others);
    for case in ["plain", "own", "types", "wire"] {
        identifiers(&root().join("codegen/tests/golden").join(case), &mut names);
    }
    names.remove("");
    names
}

/// Every identifier of the code in a file, or in the files of a folder.
fn identifiers(path: &PathBuf, names: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            identifiers(&entry.expect("an entry").path(), names);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        let text = read(path);
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        // Every other part of a line between quotes is a text.
        for code in code.flat_map(|line| line.split('"').step_by(2)) {
            let words = code.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
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
    let word = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    };
    words.map(word).collect()
}
