//! One endpoint: its keys one by one, its names, its fields.

use std::collections::BTreeMap;

use super::Resolved;
use super::errcodes::Errcodes;
use super::fields::{self, Side};
use super::permission_sets::PermissionSets;
use super::types::Types;
use super::words;
use crate::diagnostic::{Problem, Problems};
use crate::model::{Correction, Endpoint, Kind, Method, Repeat, Sample, Source, Status};
use crate::naming::{self, RESERVED_ENDPOINTS};
use crate::rule::Rule;
use crate::syntax::{EndpointDoc, FieldDoc, Node};

pub(super) fn resolve<'d>(
    document: &'d EndpointDoc,
    errcodes: &Errcodes,
    permission_sets: &PermissionSets,
    types: &mut Types<'d>,
    problems: &mut Problems,
) -> Resolved {
    check_id(document, problems);
    check_path(document, problems);
    check_token_field(document, problems);
    let before = problems.count();
    types.enter(&document.types, problems);
    let request = fields::resolve(
        document.request.as_deref().unwrap_or_default(),
        Side::Request,
        types,
        problems,
    );
    let response = fields::resolve(
        document.response.as_deref().unwrap_or_default(),
        Side::Response,
        types,
        problems,
    );
    let sound = document.sound && types.shared_sound() && problems.count() == before;
    let types = types.leave(sound, problems);
    let method = words::meaning(document.method.as_ref(), words::METHODS, "method", problems);
    if method == Some(Method::Get) {
        check_get(document, problems);
    }
    check_whole_body(document, problems);
    let repeat = words::meaning(
        document.repeat.as_ref(),
        words::REPEATS,
        "answer to whether a call may be repeated",
        problems,
    );
    let status = words::meaning(
        document.status.as_ref(),
        words::STATUSES,
        "status of an endpoint",
        problems,
    );
    let endpoint = Endpoint {
        id: document.id.clone(),
        section: document.section.clone(),
        name: text(&document.name),
        summary: text(&document.summary),
        notes: document.notes.iter().map(|note| note.value.clone()).collect(),
        method: method.unwrap_or(Method::Post),
        path: text(&document.path),
        old_paths: document.old_paths.iter().map(|path| path.value.clone()).collect(),
        tokens: tokens(document.tokens.as_deref().unwrap_or_default(), problems),
        token_field: document
            .token_field
            .as_ref()
            .map_or(TOKEN_FIELD.into(), |node| node.value.clone()),
        request_wrapper: document.request_wrapper.as_ref().map(|node| node.value.clone()),
        response_wrapper: document.response_wrapper.as_ref().map(|node| node.value.clone()),
        permission_sets: permission_sets.listed(&document.permission_sets, problems),
        cloud_call: document.cloud_call.as_ref().map(|node| node.value.clone()),
        repeat: repeat.unwrap_or(Repeat::Unsafe),
        status: status.unwrap_or(Status::Current),
        errcodes: errcodes.listed(document.errcodes.as_deref().unwrap_or_default(), problems),
        request,
        response,
        types,
        sample: Sample::default(),
        sources: sources(document),
        corrections: corrections(document),
    };
    Resolved { endpoint, sound }
}

fn text(node: &Option<Node<String>>) -> String {
    node.as_ref().map_or(String::new(), |node| node.value.clone())
}

const TOKEN_FIELD: &str = "access_token";

/// The file's stem is the id, and the id follows from the vendor's name unless `rust` says another.
fn check_id(document: &EndpointDoc, problems: &mut Problems) {
    let id = document.id.as_str();
    if document.name.as_ref().is_some_and(|name| !check_name(name, problems)) {
        return;
    }
    let Some((given, expected)) = expected_id(document, problems) else {
        return;
    };
    if RESERVED_ENDPOINTS.contains(&expected.as_str()) || naming::is_keyword(&expected) {
        let message = format!("no endpoint can have the id `{expected}`");
        let problem = Problem::new(Rule::ReservedName, &given.span, message, "taken");
        problems.add(problem.help("give it another id with rust = \"...\""));
    } else if id != expected {
        let message = format!("the file of `{}` has to be `{expected}.toml`", given.value);
        let problem = Problem::new(
            Rule::FileName,
            &given.span,
            message,
            format!("here it is in `{id}.toml`"),
        );
        problems.add(problem.help("rename the file, or give another id with rust = \"...\""));
    }
}

/// Names of interfaces are words; a browser's search and a compiler's message can take them.
fn check_name(name: &Node<String>, problems: &mut Problems) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_-.".contains(char);
    let good = name.value.chars().all(plain);
    if !good {
        let message = format!("`{}` is no name of an interface", name.value);
        let problem = Problem::new(
            Rule::BadName,
            &name.span,
            message,
            "has to be letters, digits, `_`, `-` and `.`",
        );
        problems.add(problem.help(
            "write it as the page's address or its heading spells it, such as \"createTcbEnv\"",
        ));
    }
    good
}

fn expected_id<'a>(
    document: &'a EndpointDoc,
    problems: &mut Problems,
) -> Option<(&'a Node<String>, String)> {
    let (node, id) = match (&document.rust, &document.name) {
        (Some(rust), _) => (rust, naming::is_snake_case(&rust.value).then(|| rust.value.clone())),
        (None, name) => (name.as_ref()?, naming::snake_case(&name.as_ref()?.value)),
    };
    if id.is_none() {
        let message = format!("`{}` makes no id in snake_case", node.value);
        let problem = Problem::new(Rule::BadName, &node.span, message, "not a name");
        problems.add(problem.help("give an id with rust = \"some_name\""));
    }
    Some((node, id?))
}

fn check_path(document: &EndpointDoc, problems: &mut Problems) {
    let plain = |char: char| char.is_ascii_alphanumeric() || "/_-.".contains(char);
    let good =
        |path: &str| path.starts_with('/') && !path.contains("//") && path.chars().all(plain);
    let paths = document.path.iter().chain(&document.old_paths);
    for path in paths.filter(|path| !good(&path.value)) {
        let message = format!("`{}` is no path", path.value);
        let problem = Problem::new(Rule::BadPath, &path.span, message, "not a path on the host");
        problems.add(problem.help(
            "it begins with `/` and has no host, query or spaces, such as \"/tcb/modifyenv\"",
        ));
    }
}

/// The token's name in the query string: of use when there is a token, and of no other field.
fn check_token_field(document: &EndpointDoc, problems: &mut Problems) {
    let Some(tokens) = &document.tokens else {
        return;
    };
    if tokens.is_empty() {
        if let Some(field) = &document.token_field {
            let problem = Problem::new(
                Rule::Conflict,
                &field.span,
                "`token_field` without a token",
                "of no use",
            );
            problems
                .add(problem.help("remove it, or list the kinds of token that the endpoint takes"));
        }
        return;
    }
    let name = document.token_field.as_ref().map_or(TOKEN_FIELD, |node| &node.value);
    let fields = document.request.as_deref().unwrap_or_default().iter();
    let in_query =
        |field: &&FieldDoc| field.place.as_ref().is_some_and(|place| place.value != "body");
    for field in fields.filter(in_query).filter(|field| field.name.value == name) {
        let message = format!("`{name}` would stand in the query string twice");
        let problem =
            Problem::new(Rule::NameCollision, &field.name.span, message, "the token has this name");
        problems.add(problem.help("remove the field: the client adds the token"));
    }
}

fn check_get(document: &EndpointDoc, problems: &mut Problems) {
    for field in document.request.as_deref().unwrap_or_default() {
        if field.place.as_ref().is_none_or(|place| place.value != "query") {
            let message = format!("`{}` would be in the body of a GET", field.name.value);
            let problem =
                Problem::new(Rule::BodyOnGet, &field.name.span, message, "a GET has no body");
            let problem = document
                .method
                .as_ref()
                .map_or(problem.clone(), |method| problem.other(&method.span, "the GET"));
            problems.add(problem.help("write in = \"query\", or method = \"POST\""));
        }
    }
}

/// A field that is the whole body leaves no place in it for others.
fn check_whole_body(document: &EndpointDoc, problems: &mut Problems) {
    let fields = document.request.as_deref().unwrap_or_default();
    let place = |field: &FieldDoc| field.place.as_ref().map(|place| place.value.clone());
    let whole = |field: &&FieldDoc| place(field).as_deref() == Some("whole-body");
    let Some(first) = fields.iter().find(whole) else {
        return;
    };
    let beside = |field: &&FieldDoc| {
        field.name.value != first.name.value && place(field).as_deref() != Some("query")
    };
    for field in fields.iter().filter(beside) {
        let message = format!("`{}` has no place in the body", field.name.value);
        let problem = Problem::new(Rule::Conflict, &field.name.span, message, "excluded");
        let problem = problem.other(&first.name.span, "by this field, which is the whole body");
        problems.add(problem.help("write in = \"query\" for it, or leave in out of the other"));
    }
    if let Some(wrapper) = &document.request_wrapper {
        let message = "a whole body has no wrapper";
        let problem = Problem::new(Rule::Conflict, &wrapper.span, message, "excluded");
        problems.add(problem.other(&first.name.span, "by this field, which is the whole body"));
    }
}

fn tokens(nodes: &[Node<String>], problems: &mut Problems) -> Vec<Kind> {
    let mut kinds: BTreeMap<Kind, &Node<String>> = BTreeMap::new();
    for node in nodes {
        let Some(kind) = words::meaning(Some(node), words::KINDS, "kind of token", problems) else {
            continue;
        };
        if let Some(first) = kinds.insert(kind, node) {
            let message = format!("`{}` is listed twice", node.value);
            let problem = Problem::new(Rule::Repeated, &node.span, message, "again");
            problems.add(problem.other(&first.span, "first"));
        }
    }
    kinds.into_keys().collect()
}

fn sources(document: &EndpointDoc) -> Vec<Source> {
    let source =
        |doc: &crate::syntax::SourceDoc| Source { page: text(&doc.page), read: text(&doc.read) };
    document.sources.iter().map(source).collect()
}

fn corrections(document: &EndpointDoc) -> Vec<Correction> {
    let correction = |doc: &crate::syntax::CorrectionDoc| Correction {
        field: text(&doc.field),
        says: text(&doc.says),
        is: text(&doc.is),
        why: text(&doc.why),
    };
    document.corrections.iter().map(correction).collect()
}
