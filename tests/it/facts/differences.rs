//! What differs between the facts and the model, one difference per thing.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

/// One thing that the facts and the model say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The vendor's name.
    pub(super) endpoint: String,
    /// As in a correction: `path`, `request.data.env`.
    pub(super) field: String,
    /// What of it, what the facts say, and what stands here.
    pub(super) differs: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, field, differs } = self;
        write!(f, "{endpoint}: {field}: {differs}")
    }
}

const MISSING: &str = "missing here";

impl Difference {
    pub(super) fn is_missing(&self) -> bool {
        self.differs == MISSING
    }
}

pub(super) fn of(facts: &Value, model: &Value) -> Vec<Difference> {
    list(&facts["endpoints"]).iter().flat_map(|fact| endpoint(fact, model)).collect()
}

/// The endpoint with a name of the vendor's.
pub(super) fn by_name<'m>(model: &'m Value, name: &str) -> Option<&'m Value> {
    list(&model["endpoints"]).iter().find(|endpoint| endpoint["name"] == name)
}

fn endpoint(fact: &Value, model: &Value) -> Vec<Difference> {
    let name = text(&fact["name"]);
    let mut found = Found { endpoint: name.to_owned(), differences: Vec::new() };
    match by_name(model, name) {
        None => found.add("name", MISSING),
        Some(here) => {
            keys(fact, here, &mut found);
            let types = [list(&here["types"]), list(&model["types"])].concat();
            Tables { types: &types, found: &mut found }.compare(fact, here);
        }
    }
    found.differences
}

struct Found {
    endpoint: String,
    differences: Vec<Difference>,
}

impl Found {
    fn add(&mut self, field: &str, differs: impl Into<String>) {
        let (endpoint, field) = (self.endpoint.clone(), field.to_owned());
        self.differences.push(Difference { endpoint, field, differs: differs.into() });
    }

    fn check(&mut self, field: &str, what: &str, fact: &Value, here: &Value) {
        if fact != here {
            self.add(field, format!("{what}{fact}, here {here}"));
        }
    }
}

/// Everything of an endpoint but its tables.
fn keys(fact: &Value, here: &Value, found: &mut Found) {
    for key in ["method", "path", "status", "cloud_call"] {
        found.check(key, "", &fact[key], &here[key]);
    }
    let section = text(&fact["section"]).trim_end_matches(" (2.0 only)");
    found.check("section", "", &section.into(), &here["section"]);
    let tokens = list(&fact["auth"]["token_kinds"]).iter().map(|kind| match text(kind) {
        "component_access_token" => "component".into(),
        "authorizer_access_token" => "authorizer".into(),
        "access_token" => "app".into(),
        _ => kind.clone(),
    });
    found.check("tokens", "", &sorted(tokens), &sorted(list(&here["tokens"]).iter().cloned()));
    if !fact["auth"]["query_parameter"].is_null() {
        found.check("token_field", "", &fact["auth"]["query_parameter"], &here["token_field"]);
    }
    let errcodes = list(&fact["error_codes"]).iter().filter(|code| **code != 0).cloned();
    let listed = list(&here["errcodes"]).iter().cloned();
    found.check("errcodes", "", &sorted(errcodes), &sorted(listed));
    let sets = list(&fact["permission_sets"]["ids"]).iter().cloned();
    let listed = list(&here["permission_sets"]).iter().cloned();
    found.check("permission_sets", "", &sorted(sets), &sorted(listed));
    // The facts' other judgements are sentences.
    let repeat = &fact["repeat"]["judgement"];
    if *repeat == "safe" || *repeat == "unsafe" {
        found.check("repeat", "", repeat, &here["repeat"]);
    }
}

struct Tables<'a> {
    types: &'a [Value],
    found: &'a mut Found,
}

/// A field of the facts, with where it travels.
struct Fact<'a> {
    field: &'a Value,
    place: &'static str,
}

impl<'a> Tables<'a> {
    fn compare(&mut self, fact: &Value, here: &Value) {
        let body = unwrapped(list(&fact["request_fields"]), &here["request_wrapper"]);
        let query = list(&fact["query_parameters"]);
        let has = |fields: &[Value], field: &Value| {
            fields.iter().any(|other| other["name"] == field["name"])
        };
        let in_body = body.iter().map(|field| Fact {
            field,
            place: match (has(query, field), text(&field["name"])) {
                (_, "(raw)") => "whole-body",
                (true, _) => "both",
                (false, _) => "body",
            },
        });
        let in_query = query.iter().filter(|field| !has(body, field));
        let in_query = in_query.map(|field| Fact { field, place: "query" });
        self.fields("request", in_body.chain(in_query), list(&here["request"]), true);
        let answer = list(&fact["response_fields"]).iter();
        let answer: Vec<_> = answer.filter(|field| !is_envelope(field)).cloned().collect();
        let answer = unwrapped(&answer, &here["response_wrapper"]);
        self.fields("response", in_body_all(answer), list(&here["response"]), false);
    }

    fn fields<'f>(
        &mut self,
        at: &str,
        facts: impl Iterator<Item = Fact<'f>>,
        here: &[Value],
        is_sent: bool,
    ) {
        let mut known = BTreeSet::new();
        for Fact { field: fact, place } in facts {
            let is_same = |field: &&Value| {
                field["wire"] == fact["name"] || place == "whole-body" && field["place"] == place
            };
            let found = here.iter().find(is_same);
            let name = text(found.map_or(&fact["name"], |found| &found["wire"]));
            let at = format!("{at}.{name}");
            known.insert(name);
            match found {
                None => self.found.add(&at, MISSING),
                Some(field) => {
                    self.found.check(&at, "place ", &place.into(), &field["place"]);
                    self.field(&at, fact, field, is_sent);
                }
            }
        }
        for field in here.iter().filter(|field| !known.contains(text(&field["wire"]))) {
            self.found.add(&format!("{at}.{}", text(&field["wire"])), "missing from the facts");
        }
    }

    fn field(&mut self, at: &str, fact: &Value, here: &Value, is_sent: bool) {
        // No page says which fields of an answer may be absent.
        if is_sent {
            let is_required = fact["required"] == true;
            let is_required_here = here["optional"] == false;
            self.found.check(at, "required ", &is_required.into(), &is_required_here.into());
        }
        let definition = self.definition(&here["type"]);
        let inner = list(&fact["fields"]);
        let ty = on_the_wire(&here["type"], definition);
        if !fits(text(&fact["type"]), !inner.is_empty(), &ty) {
            self.found.add(at, format!("type {}, here {ty}", text(&fact["type"])));
        }
        let values = sorted(list(&fact["enum"]).iter().cloned());
        let listed = definition.map_or(&[][..], |definition| list(&definition["enum"]));
        let listed = listed.iter().map(|variant| variant["value"].clone());
        let fixed = Some(here["fixed"].clone()).filter(|fixed| !fixed.is_null());
        self.found.check(at, "enum ", &values, &sorted(listed.chain(fixed)));
        let fields = definition.map_or(&[][..], |definition| list(&definition["fields"]));
        if !inner.is_empty() || !fields.is_empty() {
            self.fields(at, in_body_all(inner), fields, is_sent);
        }
    }

    /// The named type that a type is, or is a list of.
    fn definition(&self, ty: &Value) -> Option<&'a Value> {
        match (ty.get("list"), ty.get("named")) {
            (Some(item), _) => self.definition(item),
            (None, name) => self.types.iter().find(|definition| Some(&definition["name"]) == name),
        }
    }
}

fn in_body_all(fields: &[Value]) -> impl Iterator<Item = Fact<'_>> {
    fields.iter().map(|field| Fact { field, place: "body" })
}

/// The fields inside of a wrapper, which the model names apart from the fields.
fn unwrapped<'f>(fields: &'f [Value], wrapper: &Value) -> &'f [Value] {
    match fields {
        [only] if only["name"] == *wrapper => list(&only["fields"]),
        fields => fields,
    }
}

/// What every answer has, and no table lists.
fn is_envelope(field: &Value) -> bool {
    field["name"] == "errcode" || field["name"] == "errmsg"
}

/// The type that the value has in JSON.
fn on_the_wire(ty: &Value, definition: Option<&Value>) -> String {
    match (ty.as_str(), ty.get("list"), ty.get("text")) {
        (Some("secret"), ..) | (.., Some(_)) => "string".to_owned(),
        (Some(word), ..) => word.to_owned(),
        (_, Some(item), _) => on_the_wire(item, definition) + "[]",
        _ => text(&definition.unwrap_or(&Value::Null)["type"]).to_owned(),
    }
}

fn fits(fact: &str, has_fields: bool, here: &str) -> bool {
    match (fact.strip_suffix("[]"), here.strip_suffix("[]")) {
        (Some(fact), Some(here)) => return fits(fact, has_fields, here),
        (None, None) => {}
        _ => return false,
    }
    match fact {
        "integer" => here == "int",
        "number" => here == "float" || here == "int",
        "boolean" => here == "bool",
        "object" => here == "object" || here == "json" && !has_fields,
        "any" => here == "json",
        fact => here == fact,
    }
}

fn sorted(values: impl IntoIterator<Item = Value>) -> Value {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by_key(|value| (value.as_i64(), value.to_string()));
    values.into()
}

/// What stands in a list; nothing where there is none.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
