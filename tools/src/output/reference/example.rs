//! Examples of a call: in Rust, with curl, and what goes over the wire.

use maud::{Markup, html};
use serde_json::{Map, Value};
use wechat_cloudbase_codegen::example;
use wechat_cloudbase_codegen::model::{
    Endpoint, Field, FieldPlace, Method, RequestBody, TokenKind, Type,
};

use super::json;
use super::site::Site;

pub(super) fn all(endpoint: &Endpoint, site: &Site<'_>) -> Markup {
    let sent = Sent::of(endpoint);
    html! {
        aside.examples aria-label="Examples" {
            section { h2 id="rust" { "Rust" } pre tabindex="0" { code { (rust(endpoint, site)) } } }
            section { h2 id="curl" { "curl" } pre tabindex="0" { code { (curl(endpoint, &sent)) } } }
            @if let Body::Json(body) = &sent.body {
                section { h2 id="sample-request" { "Body of the request" } (json::markup(body)) }
            }
            section {
                h2 id="sample-response" { "Answer" }
                @if let Some(content) = &endpoint.sample.content {
                    p { "Bytes of the type " code { (content.content_type) } "." }
                }
                @if !endpoint.sample.response.is_null() {
                    (json::markup(&received(endpoint)))
                }
            }
        }
    }
}

/// The program, as far as it differs from endpoint to endpoint.
fn rust(endpoint: &Endpoint, site: &Site<'_>) -> String {
    let example::Example { request, uses_types } = example::of(endpoint);
    let (id, api) = (&endpoint.id, &site.options.api);
    // The methods of another crate's endpoints are those of a trait.
    let calls = (!site.is_own()).then_some("Calls");
    let names = [calls, Some(id.as_str()), uses_types.then_some("types")];
    let names: Vec<_> = names.into_iter().flatten().collect();
    let imports = match names.as_slice() {
        [name] => (*name).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    };
    let clients = clients(endpoint);
    format!(
        "use {api}::{imports};\n\n// client: {clients}\nlet request = {request};\n\
         let response = client.{id}(request).send().await?;"
    )
}

fn clients(endpoint: &Endpoint) -> String {
    let client = |kind: &TokenKind| match kind {
        TokenKind::Component => "Client<Component>",
        TokenKind::Authorizer => "Client<Authorizer>",
        TokenKind::App => "Client<App>",
    };
    let clients: Vec<_> = endpoint.tokens.iter().map(client).collect();
    if clients.is_empty() { "any Client".to_owned() } else { clients.join(" or ") }
}

/// The sample request as it travels.
struct Sent {
    path: String,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Body,
}

/// What the sample request sends.
enum Body {
    Nothing,
    Json(Value),
    /// The fields of a form; a file has no value.
    Form(Vec<(String, Option<String>)>),
    Multipart(Vec<(String, Option<String>)>),
    Bytes,
}

impl Sent {
    fn of(endpoint: &Endpoint) -> Self {
        let value = |field: &Field| endpoint.sample.request.get(&field.wire).cloned();
        let placed = |is_there: fn(FieldPlace) -> bool| {
            let fields = endpoint.request.iter().filter(|field| is_there(field.place));
            let pairs =
                fields.filter_map(|field| Some((field.wire.clone(), plain(&value(field)?))));
            pairs.collect::<Vec<_>>()
        };
        let mut path = endpoint.path.clone();
        for (name, value) in placed(|place| place == FieldPlace::Path) {
            path = path.replace(&format!("{{{name}}}"), &encoded(&value));
        }
        Self {
            path,
            headers: placed(|place| place == FieldPlace::Header),
            query: placed(FieldPlace::in_query),
            body: body(endpoint, value),
        }
    }
}

fn body(endpoint: &Endpoint, value: impl Fn(&Field) -> Option<Value>) -> Body {
    let in_body = || endpoint.request.iter().filter(|field| field.place.in_body());
    let form = || {
        let text =
            |field: &Field, value: Value| (!matches!(field.ty, Type::File)).then(|| plain(&value));
        let pair = |field: &Field| Some((field.wire.clone(), text(field, value(field)?)));
        in_body().filter_map(pair).collect()
    };
    match endpoint.request_body {
        _ if !endpoint.method.has_body() => Body::Nothing,
        RequestBody::Form => Body::Form(form()),
        RequestBody::Multipart => Body::Multipart(form()),
        RequestBody::Bytes => Body::Bytes,
        RequestBody::Json => {
            let given =
                |wire: &str| Some((wire.to_owned(), endpoint.sample.request.get(wire)?.clone()));
            let fields = || in_body().flat_map(Field::wires).filter_map(given);
            let body = match endpoint.whole_request() {
                Some(field) => value(field),
                None => Some(Value::Object(fields().collect())),
            };
            let body = body.map(|body| wrapped(body, endpoint.request_wrapper.as_ref()));
            body.map_or(Body::Nothing, Body::Json)
        }
    }
}

/// The sample response as it travels, with the wrapper around all but what the envelope has.
fn received(endpoint: &Endpoint) -> Value {
    let Some(fields) = endpoint.sample.response.as_object().cloned() else {
        return endpoint.sample.response.clone();
    };
    let envelope = endpoint.envelope();
    let is_envelope = |name: &String| envelope.contains(&name.as_str());
    let (envelope, payload): (Map<_, _>, Map<_, _>) =
        fields.into_iter().partition(|(name, _)| is_envelope(name));
    let payload = wrapped(Value::Object(payload), endpoint.response_wrapper.as_ref());
    let payload = payload.as_object().cloned().unwrap_or_default();
    Value::Object(envelope.into_iter().chain(payload).collect())
}

fn wrapped(value: Value, wrapper: Option<&String>) -> Value {
    match wrapper {
        Some(name) => Value::Object(Map::from_iter([(name.clone(), value)])),
        None => value,
    }
}

/// A single value as the query string has it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn curl(endpoint: &Endpoint, sent: &Sent) -> String {
    let token = (!endpoint.tokens.is_empty())
        .then(|| format!("{}=$ACCESS_TOKEN", encoded(&endpoint.token_field)));
    let query =
        sent.query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let query: Vec<_> = token.into_iter().chain(query).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let host = endpoint.hosts.first().map_or("https://api.weixin.qq.com", String::as_str);
    let method = match endpoint.method {
        Method::Get | Method::Post => "",
        Method::Put => "-X PUT ",
        Method::Delete => "-X DELETE ",
    };
    let mut text = format!("curl {method}\"{host}{}{mark}{}\"", sent.path, query.join("&"));
    for (name, value) in &sent.headers {
        text += &line("-H", &format!("{name}: {value}"));
    }
    match &sent.body {
        Body::Nothing => {}
        Body::Json(body) => {
            let mut body = body.clone();
            body.sort_all_objects();
            text += " \\\n  -H \"Content-Type: application/json\"";
            text += &line("--data-raw", &format!("{body:#}"));
        }
        Body::Form(fields) => {
            for (name, value) in fields {
                let value = value.as_deref().unwrap_or_default();
                text += &line("--data-urlencode", &format!("{name}={value}"));
            }
        }
        Body::Multipart(fields) => {
            for (name, value) in fields {
                let value = value.as_deref().map_or("@FILE".to_owned(), str::to_owned);
                text += &line("-F", &format!("{name}={value}"));
            }
        }
        Body::Bytes => text += " \\\n  --data-binary @FILE",
    }
    text
}

/// An option with its value, on a line of its own.
fn line(option: &str, value: &str) -> String {
    format!(" \\\n  {option} '{}'", value.replace('\'', "'\\''"))
}

/// Text inside a query string, without a character that a shell would read in its own way.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
