//! `dump`: the model as JSON, for other tools. The whole
//! model is in it, so each of the other outputs could be made from it.
//!
//! Every key is always there; what a spec leaves out is `null`. What endpoints share is there once,
//! at the top, and is referred to by its number or its name. The patterns below name every field of
//! the model, so that one which is added there and forgotten here does not compile.

use serde_json::{Value, json};
use wechat_cloudbase_codegen::Spec;
use wechat_cloudbase_codegen::model::{
    Api, Area, Correction, Delay, Deprecation, Endpoint, Errcode, Field, Items, Limits, Literal,
    Number, OneOf, PageStyle, Pages, Path, PermissionSet, Sample, Shape, Source, Type, TypeDef,
    Variant, Wait, WaitKey,
};
use wechat_cloudbase_codegen::notation::{ENDPOINT, words};

/// Increased when a reader of the previous format would misread the new one.
const FORMAT: u32 = 1;

/// The model as JSON: everything in a spec, validated and in canonical order, for other tools.
/// `format` in it is the version of the format.
pub fn generate(spec: &Spec) -> String {
    let Api { endpoints, types, errcodes, areas, permission_sets } = &*spec.api;
    let mut dump = json!({
        "format": FORMAT,
        "endpoints": each(endpoints, endpoint),
        "types": each(types, |definition| type_def(definition)),
        "errcodes": each(errcodes, |record| errcode(record)),
        "areas": each(areas, area),
        "permission_sets": each(permission_sets, |set| permission_set(set)),
    });
    // A map keeps the order of its keys or not, by a feature that any crate of a build can set.
    dump.sort_all_objects();
    format!("{dump:#}\n")
}

fn each<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}

fn endpoint(endpoint: &Endpoint) -> Value {
    // What of it is words alone is in `plain` too.
    let Endpoint {
        id,
        section,
        renamed_from,
        name,
        summary,
        notes,
        method,
        path,
        old_paths,
        hosts,
        tokens,
        token_field,
        request_body,
        response_body,
        request_wrapper,
        response_wrapper,
        errcode_on_success,
        errcode_field,
        errmsg_field,
        permission_sets,
        plain,
        idempotent,
        idempotent_by,
        status,
        errcodes,
        request,
        response,
        types,
        waits,
        pages: pages_of,
        sample: Sample { request: sample_request, response: sample_response, content },
        sources,
        corrections,
        ..
    } = endpoint;
    let plain = |name| plain.iter().find(|(key, _)| *key == name).map(|(_, said)| said.as_str());
    let keys = ENDPOINT.keys.iter().filter(|key| key.plain);
    let mut dump = json!({
        "id": id,
        "section": section,
        "renamed_from": renamed_from,
        "name": name,
        "summary": summary,
        "notes": notes,
        "method": words::word(*method),
        "path": path,
        "old_paths": old_paths,
        "hosts": hosts,
        "tokens": each(tokens, |kind| words::word(*kind).into()),
        "token_field": token_field,
        "request_body": words::word(*request_body),
        "response_body": words::word(*response_body),
        "request_wrapper": request_wrapper,
        "response_wrapper": response_wrapper,
        "errcode_on_success": errcode_on_success,
        "errcode_field": errcode_field,
        "errmsg_field": errmsg_field,
        "permission_sets": each(permission_sets, |set| set.id.into()),
        "idempotent": idempotent,
        "idempotent_by": idempotent_by,
        "status": words::word(*status),
        "errcodes": each(errcodes, |errcode| errcode.code.into()),
        "request": each(request, field),
        "response": each(response, field),
        "types": each(types, |definition| type_def(definition)),
        "waits": each(waits, wait),
        "pages": pages_of.as_ref().map(pages),
        "sample": {
            "request": sample_request,
            "response": sample_response,
            "content_type": content.as_ref().map(|content| &content.content_type),
            "content": content.as_ref().map(|content| &content.base64),
        },
        "sources": each(sources, source),
        "corrections": each(corrections, correction),
    });
    if let Some(dump) = dump.as_object_mut() {
        dump.extend(keys.map(|key| (key.name.to_owned(), plain(key.name).into())));
    }
    dump
}

fn field(field: &Field) -> Value {
    let Field {
        wire,
        ident,
        renamed_from,
        doc,
        ty,
        optional,
        essential,
        fixed,
        place,
        limits,
        default,
        deprecated,
        value,
    } = field;
    let Limits { min, max } = limits;
    json!({
        "wire": wire,
        "ident": ident,
        "renamed_from": renamed_from,
        "doc": doc,
        "type": type_of(ty),
        "optional": optional,
        "essential": essential,
        "fixed": fixed.as_ref().map(literal),
        "place": words::word(*place),
        "min": min.map(number),
        "max": max.map(number),
        "default": default.as_ref().map(literal),
        "deprecated": deprecated.as_ref().map(deprecation),
        "value": value,
    })
}

fn deprecation(deprecated: &Deprecation) -> Value {
    let Deprecation { since, instead } = deprecated;
    json!({ "since": since, "instead": instead })
}

fn number(number: Number) -> Value {
    match number {
        Number::Int(int) => int.into(),
        Number::Float(float) => float.get().into(),
    }
}

/// A word, or an object of one key where a type has another one inside it.
fn type_of(ty: &Type) -> Value {
    match ty {
        Type::String => "string".into(),
        Type::Secret => "secret".into(),
        Type::Int => "int".into(),
        Type::Float => "float".into(),
        Type::Bool => "bool".into(),
        Type::StringOrInt => "string-or-int".into(),
        Type::Timestamp => "timestamp".into(),
        Type::TimestampMs => "timestamp-ms".into(),
        Type::Json => "json".into(),
        Type::File => "file".into(),
        Type::Named(definition) => json!({ "named": definition.name }),
        Type::InText(inner) => json!({ "text": type_of(inner) }),
        Type::List(item) => json!({ "list": type_of(item) }),
        Type::Map(item) => json!({ "map": type_of(item) }),
    }
}

fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => text.as_str().into(),
        Literal::Int(number) => (*number).into(),
        Literal::Float(number) => number.get().into(),
        Literal::Bool(bool) => (*bool).into(),
    }
}

fn type_def(definition: &TypeDef) -> Value {
    // Whether it is shared, the list says that it is in.
    let TypeDef { name, shared: _, inline, renamed_from, doc, shape } = definition;
    let (ty, key, said) = match shape {
        Shape::Text { pattern } => ("string", "pattern", json!(pattern)),
        Shape::TextEnum(variants) => ("string", "enum", each(variants, variant)),
        Shape::IntEnum(variants) => ("int", "enum", each(variants, variant)),
        Shape::Object(fields) => ("object", "fields", each(fields, field)),
        Shape::OneOf(OneOf { tag: _, alternatives }) => {
            ("one-of", "fields", each(alternatives, field))
        }
    };
    let tag = match shape {
        Shape::OneOf(OneOf { tag, .. }) => tag.as_deref(),
        _ => None,
    };
    let of = |name: &str| if name == key { said.clone() } else { Value::Null };
    json!({
        "name": name,
        "inline": inline,
        "renamed_from": renamed_from,
        "doc": doc,
        "type": ty,
        "pattern": of("pattern"),
        "enum": of("enum"),
        "tag": tag,
        "fields": of("fields"),
    })
}

fn variant<T: Clone + Into<Value>>(variant: &Variant<T>) -> Value {
    let Variant { value, name, renamed_from, doc } = variant;
    let value: Value = value.clone().into();
    let renamed_from: Option<Value> = renamed_from.clone().map(Into::into);
    json!({ "value": value, "name": name, "renamed_from": renamed_from, "doc": doc })
}

fn wait(wait: &Wait) -> Value {
    let Wait { name, doc, items, path, success, failure, reason, absent, delay } = wait;
    let Delay { min, max } = delay;
    let items = items.as_ref().map(|Items { path, item, keys }| {
        json!({ "path": path.text, "type": type_of(item), "where": each(keys, wait_key) })
    });
    json!({
        "name": name,
        "doc": doc,
        "items": items,
        "path": path.as_ref().map(|path| &path.text),
        "success": each(success, literal),
        "failure": each(failure, literal),
        "reason": reason.as_ref().map(|path| &path.text),
        "absent": words::word(*absent),
        "delay": { "min": min, "max": max },
    })
}

fn wait_key(WaitKey { path, argument }: &WaitKey) -> Value {
    json!({ "path": path.text, "argument": argument })
}

fn pages(pages: &Pages) -> Value {
    let Pages { style, position, size, items, item, total, more, next, end_errcode } = pages;
    let text = |path: &Option<Path>| path.as_ref().map(|path| path.text.clone());
    let of = |other: PageStyle| (*style == other).then_some(position);
    json!({
        "style": words::word(*style),
        "offset": of(PageStyle::Offset),
        "page": of(PageStyle::Page),
        "marker": of(PageStyle::Marker),
        "size": size,
        "items": items.text,
        "type": type_of(item),
        "total": text(total),
        "more": text(more),
        "next": text(next),
        "end_errcode": end_errcode,
    })
}

fn errcode(errcode: &Errcode) -> Value {
    let Errcode { code, name, message, meaning, remedy, class, operator, quota } = errcode;
    json!({
        "code": code,
        "name": name,
        "message": message,
        "meaning": meaning,
        "remedy": remedy,
        "class": words::word(*class),
        "operator": operator.map(words::word),
        "quota": quota.map(words::word),
    })
}

fn area(area: &Area) -> Value {
    let Area { name, from, to, doc } = area;
    json!({ "name": name, "from": from, "to": to, "doc": doc })
}

fn permission_set(set: &PermissionSet) -> Value {
    let PermissionSet { id, name, doc } = set;
    json!({ "id": id, "name": name, "doc": doc })
}

fn source(source: &Source) -> Value {
    let Source { page, read } = source;
    json!({ "page": page, "read": read })
}

fn correction(correction: &Correction) -> Value {
    let Correction { field, says, is, why, page, seen } = correction;
    json!({ "field": field, "says": says, "is": is, "why": why, "page": page, "seen": seen })
}
