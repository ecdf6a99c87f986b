//! The library after an edit of its spec, against what progenitor makes of an equal OpenAPI
//! document after the same edit. All are library crates, in debug with cargo's defaults, whose
//! dependencies are built.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};
use wechat_cloudbase_codegen::{OpenApi, Spec, build_script};

use crate::tools::{Project, Result, build, cargo, copy, median};

/// The endpoint that is edited, one in the middle of the spec, and what its summary says in turn.
const EDITED: &str = "cloudbase-common/env-management/create_env.toml";
const SUMMARIES: [&str; 2] = ["Open an environment", "Make a new environment, and open its bill"];

const ROUNDS: usize = 7;

/// Who builds, in the order in which they do.
const BUILDERS: [&str; 4] = [
    "ours",
    "progenitor in a build script",
    "progenitor's macro",
    "progenitor in a build script, on the types alone",
];

pub(crate) fn rebuild() -> Result<()> {
    let project = Project::copy("rebuild")?;
    let (spec, library) = (project.folder("spec"), project.folder(""));
    use_default_profile(&library.join("Cargo.toml"))?;
    let (in_script, by_macro) =
        (project.program("progenitor"), project.program("progenitor_macro"));
    let on_types = project.program("progenitor_types");
    copy(&in_script, &on_types)?;
    for folder in [&in_script, &by_macro, &on_types] {
        cargo(folder, &["fetch"])?;
    }
    let mut times = BUILDERS.map(|_| Vec::new());
    for round in 0..=ROUNDS {
        edit(&spec.join(EDITED), SUMMARIES[round % 2])?;
        let mut document = document(&spec)?;
        for folder in [&in_script, &by_macro] {
            fs::write(folder.join("openapi.json"), document.to_string())?;
        }
        keep_types(&mut document);
        fs::write(on_types.join("openapi.json"), document.to_string())?;
        let built = [&library, &in_script, &by_macro, &on_types].map(|folder| build(folder));
        // The first round builds the dependencies too.
        for (times, built) in times.iter_mut().zip(built) {
            let seconds = built?;
            times.extend((round > 0).then_some(seconds));
        }
    }
    let medians = times.each_mut().map(|times| median(times));
    for (name, seconds) in BUILDERS.iter().zip(medians) {
        println!("{name}: {seconds:.2} s, median of {ROUNDS} rounds");
    }
    let [ours, others @ ..] = medians;
    let limits =
        ["at most 0.250, as near to 0.125 as a readable page allows", "no limit", "no limit"];
    for ((name, seconds), limit) in BUILDERS.iter().skip(1).zip(others).zip(limits) {
        println!("ratio to {name}: {:.3} ({limit})", ours / seconds);
    }
    Ok(())
}

/// Crates that depend on ours build its compiler without the settings of this workspace.
fn use_default_profile(manifest: &Path) -> Result<()> {
    let text = fs::read_to_string(manifest)?;
    let mut is_profile = false;
    let rest = text.lines().filter(|line| {
        if line.starts_with('[') {
            is_profile = line.starts_with("[profile.");
        }
        !is_profile
    });
    let rest: String = rest.flat_map(|line| [line, "\n"]).collect();
    Ok(fs::write(manifest, rest)?)
}

/// A sentence that stands in the docs of the method and of the module.
fn edit(path: &Path, summary: &str) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let is_summary = |line: &str| line.starts_with("summary");
    let old = text.lines().find(|line| is_summary(line)).ok_or("the endpoint has a summary")?;
    Ok(fs::write(path, text.replace(old, &format!("summary = {summary:?}")))?)
}

/// What the spec says, as far as OpenAPI can say it, and progenitor can read it.
fn document(spec: &Path) -> Result<Value> {
    let spec = Spec::check(&build_script::read(spec)?, "").map_err(|report| report.to_string())?;
    let mut document = serde_json::from_str(&spec.openapi(OpenApi::V3_0))?;
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
fn keep_types(document: &mut Value) {
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
                // A response has to have one.
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
