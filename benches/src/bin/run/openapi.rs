//! Our model as an OpenAPI document: the same endpoints, with the same fields of the same types.
//!
//! Where the two can't say the same, the document says less, which is less work for whoever reads
//! it: patterns, limits and docs of values are left out, and so are the errcode and the errmsg that
//! every answer has.

use serde_json::{Map, Value, json};

/// From the model as the compiler dumps it.
pub(crate) fn document(model: &Value) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for definition in list(&model["types"]) {
        schemas.insert(text(&definition["name"]).to_owned(), schema(definition, &Value::Null));
    }
    for endpoint in list(&model["endpoints"]) {
        let method = text(&endpoint["method"]).to_lowercase();
        paths.insert(text(&endpoint["path"]).to_owned(), json!({ method: operation(endpoint) }));
        add_schemas(endpoint, &mut schemas);
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "The same API", "version": "1.0.0" },
        "servers": [{ "url": "https://api.weixin.qq.com" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn operation(endpoint: &Value) -> Value {
    let notes: Vec<_> = list(&endpoint["notes"]).iter().map(text).collect();
    let mut operation = json!({
        "operationId": endpoint["id"],
        "summary": endpoint["summary"],
        "description": notes.join("\n\n"),
        "parameters": parameters(endpoint),
        "responses": { "200": {
            "description": "Success",
            "content": json_of(reference(&of_endpoint(endpoint, "Response"))),
        } },
    });
    if endpoint["method"] == "POST" {
        let schema = match in_places(endpoint, &["whole-body"]).first() {
            Some(field) => of_type(&field["type"], endpoint),
            None => reference(&of_endpoint(endpoint, "Request")),
        };
        operation["requestBody"] = json!({ "required": true, "content": json_of(schema) });
    }
    operation
}

/// What travels in the query string, the token too.
fn parameters(endpoint: &Value) -> Vec<Value> {
    let parameter = |name: &Value, required: bool, schema: Value| json!({ "in": "query", "name": name, "required": required, "schema": schema });
    let has_token = !list(&endpoint["tokens"]).is_empty();
    let token =
        has_token.then(|| parameter(&endpoint["token_field"], true, json!({ "type": "string" })));
    let of_field = |field: &Value| {
        parameter(&field["wire"], is_required(field), of_type(&field["type"], endpoint))
    };
    let fields = in_places(endpoint, &["query", "both"]);
    token.into_iter().chain(fields.into_iter().map(of_field)).collect()
}

/// The request, the response and the endpoint's own types.
fn add_schemas(endpoint: &Value, schemas: &mut Map<String, Value>) {
    let request = object(in_places(endpoint, &["body", "both"]), endpoint);
    let response = object(list(&endpoint["response"]), endpoint);
    if in_places(endpoint, &["whole-body"]).is_empty() {
        let request = wrapped(&endpoint["request_wrapper"], request);
        schemas.insert(of_endpoint(endpoint, "Request"), request);
    }
    let response = wrapped(&endpoint["response_wrapper"], response);
    schemas.insert(of_endpoint(endpoint, "Response"), response);
    for definition in list(&endpoint["types"]) {
        let name = of_endpoint(endpoint, text(&definition["name"]));
        schemas.insert(name, schema(definition, endpoint));
    }
}

fn wrapped(wrapper: &Value, schema: Value) -> Value {
    match wrapper.as_str() {
        Some(name) => json!({
            "type": "object", "required": [name], "properties": { name: schema },
        }),
        None => schema,
    }
}

fn schema(definition: &Value, endpoint: &Value) -> Value {
    let mut schema = match text(&definition["type"]) {
        "object" => object(list(&definition["fields"]), endpoint),
        scalar => of_type(&scalar.into(), endpoint),
    };
    if !definition["enum"].is_null() {
        let values = list(&definition["enum"]).iter().map(|variant| variant["value"].clone());
        schema["enum"] = values.collect();
    }
    schema["description"] = definition["doc"].clone();
    schema
}

fn object<'a>(fields: impl IntoIterator<Item = &'a Value>, endpoint: &Value) -> Value {
    let (mut required, mut properties) = (Vec::new(), Map::new());
    for field in fields {
        let mut name = text(&field["wire"]);
        // Progenitor makes one name of `data` and `Data`, and then code that does not compile.
        if properties.keys().any(|other: &String| other.eq_ignore_ascii_case(name)) {
            name = text(&field["ident"]);
        }
        properties.insert(name.to_owned(), property(field, endpoint));
        if is_required(field) {
            required.push(name);
        }
    }
    json!({ "type": "object", "required": required, "properties": properties })
}

fn property(field: &Value, endpoint: &Value) -> Value {
    let mut schema = of_type(&field["type"], endpoint);
    // Nothing may stand beside a reference in OpenAPI 3.0.
    if schema.get("$ref").is_none() {
        schema["description"] = field["doc"].clone();
        if field["fixed"].is_string() {
            schema["enum"] = json!([field["fixed"]]);
        }
    }
    schema
}

fn of_type(ty: &Value, endpoint: &Value) -> Value {
    if let Some(name) = ty["named"].as_str() {
        let is_own = list(&endpoint["types"]).iter().any(|own| own["name"] == name);
        return reference(&if is_own { of_endpoint(endpoint, name) } else { name.to_owned() });
    }
    match ty.get("list") {
        Some(item) => json!({ "type": "array", "items": of_type(item, endpoint) }),
        None => match ty.as_str() {
            Some("int") => json!({ "type": "integer", "format": "int64" }),
            Some("float") => json!({ "type": "number", "format": "double" }),
            Some("bool") => json!({ "type": "boolean" }),
            Some("json") => json!({}),
            // What else there is, a secret or a number in text, is a string on the wire.
            _ => json!({ "type": "string" }),
        },
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn json_of(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

/// `create_env` and `Request` make `CreateEnvRequest`.
fn of_endpoint(endpoint: &Value, name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    text(&endpoint["id"]).split('_').map(capital).collect::<String>() + name
}

fn in_places<'a>(endpoint: &'a Value, places: &[&str]) -> Vec<&'a Value> {
    let fields = list(&endpoint["request"]).iter();
    fields.filter(|field| places.contains(&text(&field["place"]))).collect()
}

fn is_required(field: &Value) -> bool {
    field["optional"] == false
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
