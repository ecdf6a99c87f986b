//! Names on the wire to names in Rust; the only place that changes case.

/// `createTcbEnv` and `EnvType` to `create_tcb_env` and `env_type`; `None` when no name is left.
pub fn snake_case(wire: &str) -> Option<String> {
    finished(joined(wire, "_", |_, char| char.to_ascii_lowercase()))
}

/// `err_list` and `envType` to `ErrList` and `EnvType`; `None` when no name is left.
pub fn pascal_case(wire: &str) -> Option<String> {
    finished(joined(wire, "", pascal))
}

fn pascal(is_first: bool, char: char) -> char {
    if is_first { char.to_ascii_uppercase() } else { char.to_ascii_lowercase() }
}

/// The variant of an alternative, by the name of its field in Rust: `mini_program` to `MiniProgram`.
pub fn variant(ident: &str) -> String {
    joined(ident, "", pascal)
}

/// An id in snake_case as the first part of a name in other languages: `CreateEnv`. A digit has no
/// case, and so keeps its `_`: `a1` and `a_1` stay two names, `A1` and `A_1`.
pub fn component_case(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for word in id.split('_') {
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            name.push('_');
        }
        name.push_str(&joined(word, "", pascal));
    }
    name
}

/// The words of a name with something between them, each character changed by whether it is the
/// first of its word. `HTTPServer_v2-x` has the words `http`, `server`, `v2` and `x`: whatever is
/// neither an ASCII letter nor a digit separates words.
fn joined(wire: &str, between: &str, change: fn(bool, char) -> char) -> String {
    let mut name = String::with_capacity(wire.len() + 8);
    let mut before = None;
    let mut chars = wire.chars().peekable();
    while let Some(char) = chars.next() {
        let last = before.replace(char);
        if !char.is_ascii_alphanumeric() {
            continue;
        }
        let is_first = match last {
            Some(last) if last.is_ascii_alphanumeric() => {
                char.is_ascii_uppercase()
                    && (!last.is_ascii_uppercase()
                        || chars.peek().is_some_and(char::is_ascii_lowercase))
            }
            _ => true,
        };
        if is_first && !name.is_empty() {
            name.push_str(between);
        }
        name.push(change(is_first, char));
    }
    name
}

fn finished(name: String) -> Option<String> {
    let starts_well = name.chars().next().is_some_and(|first| first.is_ascii_alphabetic());
    starts_well.then_some(name)
}

/// `create_env` and `SystemBusy` to `CREATE_ENV` and `SYSTEM_BUSY`.
pub fn constant_case(name: &str) -> String {
    joined(name, "_", |_, char| char.to_ascii_uppercase())
}

/// A name or a word without its case, to compare it with others.
pub fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Whether a text can be an identifier of a value: `env_type`.
pub fn is_snake_case(name: &str) -> bool {
    snake_case(name).as_deref() == Some(name)
}

/// Whether a text can be the name of a type: `EnvType`.
pub fn is_pascal_case(name: &str) -> bool {
    name.chars().next().is_some_and(|first| first.is_ascii_uppercase())
        && name.chars().all(|char| char.is_ascii_alphanumeric())
}

/// Whether an identifier is a keyword, which needs `r#` before it.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

/// Keywords of edition 2024, the reserved ones among them, in order.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether an identifier is one of the keywords that `r#` does not help.
pub fn is_hard_keyword(name: &str) -> bool {
    matches!(name, "self" | "super" | "crate" | "_")
}

/// The struct that gives `new` of a struct the required fields by name: `Required` of `Request`, and
/// `TriggerRequired` of `Trigger`.
pub fn required_struct(name: &str) -> String {
    if name == "Request" { REQUIRED.to_owned() } else { format!("{name}{REQUIRED}") }
}

const REQUIRED: &str = "Required";

/// Whether the client sets a header by itself, or the value would break the message.
pub fn is_reserved_header(name: &str) -> bool {
    RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str())
}

const RESERVED_HEADERS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether generated code uses a name of a type for itself.
pub fn is_reserved_type(name: &str) -> bool {
    RESERVED_TYPES.contains(&name) || name.ends_with(REQUIRED)
}

/// Names of types that generated code uses for itself, and those that end in `Required`.
const RESERVED_TYPES: &[&str] = &[
    "Accepted",
    "Accepts",
    "App",
    "Authorizer",
    "Component",
    "Decode",
    "ENDPOINT",
    "Encode",
    "Err",
    "Errcode",
    "From",
    "Into",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Request",
    "Response",
    "Result",
    "Secret",
    "Self",
    "Some",
    "String",
    "TokenKind",
    "Vec",
];

/// Names of endpoints that generated code uses for itself, that every Rust type has a method of, or
/// that the client has one of; a test of the runtime reads the client's source, and so knows what is
/// missing here.
pub const RESERVED_ENDPOINTS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "builder",
    "call",
    "clone",
    "clone_from",
    "clone_into",
    "contract",
    "errcode",
    "fmt",
    "from",
    "from_context",
    "into",
    "new",
    "raw",
    "sealed",
    "serde_json",
    "to_owned",
    "token",
    "tokio",
    "try_from",
    "try_into",
    "type_id",
    "types",
    "wechat_cloudbase",
    "with_token",
];

/// Words in the names of the vendor's folders that no reader would guess, or that have capitals.
const SECTION_WORDS: &[(&str, &str)] = &[
    ("cloudbase", "CloudBase"),
    ("cloudenv", "environment"),
    ("cloudrun", "CloudRun"),
    ("db", "database"),
    ("env", "environment"),
    ("mgnt", "management"),
    ("miniprogram", "mini program"),
    ("mp", "mini program"),
    ("msg", "message"),
    ("openapi", "OpenAPI"),
    ("scf", "cloud function"),
    ("staticstore", "static store"),
    ("wechatpay", "WeChat Pay"),
];

/// The name of a section: `CloudBase batch: database management` of `cloudbase-batch/db-mgnt`.
pub fn section_title(section: &str) -> String {
    let word = |word: &str| {
        let known = SECTION_WORDS.iter().find(|(short, _)| *short == word);
        known.map_or_else(|| word.to_owned(), |(_, long)| (*long).to_owned())
    };
    let part = |part: &str| part.split(['-', '_']).map(word).collect::<Vec<_>>().join(" ");
    let title = section.split('/').map(part).collect::<Vec<_>>().join(": ");
    let mut chars = title.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
