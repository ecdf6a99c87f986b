//! The library after an edit of its spec, against what progenitor makes of an equal OpenAPI
//! document after the same edit. Both are library crates, in debug, whose dependencies are built.

use std::fs;
use std::path::Path;

use serde_json::Value;
use wechat_cloudbase_codegen::{Spec, build_script};

use crate::openapi;
use crate::tools::{Project, Result, build, cargo, median};

/// The endpoint that is edited, one in the middle of the spec, and what its summary says in turn.
const EDITED: &str = "cloudbase-common/env-management/create_env.toml";
const SUMMARIES: [&str; 2] = ["Open an environment", "Make a new environment, and open its bill"];

pub(crate) fn rebuild() -> Result<()> {
    let project = Project::copy("rebuild")?;
    let (spec, library) = (project.folder("spec"), project.folder(""));
    let (build_script, by_macro) =
        (project.program("progenitor"), project.program("progenitor_macro"));
    let documents = [&build_script, &by_macro].map(|folder| folder.join("openapi.json"));
    cargo(&build_script, &["fetch"])?;
    cargo(&by_macro, &["fetch"])?;
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..=5 {
        edit(&spec.join(EDITED), SUMMARIES[round % 2])?;
        let document = serde_json::to_vec_pretty(&openapi::document(&model(&spec)?))?;
        for path in &documents {
            fs::write(path, &document)?;
        }
        let built = [build(&library)?, build(&build_script)?, build(&by_macro)?];
        // The first round builds the dependencies too.
        if round > 0 {
            let [ours, script, by_macro] = built;
            println!(
                "rebuild: ours {ours:.2} s, progenitor {script:.2} s, its macro {by_macro:.2} s"
            );
            times.iter_mut().zip(built).for_each(|(times, time)| times.push(time));
        }
    }
    let [ours, script, by_macro] = times.each_mut().map(|times| median(times));
    println!("medians of {} rounds: {ours:.2} s, {script:.2} s, {by_macro:.2} s", times[0].len());
    println!(
        "ratio {:.3} (at most 0.250, as near to 0.125 as a readable page allows)",
        ours / script
    );
    println!("ratio to its macro {:.3}", ours / by_macro);
    Ok(())
}

/// A sentence that stands in the docs of the method and of the module.
fn edit(path: &Path, summary: &str) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let is_summary = |line: &str| line.starts_with("summary");
    let old = text.lines().find(|line| is_summary(line)).ok_or("the endpoint has a summary")?;
    Ok(fs::write(path, text.replace(old, &format!("summary = {summary:?}")))?)
}

fn model(spec: &Path) -> Result<Value> {
    let dump = Spec::check(&build_script::read(spec)?, "").map(|spec| spec.dump());
    Ok(serde_json::from_str(&dump.map_err(|report| report.to_string())?)?)
}
