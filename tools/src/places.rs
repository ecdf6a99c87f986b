//! Where the things of the model are in the files. The model itself is plain; who has found
//! something in it asks here for the place. Documents are searched when somebody asks.

mod keys;
mod thing;
mod types;

pub(crate) use thing::{Home, Thing};

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::Spec;
use wechat_cloudbase_codegen::notation::kind::Document;
use wechat_cloudbase_codegen::source::{Place, Sources, Span};
use wechat_cloudbase_codegen::syntax::{Documents, EndpointDoc, FieldDoc, search};

use types::Described;

/// The documents of a spec and its files, with an index.
pub(crate) struct Places<'s> {
    sources: &'s Sources,
    documents: &'s Documents,
    /// By id.
    endpoints: BTreeMap<String, usize>,
}

impl<'s> Places<'s> {
    pub(crate) fn new(spec: &'s Spec) -> Self {
        Self::of_documents(&spec.sources, &spec.documents)
    }

    fn of_documents(sources: &'s Sources, documents: &'s Documents) -> Self {
        let ids = documents.endpoints.iter().map(|document| document.id.clone());
        let endpoints = ids.enumerate().map(|(index, id)| (id, index)).collect();
        Self { sources, documents, endpoints }
    }

    /// The place of a thing; of one that is not written down, that of the nearest thing around it,
    /// and `None` when there is no file that it could be in.
    pub(crate) fn of(&self, thing: Thing<'_>) -> Option<Place> {
        self.span(thing).map(|span| self.sources.place(span))
    }

    fn span(&self, thing: Thing<'_>) -> Option<&Span> {
        match thing {
            Thing::Endpoint { id, key } => {
                self.endpoint(id, |document| key.and_then(|key| keys::endpoint(document, key)))
            }
            Thing::Item { id, key, item } => self.endpoint(id, |document| {
                document.item_of(key, item).or_else(|| keys::endpoint(document, key))
            }),
            Thing::Field { id, path, key } => {
                self.endpoint(id, |document| self.field(document, path, key))
            }
            Thing::Source { id, index } => {
                self.endpoint(id, |document| document.sources.get(index)?.place())
            }
            Thing::Correction { id, index } => {
                self.endpoint(id, |document| document.corrections.get(index)?.place())
            }
            Thing::Type { of, name, key } => {
                self.type_part(of, name, |described| described.place_of(key?))
            }
            Thing::Member { of, name, field, key } => {
                self.type_part(of, name, |described| member(described, field, key))
            }
            Thing::Value { of, name, value, key } => {
                self.type_part(of, name, |described| keys::value(described, value, key))
            }
            _ => self.record(thing),
        }
    }

    /// The place that is found in an endpoint's document, or that of the endpoint.
    fn endpoint<'d>(
        &'d self,
        id: &str,
        find: impl FnOnce(&'d EndpointDoc) -> Option<&'d Span>,
    ) -> Option<&'d Span> {
        let document = self.document(id)?;
        find(document).or_else(|| Some(keys::endpoint_itself(document)))
    }

    fn document(&self, id: &str) -> Option<&EndpointDoc> {
        self.documents.endpoints.get(*self.endpoints.get(id)?)
    }

    /// A field at a path, or the nearest one above it.
    fn field<'d>(
        &'d self,
        document: &'d EndpointDoc,
        path: &str,
        key: Option<&str>,
    ) -> Option<&'d Span> {
        let (table, mut path) = path.split_once('.')?;
        let fields = match table {
            "request" => document.request_fields(),
            _ => document.response_fields(),
        };
        let shared = &self.documents.types;
        if let Some(field) = search::field(fields, document, shared, path) {
            return Some(keys::field_or_key(field, key));
        }
        while let Some((above, _)) = path.rsplit_once('.') {
            path = above;
            if let Some(field) = search::field(fields, document, shared, path) {
                return Some(&field.name.span);
            }
        }
        keys::endpoint(document, table)
    }

    /// The place that is found in a type's description, or that of its name.
    fn type_part<'d>(
        &'d self,
        home: Home<'_>,
        name: &str,
        find: impl FnOnce(Described<'d>) -> Option<&'d Span>,
    ) -> Option<&'d Span> {
        let described = match home {
            Home::Shared => types::type_in(&self.documents.types, name),
            Home::Endpoint(id) => types::own_type(self.document(id)?, name),
        };
        let Some(described) = described else {
            return self.home(home);
        };
        find(described).or(Some(&described.name().span))
    }

    fn home(&self, home: Home<'_>) -> Option<&Span> {
        match home {
            Home::Shared => self.documents.types.first().map(|document| &document.name.span),
            Home::Endpoint(id) => self.endpoint(id, |_| None),
        }
    }

    fn record(&self, thing: Thing<'_>) -> Option<&Span> {
        let Documents { errcodes, areas, permission_sets, .. } = &self.documents;
        match thing {
            Thing::Errcode { code, key } => errcodes
                .iter()
                .find(|document| keys::is(&document.code, &code))
                .and_then(|document| keys::errcode(document, key)),
            Thing::Area { name, key } => areas
                .iter()
                .find(|document| keys::is(&document.name, name))
                .and_then(|document| keys::area(document, key)),
            Thing::PermissionSet { id, key } => permission_sets
                .iter()
                .find(|document| keys::is(&document.id, &i64::from(id)))
                .and_then(|document| keys::permission_set(document, key)),
            _ => None,
        }
    }
}

/// A field of a type.
fn member<'d>(described: Described<'d>, field: &str, key: Option<&str>) -> Option<&'d Span> {
    let fields = described.shape().fields?;
    let found = fields.value.iter().find(|document: &&FieldDoc| document.name.value == field);
    Some(found.map_or(&fields.span, |found| keys::field_or_key(found, key)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Home, Places, Thing};
    use wechat_cloudbase_codegen::diagnostic::Problems;
    use wechat_cloudbase_codegen::parse::parse;
    use wechat_cloudbase_codegen::source::{SourceFile, Sources};
    use wechat_cloudbase_codegen::syntax::Literal;

    const ENDPOINT: &str = r#"
    name     = "runJob"
    path     = "/job/run"
    tokens   = ["app", "component"]
    errcodes = [
      -1,
      40014,
    ]
    [request]
    job  = { type = "Job", doc = "The job" }
    kind = { type = "object", doc = "K", fields = { b = { type = "int", enum = [2], doc = "B" } } }
    [response]
    id = { type = "string", doc = "Id" }
    [types.Job]
    doc = "A job"
    fields.name = { type = "string", doc = "Name" }
    fields."a.b" = { type = "string", doc = "Odd name" }
    [sample]
    request  = '{}'
    [[source]]
    page = "https://a.b/c"
    "#;

    const ERRCODES: &str =
        "[[errcode]]\ncode = -1\nclass = \"busy\"\n[[area]]\nname = \"Db\"\nto = 5\n";

    #[track_caller]
    fn check(thing: Thing<'_>, expected: &str) {
        let files = [
            SourceFile::new("a/run_job.toml", ENDPOINT),
            SourceFile::new("errcodes.toml", ERRCODES),
        ];
        let sources = Sources::new(&files, "");
        let documents = parse(&sources, &mut Problems::default());
        let place = Places::of_documents(&sources, &documents).of(thing);
        assert_eq!(place.unwrap().text.trim(), expected.trim());
    }

    #[test]
    fn a_key_and_without_it_the_name() {
        let id = "run_job";
        check(Thing::Endpoint { id, key: None }, r#"name     = "runJob""#);
        check(Thing::Endpoint { id, key: Some("path") }, r#"path     = "/job/run""#);
        check(Thing::Endpoint { id, key: Some("status") }, r#"name     = "runJob""#);
        check(Thing::Endpoint { id, key: Some("request") }, "[request]");
        check(Thing::Endpoint { id, key: Some("sample.request") }, "request  = '{}'");
        check(Thing::Item { id, key: "errcodes", item: "40014" }, "  40014,");
        check(Thing::Item { id, key: "errcodes", item: "40015" }, "  -1,");
    }

    #[test]
    fn a_field_through_types_or_the_one_above_it() {
        let field = |path, key| Thing::Field { id: "run_job", path, key };
        let name = r#"fields.name = { type = "string", doc = "Name" }"#;
        check(field("request.job.name", None), name);
        check(field("request.job.name", Some("max")), name);
        check(
            field("request.job.a.b", None),
            r#"fields."a.b" = { type = "string", doc = "Odd name" }"#,
        );
        check(field("request.job.x", None), r#"job  = { type = "Job", doc = "The job" }"#);
        check(field("request.x", None), "[request]");
        check(field("response.x.y", None), "[response]");
    }

    #[test]
    fn a_type_wherever_it_is_described() {
        let of = Home::Endpoint("run_job");
        check(Thing::Type { of, name: "Job", key: None }, "[types.Job]");
        check(Thing::Type { of, name: "Job", key: Some("doc") }, "doc = \"A job\"");
        let kind = ENDPOINT.lines().find(|line| line.trim().starts_with("kind")).unwrap();
        check(Thing::Type { of, name: "Kind", key: Some("fields") }, kind);
        check(Thing::Member { of, name: "Kind", field: "b", key: None }, kind);
        let value = &Literal::Int(2);
        check(Thing::Value { of, name: "B", value, key: None }, kind);
    }

    #[test]
    fn records() {
        check(Thing::Errcode { code: -1, key: Some("class") }, "class = \"busy\"");
        check(Thing::Errcode { code: -1, key: Some("name") }, "code = -1");
        check(Thing::Area { name: "Db", key: Some("to") }, "to = 5");
    }
}
