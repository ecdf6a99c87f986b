//! Failures: HTTP status 200 and an errcode. Which codes an endpoint's page lists, and what they
//! mean, is in its operation.

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::lower::{cell, paragraph};
use wechat_cloudbase_codegen::model::{Api, Class, ERRCODE, ERRMSG, Endpoint, Errcode};
use wechat_cloudbase_codegen::notation::words;

use super::members::Members;
use super::names;
use super::version::{self, OpenApi};
use crate::json::{Json, Object, list};

/// The name of the schema that all endpoints share. Types of a spec don't have a `_`.
pub(super) const NAME: &str = "_Failure";

pub(super) fn reference<'a>() -> Object<'a> {
    version::reference(NAME)
}

pub(super) fn schema<'a>(version: OpenApi) -> Object<'a> {
    let errcode = Object::new()
        .with("type", "integer")
        .with("format", "int64")
        .with("not", version.constant(0))
        .with("description", "What has gone wrong; never 0.");
    let errmsg = Object::new().with("type", "string").with("description", ERRMSG_DOC);
    let members = Members::default().with("errcode", true, errcode).with("errmsg", false, errmsg);
    members.into_schema().with("title", "Failure")
}

const ERRMSG_DOC: &str = "The same in words, often with `rid: ...` at its end, \
                      which WeChat's support asks for, or `hint: [...]`.";

/// The errcode and the errmsg of a success, which some endpoints leave out.
pub(super) fn ok<'a>(endpoint: &'a Endpoint, version: OpenApi) -> Members<'a> {
    let errcode = || Object::new().with("type", "integer").extend(version.constant(0));
    let errmsg = || Object::new().with("type", "string");
    if names::are_usual(endpoint) {
        return Members::default().with(ERRCODE, endpoint.errcode_on_success, errcode()).with(
            ERRMSG,
            false,
            errmsg(),
        );
    }
    let code = (endpoint.errcode_field.as_str(), (endpoint.errcode_on_success, errcode()));
    let text = (endpoint.errmsg_field.as_str(), (false, errmsg()));
    let own = names::members(vec![code, text]);
    if endpoint.errcode_field == ERRCODE { own } else { own.with(ERRCODE, false, errcode()) }
}

/// A failure as an endpoint with names of its own reports it.
pub(super) fn own<'a>(endpoint: &'a Endpoint, version: OpenApi) -> Option<Object<'a>> {
    if names::are_usual(endpoint) {
        return None;
    }
    let errcode = Object::new()
        .with("type", "integer")
        .with("format", "int64")
        .with("not", version.constant(0))
        .with("description", "What has gone wrong; never 0.");
    let errmsg = Object::new().with("type", "string").with("description", "The same in words.");
    let code = (endpoint.errcode_field.as_str(), (true, errcode));
    let text = (endpoint.errmsg_field.as_str(), (false, errmsg));
    Some(names::members(vec![code, text]).into_schema().with("title", "Own failure"))
}

/// Texts that many operations need, each made once.
pub(super) struct Failures {
    rows: BTreeMap<i64, String>,
}

impl Failures {
    pub(super) fn new(api: &Api) -> Self {
        let row = |errcode: &Errcode| {
            let Errcode { code, name, meaning, remedy, .. } = errcode;
            (*code, format!("\n| {code} {name} | {} | {} |", cell(meaning), cell(remedy)))
        };
        Self { rows: api.errcodes.iter().map(|errcode| row(errcode)).collect() }
    }

    /// What a response is, with the errcodes of an endpoint.
    pub(super) fn table(&self, endpoint: &Endpoint) -> String {
        if endpoint.errcodes.is_empty() {
            return "Success, or a failure. The page lists no errcodes; any may come.".to_owned();
        }
        let rows = endpoint.errcodes.iter().filter_map(|errcode| self.rows.get(&errcode.code));
        let mut table = "Success, or a failure with one of the errcodes that the page lists, or \
                         any other:\n\n| errcode | meaning | what to do |\n|---|---|---|"
            .to_owned();
        table.extend(rows.map(String::as_str));
        table
    }
}

/// A response for each errcode, so that servers generated from the document can be made to fail.
pub(super) fn examples<'a>(api: &'a Api) -> Object<'a> {
    let example = |errcode: &'a Errcode| {
        let Errcode { code, name, message, .. } = errcode;
        let value = Object::new().with("errcode", *code).with("errmsg", message);
        (example_name(errcode), Object::new().with("summary", name).with("value", value))
    };
    api.errcodes.iter().map(|errcode| example(errcode)).collect()
}

/// With a word before the number, or else JavaScript would put it before the success.
pub(super) fn example_name(errcode: &Errcode) -> String {
    format!("errcode_{}", errcode.code)
}

/// A rejected token is reported by the gateway, which has the usual names.
pub(super) fn example<'a>(endpoint: &'a Endpoint, errcode: &'a Errcode) -> Object<'a> {
    if !names::are_usual(endpoint) && errcode.class != Class::Token {
        let code = (endpoint.errcode_field.as_str(), errcode.code.into());
        let text = (endpoint.errmsg_field.as_str(), (&errcode.message).into());
        let value = names::values(vec![code, text]);
        return Object::new().with("summary", &errcode.name).with("value", value);
    }
    Object::new().with("$ref", format!("#/components/examples/{}", example_name(errcode)))
}

/// The record of each code.
pub(super) fn records(api: &Api) -> Vec<Json<'_>> {
    list(api.errcodes.iter().map(|errcode| record(errcode)))
}

fn record(errcode: &Errcode) -> Object<'_> {
    let Errcode { code, name, message, meaning, remedy, class, operator, quota } = errcode;
    let quota = quota.map(words::word);
    let operator = operator.map(words::word);
    Object::new()
        .with("code", *code)
        .with("name", name)
        .with("message", message)
        .with("meaning", paragraph(meaning))
        .with("remedy", paragraph(remedy))
        .with("class", words::word(*class))
        .with_some("quota", quota)
        .with_some("operator", operator)
}

/// The codes of an endpoint as numbers, whose records are at the end of the document.
pub(super) fn codes(endpoint: &Endpoint) -> Vec<Json<'_>> {
    list(endpoint.errcodes.iter().map(|errcode| errcode.code))
}
