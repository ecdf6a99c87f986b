//! Specs with given names, at every place where a spec has names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wechat_cloudbase_codegen::SourceFile;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Endpoint,
    Section,
    Field,
    /// A field whose type is described on the spot, and is named after it.
    Inline,
    Type,
    /// A value of an enum, by the name that it is given.
    Value,
    /// A value of an enum that is its own name.
    PlainValue,
    Errcode,
    Area,
    PermissionSet,
}

impl Kind {
    pub(super) const ALL: &[Self] = &[
        Self::Endpoint,
        Self::Section,
        Self::Field,
        Self::Inline,
        Self::Type,
        Self::Value,
        Self::PlainValue,
        Self::Errcode,
        Self::Area,
        Self::PermissionSet,
    ];
}

/// Names, by what they name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeMap<Kind, Vec<String>>);

impl Names {
    pub(super) fn of(kind: Kind, name: &str) -> Self {
        Self::default().with(kind, name)
    }

    pub(super) fn with(mut self, kind: Kind, name: &str) -> Self {
        self.0.entry(kind).or_default().push(name.to_owned());
        self
    }

    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(super) fn retain(&mut self, keep: impl Fn(Kind, &String) -> bool) {
        for (kind, names) in &mut self.0 {
            names.retain(|name| keep(*kind, name));
        }
    }

    fn get(&self, kind: Kind) -> &[String] {
        self.0.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Specs of endpoints: a file for each that has a name, and one for each other kind.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let section = SECTION;
        let mut files = Vec::new();
        for id in self.get(Kind::Endpoint) {
            let field = "x = { type = \"json\", optional = true, doc = \"X\" }\n";
            let body = Body::both(field, "", "");
            files.push((
                format!("{section}/{id}.toml"),
                spec(&format!("{section}.{id}"), id, &body),
            ));
        }
        for (number, folder) in self.get(Kind::Section).iter().enumerate() {
            let id = format!("{section}_in_section_{number}");
            files.push((format!("{folder}/{id}.toml"), spec(&id, &id, &Body::default())));
        }
        let mut add = |kind: Kind, part: &str, body: &Body<'_>| {
            if !self.get(kind).is_empty() {
                let id = format!("{section}_{part}");
                files.push((format!("{section}/{id}.toml"), spec(&id, &id, body)));
            }
        };
        let (fields, sample) = self.fields(Kind::Field, &["type = \"string\""], "\"x\"");
        add(Kind::Field, "fields", &Body::both(&fields, "", &sample));
        let shape = "type = \"object\", fields = { x = { type = \"int\", doc = \"X\" } }";
        let (fields, sample) = self.fields(Kind::Inline, &[shape], "{\"x\": 1}");
        let [sent, received] = Body::apart(&fields, &sample);
        add(Kind::Inline, "inlines", &sent);
        add(Kind::Inline, "inlines_received", &received);
        for (part, forms) in [("texts", &FORMS[..1]), ("types", FORMS)] {
            let (fields, sample) = self.typed(forms);
            let types = self.types("types.", forms);
            let (request, sent) = beside(&fields, &sample, OF_REQUEST);
            let (response, received) = beside(&fields, &sample, OF_RESPONSE);
            let body = Body {
                types: &types,
                request: (&request, &sent),
                response: (&response, &received),
                ..Body::default()
            };
            add(Kind::Type, part, &body);
        }
        for (kind, name, fields) in [
            (Kind::Value, "values", self.values()),
            (Kind::PlainValue, "plain_values", self.plain_values()),
        ] {
            let [sent, received] = Body::apart(&fields, "");
            add(kind, name, &sent);
            add(kind, &format!("{name}_received"), &received);
        }
        let sets = (0..self.get(Kind::PermissionSet).len()).map(|index| FIRST + index);
        let sets: Vec<_> = sets.map(|id| id.to_string()).collect();
        let sets = format!("permission_sets = [{}]\n", sets.join(", "));
        add(Kind::PermissionSet, "sets", &Body { keys: &sets, ..Body::default() });
        files
    }

    /// What is beside the endpoints.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&'static str, String)> {
        let (mut errcodes, mut sets) = (String::new(), String::new());
        for (index, name) in self.get(Kind::Errcode).iter().enumerate() {
            let code = FIRST + index;
            let _ = writeln!(
                errcodes,
                "[[errcode]]\ncode = {code}\nname = \"{name}\"\nmeaning = \"M\"\nremedy = \"R\"\n\
                 class = \"state\""
            );
        }
        for (index, name) in self.get(Kind::Area).iter().enumerate() {
            let code = FIRST + index;
            let _ = writeln!(
                errcodes,
                "[[area]]\nname = \"{name}\"\nfrom = {code}\nto = {code}\ndoc = \"D\""
            );
        }
        for (index, name) in self.get(Kind::PermissionSet).iter().enumerate() {
            let id = FIRST + index;
            let _ = writeln!(sets, "[[permission_set]]\nid = {id}\nname = \"{name}\"\ndoc = \"D\"");
        }
        let tables = [("errcodes.toml", errcodes), ("permission_sets.toml", sets)];
        tables.into_iter().filter(|(_, text)| !text.is_empty())
    }

    /// Fields, every other one optional, and a sample of them.
    fn fields(&self, kind: Kind, shapes: &[&str], value: &str) -> (String, String) {
        let (mut fields, mut sample) = (String::new(), Vec::new());
        for (index, name) in self.get(kind).iter().enumerate() {
            let optional = if index % 2 == 0 { "optional = true, " } else { "" };
            for shape in shapes {
                let _ = writeln!(fields, "\"{name}\" = {{ {shape}, {optional}doc = \"F\" }}");
            }
            sample.push(format!("\"{name}\": {value}"));
        }
        (fields, sample.join(", "))
    }

    /// A field of each type, which have these forms in turn.
    fn typed(&self, forms: &[(&str, &str)]) -> (String, String) {
        let (mut fields, mut sample) = (String::new(), Vec::new());
        let forms = forms.iter().cycle();
        for (index, (name, (_, value))) in self.get(Kind::Type).iter().zip(forms).enumerate() {
            let _ = writeln!(
                fields,
                "f{index} = {{ type = \"{name}\", optional = true, doc = \"F\" }}"
            );
            sample.push(format!("\"f{index}\": {value}"));
        }
        (fields, sample.join(", "))
    }

    fn types(&self, table: &str, forms: &[(&str, &str)]) -> String {
        let names = self.get(Kind::Type).iter().zip(forms.iter().cycle());
        let one = |(name, (form, _)): (&String, &(&str, &str))| {
            format!("[{table}\"{name}\"]\ndoc = \"T\"\n{form}\n\n")
        };
        names.map(one).collect()
    }

    fn values(&self) -> String {
        let (mut texts, mut numbers) = (Vec::new(), Vec::new());
        for (index, name) in self.get(Kind::Value).iter().enumerate() {
            texts.push(format!("\n  {{ name = \"{name}\", value = \"v{index}\" }}"));
            numbers.push(format!("\n  {{ name = \"{name}\", value = {index} }}"));
        }
        format!(
            "a = {{ type = \"string\", optional = true, enum = [{}], doc = \"A\" }}\n\
             b = {{ type = \"int\", optional = true, enum = [{}], doc = \"B\" }}\n",
            texts.join(", "),
            numbers.join(", ")
        )
    }

    fn plain_values(&self) -> String {
        let texts = self.get(Kind::PlainValue).iter().map(|name| format!("\n  \"{name}\""));
        let texts: Vec<_> = texts.collect();
        format!(
            "a = {{ type = \"string\", optional = true, enum = [{}], doc = \"A\" }}\n",
            texts.join(", ")
        )
    }
}

/// The types of all names again, as those that endpoints share.
pub(super) fn shared_types(names: &Names) -> Vec<SourceFile> {
    let (fields, sample) = names.typed(FORMS);
    let endpoint = spec("shared", "shared", &Body::both(&fields, "", &sample));
    vec![
        SourceFile::new("types.toml", names.types("", FORMS)),
        SourceFile::new("words/shared.toml", endpoint),
    ]
}

/// The section of all endpoints but those that are there for the names of sections.
const SECTION: &str = "words";

/// The first number of a record, beyond those that there are.
const FIRST: usize = 700_000_000;

/// A type as a text, as an enum of texts or numbers, and as an object, each with a value. A text
/// alone has a name among values too, as its constructor.
const FORMS: &[(&str, &str)] = &[
    ("type = \"string\"\npattern = \"^x$\"", "\"x\""),
    ("type = \"string\"\nenum = [\"x\"]", "\"x\""),
    ("type = \"int\"\nenum = [{ value = 0, name = \"X\" }]", "0"),
    (
        "fields.x = { type = \"int\", doc = \"X\" }\n\
         fields.y = { type = \"string\", secret = true, optional = true, doc = \"Y\" }",
        "{\"x\": 1}",
    ),
];

/// Fields of all built-in types, so that types have the names of all these in their way.
const OF_RESPONSE: &str = "of_secret = { type = \"string\", secret = true, optional = true, doc = \"S\" }\n\
    of_float = { type = \"float\", optional = true, doc = \"F\" }\n\
    of_bool = { type = \"bool[]\", optional = true, doc = \"B\" }\n\
    of_json = { type = \"json\", optional = true, doc = \"J\" }\n\
    of_text = { type = \"json\", text = true, optional = true, doc = \"T\" }\n";

/// The same, one that is in the query string, and one that is always sent.
const OF_REQUEST: &str = "of_query = { type = \"string\", in = \"query\", optional = true, doc = \"Q\" }\n\
    of_fixed = { type = \"string\", fixed = \"x\", doc = \"X\" }\n";

fn beside(fields: &str, sample: &str, others: &str) -> (String, String) {
    let (mut fields, mut sample) = (fields.to_owned() + OF_RESPONSE, sample.to_owned());
    if others != OF_RESPONSE {
        fields += others;
        sample += if sample.is_empty() { "" } else { ", " };
        sample += "\"of_fixed\": \"x\"";
    }
    (fields, sample)
}

/// What is in a spec besides its name.
#[derive(Default)]
struct Body<'a> {
    keys: &'a str,
    types: &'a str,
    /// Fields and a sample of them.
    request: (&'a str, &'a str),
    response: (&'a str, &'a str),
}

impl<'a> Body<'a> {
    fn both(fields: &'a str, types: &'a str, sample: &'a str) -> Self {
        Self { keys: "", types, request: (fields, sample), response: (fields, sample) }
    }

    /// Sent by one endpoint and received by another: the types that are described on the spot would be
    /// the same twice.
    fn apart(fields: &'a str, sample: &'a str) -> [Self; 2] {
        [
            Self { request: (fields, sample), ..Self::default() },
            Self { response: (fields, sample), ..Self::default() },
        ]
    }
}

fn spec(name: &str, id: &str, body: &Body<'_>) -> String {
    let Body { keys, types, request: (request, sent), response: (response, received) } = body;
    let path = path(name);
    let rest = if received.is_empty() { String::new() } else { format!(", {received}") };
    format!(
        "name = \"{name}\"\nrust = \"{id}\"\nsummary = \"S\"\nmethod = \"POST\"\npath = \"/{path}\"\n\
         tokens = [\"app\"]\nidempotent = true\nerrcodes = []\n{keys}[request]\n{request}\n\
         [response]\n{response}\n{types}\n\
         [sample]\nrequest = '{{{sent}}}'\nresponse = '{{\"errcode\": 0{rest}}}'\n\
         [[source]]\npage = \"https://example.com/x\"\nread = 2026-11-21\n"
    )
}

/// A path for each name: what no path can have stands as its number.
fn path(name: &str) -> String {
    let part = |char: char| match char {
        '.' => "/".to_owned(),
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => char.to_string(),
        _ => format!("-{:x}", u32::from(char)),
    };
    name.chars().map(part).collect()
}
