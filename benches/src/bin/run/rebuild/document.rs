//! The OpenAPI document that says the same as the spec.

use std::path::Path;

use serde_json::{Map, Value};
use wechat_cloudbase_codegen::{build_script, check};
use wechat_cloudbase_spec::{OpenApi, openapi};

use crate::tools::Result;

/// What the spec says, as far as OpenAPI can say it, and progenitor can read it.
pub(super) fn of_spec(spec: &Path) -> Result<Value> {
    let spec = check(&build_script::read(spec)?, "").map_err(|report| report.to_string())?;
    let mut document = serde_json::from_str(&openapi(&spec, OpenApi::V3_0))?;
    for_each_object(&mut document, &mut drop_twins);
    Ok(document)
}

/// Progenitor makes one name of `data` and `Data`, and then code that does not compile.
fn drop_twins(object: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        let mut seen = Vec::new();
        properties.retain(|name, _| {
            let name = name.to_lowercase();
            let is_new = !seen.contains(&name);
            seen.push(name);
            is_new
        });
    }
}

/// Leaves out what is not needed for types and paths: less work than ours, which has all of it.
pub(super) fn keep_types(document: &mut Value) {
    const LEFT_OUT: &[&str] = &[
        "examples",
        "externalDocs",
        "maximum",
        "maxItems",
        "maxLength",
        "minimum",
        "minItems",
        "minLength",
        "pattern",
        "tags",
    ];
    // A property may have such a name, and then a schema stands there.
    let is_schema =
        |value: &Value| ["type", "$ref", "allOf"].iter().any(|key| !value[key].is_null());
    for_each_object(document, &mut |object| {
        object.retain(|name, value| {
            if name == "description" && value.is_string() {
                // A response must have one.
                *value = "".into();
            }
            let is_left_out = name.starts_with("x-") || LEFT_OUT.contains(&name.as_str());
            !is_left_out || is_schema(value)
        });
    });
}

fn for_each_object(value: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|value| for_each_object(value, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| for_each_object(value, change)),
        _ => {}
    }
}
