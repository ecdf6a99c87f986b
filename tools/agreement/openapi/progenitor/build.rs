//! Makes a client of the OpenAPI document in `OPENAPI_DOCUMENT`, and a list of its samples.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use quote::quote;

fn main() {
    println!("cargo::rerun-if-env-changed=OPENAPI_DOCUMENT");
    let source = env::var("OPENAPI_DOCUMENT").expect("OPENAPI_DOCUMENT is the document in 3.0");
    println!("cargo::rerun-if-changed={source}");
    let text = fs::read_to_string(source).expect("a document");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    let out = env::var("OUT_DIR").expect("a build script");
    fs::write(Path::new(&out).join("samples.rs"), samples(&document)).expect("a file");
    drop_twins(&mut document);
    drop_defaults(&mut document);
    let document = serde_json::from_value(document).expect("an OpenAPI document");
    let mut settings = progenitor::GenerationSettings::default();
    settings.with_inner_type(quote!(crate::Token)).with_pre_hook(quote!(crate::with_token));
    let mut generator = progenitor::Generator::new(&settings);
    let tokens = generator.generate_tokens(&document).expect("bindings");
    let syntax = syn::parse2(tokens).expect("Rust");
    fs::write(Path::new(&out).join("client.rs"), prettyplease::unparse(&syntax)).expect("a file");
}

/// Progenitor makes one name of `data` and `Data`, and then code that does not compile. WeChat has
/// a response with both, of which this client sees only one.
fn drop_twins(value: &mut Value) {
    if let Some(Value::Object(properties)) = value.get_mut("properties") {
        let names: Vec<_> = properties.keys().cloned().collect();
        for (index, name) in names.iter().enumerate() {
            if names[..index].iter().any(|other| other.eq_ignore_ascii_case(name)) {
                println!("cargo::warning=left out for progenitor: {name}");
                properties.remove(name);
            }
        }
    }
    match value {
        Value::Object(fields) => fields.values_mut().for_each(drop_twins),
        Value::Array(items) => items.iter_mut().for_each(drop_twins),
        _ => {}
    }
}

/// Progenitor writes the default of a field that was left out, so that nothing is written as it was.
fn drop_defaults(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("type") {
                fields.remove("default");
            }
            fields.values_mut().for_each(drop_defaults);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_defaults),
        _ => {}
    }
}

/// A line for each sample that has a type: what is read as the type is written as it was.
fn samples(document: &Value) -> String {
    let mut lines = String::from("{\n");
    let operations = document["paths"].as_object().expect("paths").values();
    for operation in operations.flat_map(|path| path.as_object().expect("a path").values()) {
        let request = &operation["requestBody"]["content"]["application/json"];
        let response = &operation["responses"]["200"]["content"]["application/json"];
        for (content, example) in [(request, "sample"), (response, "success")] {
            let reference = content["schema"]["$ref"].as_str().unwrap_or_default();
            if let Some(name) = reference.strip_prefix("#/components/schemas/") {
                let (name, sample) =
                    (name.replace('_', ""), &content["examples"][example]["value"]);
                writeln!(
                    lines,
                    "check::<client::types::{name}>({name:?}, {:?});",
                    sample.to_string()
                )
                .expect("text");
            }
        }
    }
    lines + "}\n"
}
