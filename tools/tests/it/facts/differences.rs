//! What differs between the facts and the model, one difference per thing.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

/// One thing that the facts and the model say differently.
pub(super) struct Difference {
    /// The vendor's name.
    pub(super) endpoint: String,
    /// As in a correction: `path`, `request.data.env`.
    pub(super) field: String,
    /// What of it, what the facts say, and what is here.
    differs: String,
    /// What a correction of it must mention: what the facts say, and what is here.
    says: Vec<String>,
    is: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, field, differs, .. } = self;
        write!(f, "{endpoint}: {field}: {differs}")
    }
}

const MISSING: &str = "missing here";

impl Difference {
    /// Whether a correction is of this very thing, and not of something else about it. What is not
    /// here can't be named by one, so one of what it would be in counts.
    pub(super) fn is_corrected_by(&self, correction: &Value) -> bool {
        let field = text(&correction["field"]);
        let parent = self.field.rsplit_once('.').map(|(parent, _)| parent);
        let mentions = |key: &str, words: &[String]| {
            words.iter().all(|word| text(&correction[key]).contains(word.as_str()))
        };
        (field == self.field || self.differs == MISSING && Some(field) == parent)
            && mentions("says", &self.says)
            && mentions("is", &self.is)
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
        None => found.missing("name"),
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
    fn add(&mut self, field: &str, differs: String, says: Vec<String>, is: Vec<String>) {
        let (endpoint, field) = (self.endpoint.clone(), field.to_owned());
        self.differences.push(Difference { endpoint, field, differs, says, is });
    }

    /// Not here, but in the facts.
    fn missing(&mut self, field: &str) {
        let name = field.rsplit('.').next().unwrap_or(field);
        self.add(field, MISSING.to_owned(), vec![name.to_owned()], Vec::new());
    }

    /// Here, but not in the facts.
    fn unknown(&mut self, field: &str) {
        let says = vec!["missing".to_owned()];
        self.add(field, "missing from the facts".to_owned(), says, Vec::new());
    }

    fn check(&mut self, field: &str, what: &str, fact: &str, here: &str) {
        if fact != here {
            let word = |text: &str| vec![text.to_owned()];
            self.add(field, format!("{what}{fact}, here {here}"), word(fact), word(here));
        }
    }

    /// The order of values means nothing.
    fn check_list(
        &mut self,
        field: &str,
        what: &str,
        fact: impl IntoIterator<Item = Value>,
        here: impl IntoIterator<Item = Value>,
    ) {
        let (fact, here) = (sorted(fact), sorted(here));
        if fact == here {
            return;
        }
        let only = |list: &[String], other: &[String]| {
            list.iter().filter(|item| !other.contains(item)).cloned().collect()
        };
        let all = |list: &[String]| match list {
            [] => "none".to_owned(),
            list => list.join(" "),
        };
        let differs = format!("{what}{}, here {}", all(&fact), all(&here));
        self.add(field, differs, only(&fact, &here), only(&here, &fact));
    }
}

/// The values in order, as a correction would write them.
fn sorted(values: impl IntoIterator<Item = Value>) -> Vec<String> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by_key(|value| (value.as_i64(), value.to_string()));
    values.iter().map(word).collect()
}

/// A text without quotes, a number, or the word for nothing.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}

/// Everything of an endpoint but its tables.
fn keys(fact: &Value, here: &Value, found: &mut Found) {
    for key in ["method", "path", "status", "cloud_call"] {
        found.check(key, "", &word(&fact[key]), &word(&here[key]));
    }
    let section = text(&fact["section"]).trim_end_matches(" (2.0 only)");
    found.check("section", "", section, text(&here["section"]));
    let auth = &fact["auth"];
    let tokens = list(&auth["token_kinds"]).iter().map(|kind| match text(kind) {
        "component_access_token" => "component".into(),
        "authorizer_access_token" => "authorizer".into(),
        "access_token" => "app".into(),
        _ => kind.clone(),
    });
    found.check_list("tokens", "", tokens, list(&here["tokens"]).to_vec());
    if let Some(name) = auth["query_parameter"].as_str() {
        found.check("token_field", "", name, text(&here["token_field"]));
    }
    let errcodes = list(&fact["error_codes"]).iter().filter(|code| **code != 0).cloned();
    found.check_list("errcodes", "", errcodes, list(&here["errcodes"]).to_vec());
    let sets = list(&fact["permission_sets"]["ids"]).to_vec();
    found.check_list("permission_sets", "", sets, list(&here["permission_sets"]).to_vec());
    // The facts' other judgements are sentences.
    let judgement = fact["repeat"]["judgement"].as_str();
    if let Some(judgement @ ("safe" | "unsafe")) = judgement {
        let idempotent = |it: bool| if it { "true" } else { "false" };
        let (fact, here) = (judgement == "safe", here["idempotent"] == true);
        found.check("idempotent", "", idempotent(fact), idempotent(here));
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
                None => self.found.missing(&at),
                Some(field) => {
                    self.found.check(&at, "place ", place, text(&field["place"]));
                    self.field(&at, fact, field, is_sent);
                }
            }
        }
        for field in here.iter().filter(|field| !known.contains(text(&field["wire"]))) {
            self.found.unknown(&format!("{at}.{}", text(&field["wire"])));
        }
    }

    fn field(&mut self, at: &str, fact: &Value, here: &Value, is_sent: bool) {
        // No page says which fields of a response may be absent.
        if is_sent {
            let need = |is_required| if is_required { "required" } else { "optional" };
            let (fact, here) = (need(fact["required"] == true), need(here["optional"] == false));
            self.found.check(at, "", fact, here);
        }
        let definition = self.definition(&here["type"]);
        let inner = list(&fact["fields"]);
        let (ty, fact_ty) = (on_the_wire(&here["type"], definition), text(&fact["type"]));
        if !fits(fact_ty, !inner.is_empty(), &ty) {
            self.found.check(at, "type ", fact_ty, &ty);
        }
        let values = list(&fact["enum"]).to_vec();
        let listed = definition.map_or(&[][..], |definition| list(&definition["enum"]));
        let listed = listed.iter().map(|variant| variant["value"].clone());
        let fixed = Some(here["fixed"].clone()).filter(|fixed| !fixed.is_null());
        self.found.check_list(at, "values ", values, listed.chain(fixed));
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

/// What is in a list; nothing where there is none.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
