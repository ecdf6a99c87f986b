//! A request that is made of JSON at run time, by what its endpoint says of the fields.

use serde_json::{Map, Value};

use super::body::Body;
use super::{
    Endpoint, Form, FormField, Head, Location, Message, Query, RequestBody, Upload, is_given,
};
use crate::json::Encode;
use crate::{Error, Secret};

type Fields = Map<String, Value>;

impl Message {
    /// The message of a request whose fields are those of an object, by their names on the wire.
    pub(crate) fn raw(endpoint: &'static Endpoint, fields: Value) -> Result<Self, Error> {
        let mut fields = match fields {
            Value::Object(fields) => fields,
            Value::Null => Fields::new(),
            _ => return Err(Error::config("the fields of a request must be a JSON object")),
        };
        unwrap(endpoint, &mut fields);
        add_fixed(endpoint, &mut fields);
        let mut secrets = Vec::new();
        find_secrets(endpoint, &fields, &mut secrets);
        let has_id = has_id(endpoint, &fields);
        let head = take_head(endpoint, &mut fields);
        let query = take_query(endpoint, &mut fields);
        let body = match endpoint.request_body {
            _ if !endpoint.method.has_body() => Body::None,
            RequestBody::Json => {
                let body = body(endpoint, fields)?;
                Body::json(&|json| body.encode(json)).0
            }
            kind => Body::form(kind, form(endpoint, fields)?).0,
        };
        Self::of(endpoint, head, query, (body, secrets), has_id)
    }
}

/// Takes the fields out of the wrapper, where a caller has included it, as the vendor's pages show it.
fn unwrap(endpoint: &Endpoint, fields: &mut Fields) {
    let wrapper =
        endpoint.request_wrapper.filter(|name| fields.get(*name).is_some_and(Value::is_object));
    if let Some(Value::Object(inner)) = wrapper.and_then(|name| fields.remove(name)) {
        fields.extend(inner);
    }
}

/// Adds the fixed fields, unless the caller has given another value.
fn add_fixed(endpoint: &Endpoint, fields: &mut Fields) {
    for (name, value) in endpoint.fixed_fields {
        fields.entry(*name).or_insert_with(|| (*value).into());
    }
}

/// Whether the field is there and says something with which a call is idempotent.
fn has_id(endpoint: &Endpoint, fields: &Fields) -> bool {
    let id = endpoint.idempotent_by.and_then(|name| fields.get(name));
    id.is_some_and(|id| !id.is_null() && is_given(id))
}

/// Takes out the fields that travel in the path and as headers.
fn take_head(endpoint: &Endpoint, fields: &mut Fields) -> Head {
    let mut head = Head::default();
    fields.retain(|name, value| {
        let is_secret = endpoint.secret_fields.contains(&name.as_str());
        let secret = value.as_str().filter(|_| is_secret).map(Secret::new);
        match (endpoint.location(name), secret) {
            (Location::Path, _) if value.is_null() => {}
            (Location::Path, Some(secret)) => head.path_named(name.clone().into(), &secret),
            (Location::Path, None) => head.path_named(name.clone().into(), value),
            (Location::Header, _) if value.is_null() => {}
            (Location::Header, Some(secret)) => head.header_named(name, &secret),
            (Location::Header, None) => head.header_named(name, value),
            _ => return true,
        }
        false
    });
    head
}

/// The fields of a form: first those that the endpoint does not know, then its own in their order. A file
/// is text in base64, or an object with such a `content`, a `file_name` and a `content_type`.
fn form(endpoint: &Endpoint, mut fields: Fields) -> Result<Form, Error> {
    let whole = endpoint.locations.iter().find(|(_, at)| *at == Location::WholeBody);
    let whole = whole.map(|(name, _)| FormField::File(name));
    let known: Vec<_> = whole.into_iter().chain(endpoint.form_fields.iter().copied()).collect();
    let mut form = Form::default();
    let own: Vec<_> = known.iter().map(|field| (field, fields.remove(field.name()))).collect();
    for (name, value) in &fields {
        check_single(name, value)?;
        form.add_named(name.clone().into(), value);
    }
    for (field, value) in own {
        let name = field.name();
        match (field, value.filter(|value| !value.is_null())) {
            (_, None) => {}
            (FormField::Value(_), Some(value)) => {
                check_single(name, &value)?;
                form.add_named(name.into(), &value);
            }
            (FormField::File(_), Some(value)) => match Upload::from_json(&value) {
                Some(file) => form.file_named(name.into(), file),
                None => {
                    let problem = format!("the file `{name}` must be text in base64");
                    return Err(Error::config(problem));
                }
            },
        }
    }
    let is_empty = form.parts.is_empty();
    if endpoint.request_body == RequestBody::Bytes && is_empty {
        return Err(Error::config(
            "there are no bytes to send: the field that is the body is missing",
        ));
    }
    Ok(form)
}

fn check_single(name: &str, value: &Value) -> Result<(), Error> {
    match value {
        Value::Object(_) | Value::Array(_) => Err(Error::config(format!(
            "there is no place for the field `{}`: a form has single values, and this is an object or a list",
            name.escape_debug()
        ))),
        _ => Ok(()),
    }
}

/// Takes out the fields that travel in the query string; one that travels in the body too is left there.
fn take_query(endpoint: &Endpoint, fields: &mut Fields) -> Query {
    let mut query = Query::default();
    fields.retain(|name, value| {
        let location = endpoint.location(name);
        if location.in_query() && !value.is_null() {
            query.add_named(name.clone().into(), value);
        }
        location != Location::Query
    });
    query
}

/// The body: the fields, in their wrapper if they have one, or the one field that is the body.
fn body(endpoint: &Endpoint, mut fields: Fields) -> Result<Value, Error> {
    let whole = endpoint.locations.iter().find(|(_, at)| *at == Location::WholeBody);
    if let Some((whole, _)) = whole
        && let Some(body) = fields.remove(*whole)
    {
        return match fields.keys().next() {
            None => Ok(body),
            Some(name) => Err(Error::config(format!(
                "there is no place for the field `{}`: `{whole}` is the whole body",
                name.escape_debug()
            ))),
        };
    }
    Ok(match endpoint.request_wrapper {
        Some(wrapper) => Fields::from_iter([(wrapper.to_owned(), fields.into())]).into(),
        None => fields.into(),
    })
}

/// Finds the values of the fields that are secret, at whatever depth.
fn find_secrets(endpoint: &Endpoint, fields: &Fields, secrets: &mut Vec<Secret>) {
    for (name, value) in fields {
        let is_secret = endpoint.secret_fields.contains(&name.as_str());
        find_in(endpoint, value, is_secret, secrets);
    }
}

fn find_in(endpoint: &Endpoint, value: &Value, is_secret: bool, secrets: &mut Vec<Secret>) {
    match value {
        Value::Object(fields) if !is_secret => find_secrets(endpoint, fields, secrets),
        Value::Object(fields) => {
            fields.values().for_each(|value| find_in(endpoint, value, true, secrets));
        }
        Value::Array(items) => {
            items.iter().for_each(|item| find_in(endpoint, item, is_secret, secrets));
        }
        Value::String(text) if is_secret => secrets.push(Secret::new(text.as_str())),
        Value::Number(number) if is_secret => secrets.push(Secret::new(number.to_string())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
