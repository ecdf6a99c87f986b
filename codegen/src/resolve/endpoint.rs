//! One endpoint: its keys one by one, its fields, and what it lists.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::errcodes::Errcodes;
use super::permission_sets::PermissionSets;
use super::places::TOKEN_FIELD;
use super::types::Types;
use super::types::fields;
use super::{
    Resolved, bodies, envelopes, head_fields, hosts, idempotence, ids, paths, places, whole_body,
    wrappers,
};
use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::listed;
use crate::model::{
    Correction, ERRCODE, ERRMSG, Endpoint, Field, Method, ResponseBody, Sample, Source, Status,
    TokenKind, TypeDef,
};
use crate::notation::{ENDPOINT, Side, words};
use crate::syntax::{EndpointDoc, Node};

pub(super) fn resolve<'d>(
    document: &'d EndpointDoc,
    errcodes: &Errcodes,
    permission_sets: &PermissionSets,
    types: &mut Types<'d>,
    problems: &mut Problems,
) -> Resolved {
    ids::check(document, problems);
    paths::check(document, problems);
    hosts::check(document, problems);
    let Tables { request, response, types, shared_types, sound } =
        tables(document, types, problems);
    places::check(document, problems);
    whole_body::check(document, problems);
    head_fields::check(document, problems);
    let kinds = bodies::kinds(document, problems);
    bodies::check(document, (&request, &response), kinds, problems);
    wrappers::check(document, problems);
    envelopes::check(document, problems);
    idempotence::check(document, &request, problems);
    let (method, status) = in_words(document, problems);
    let endpoint = Endpoint {
        id: document.id.clone(),
        section: document.section.clone(),
        renamed_from: optional(&document.renamed_from),
        name: text(&document.name),
        summary: text(&document.summary),
        notes: texts(&document.notes),
        method,
        path: text(&document.path),
        old_paths: texts(&document.old_paths),
        hosts: texts(&document.hosts),
        tokens: tokens(listed(&document.tokens), problems),
        token_field: optional(&document.token_field).unwrap_or_else(|| TOKEN_FIELD.to_owned()),
        request_body: kinds.0,
        response_body: kinds.1,
        request_wrapper: optional(&document.request_wrapper),
        response_wrapper: optional(&document.response_wrapper),
        errcode_on_success: is_errcode_on_success(document, kinds.1),
        errcode_field: optional(&document.errcode_field).unwrap_or_else(|| ERRCODE.to_owned()),
        errmsg_field: optional(&document.errmsg_field).unwrap_or_else(|| ERRMSG.to_owned()),
        permission_sets: permission_sets.listed(listed(&document.permission_sets), problems),
        cloud_call: optional(&document.cloud_call),
        plain: plain(document),
        idempotent: document.idempotent.as_ref().is_some_and(|node| node.value),
        idempotent_by: optional(&document.idempotent_by),
        status,
        errcodes: errcodes.listed(listed(&document.errcodes), problems),
        request,
        response,
        types,
        shared_types,
        // They are about the fields, once those are known.
        waits: Vec::new(),
        pages: None,
        sample: Sample::default(),
        sources: sources(document),
        corrections: corrections(document),
    };
    Resolved { endpoint, sound }
}

/// Neither a list nor bytes have a place for an errcode.
fn is_errcode_on_success(document: &EndpointDoc, received: ResponseBody) -> bool {
    let said = document.errcode_on_success.as_ref().is_none_or(|node| node.value);
    let is_list = document.response_fields().iter().any(whole_body::is_whole);
    said && !is_list && received == ResponseBody::Json
}

/// The fields of an endpoint, its own types, and whether there was no problem in them.
struct Tables {
    request: Vec<Field>,
    response: Vec<Field>,
    types: Vec<Rc<TypeDef>>,
    shared_types: Vec<Rc<TypeDef>>,
    sound: bool,
}

fn tables<'d>(document: &'d EndpointDoc, types: &mut Types<'d>, problems: &mut Problems) -> Tables {
    let before = problems.count();
    types.enter(&document.types, problems);
    let request = fields::resolve(document.request_fields(), Side::Request, types, problems);
    let response = fields::resolve(document.response_fields(), Side::Response, types, problems);
    let sound = document.has_sound_tables() && types.shared_sound() && problems.count() == before;
    let shared_types = types.shared_in([&request, &response]);
    Tables { request, response, types: types.leave(sound, problems), shared_types, sound }
}

/// The keys that take a word. What has been reported gets a harmless one.
fn in_words(document: &EndpointDoc, problems: &mut Problems) -> (Method, Status) {
    let (method, status) = (&document.method, &document.status);
    let method = words::meaning(method.as_ref(), problems);
    let status = match status {
        Some(node) if node.value == "removed" => {
            problems.add(removed(node));
            None
        }
        node => words::meaning(node.as_ref(), problems),
    };
    (method.unwrap_or(Method::Post), status.unwrap_or(Status::Current))
}

/// Its author does not mean `moved`.
fn removed(status: &Node<String>) -> Problem {
    let message = "`removed` is not a status of an endpoint";
    let problem =
        Problem::new(Rule::UnknownWord, &status.span, message, "not a status of an endpoint");
    problem.help("an endpoint that is gone has no file; say so in a note beside the others")
}

fn plain(document: &EndpointDoc) -> Vec<(&'static str, String)> {
    let keys = ENDPOINT.keys.iter().filter(|key| key.plain);
    keys.filter_map(|key| Some((key.name, document.said(key.name)?))).collect()
}

fn text(node: &Option<Node<String>>) -> String {
    optional(node).unwrap_or_default()
}

fn optional(node: &Option<Node<String>>) -> Option<String> {
    node.as_ref().map(|node| node.value.clone())
}

fn texts(nodes: &Option<Vec<Node<String>>>) -> Vec<String> {
    listed(nodes).iter().map(|node| node.value.clone()).collect()
}

fn tokens(nodes: &[Node<String>], problems: &mut Problems) -> Vec<TokenKind> {
    let mut kinds: BTreeMap<TokenKind, &Node<String>> = BTreeMap::new();
    for node in nodes {
        let Some(kind) = words::meaning(Some(node), problems) else {
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
        page: optional(&doc.page),
        seen: texts(&doc.seen),
    };
    document.corrections.iter().map(correction).collect()
}
