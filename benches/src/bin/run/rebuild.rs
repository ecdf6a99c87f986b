//! The library after an edit of its spec, against what progenitor makes of an equal OpenAPI
//! document after the same edit, for several kinds of edit. All are library crates, in debug with
//! cargo's defaults, whose dependencies are built.

mod document;
mod edit;

use std::fs;
use std::path::Path;

use crate::tools::{Project, Result, build, cargo, copy, median};
use document::{keep_types, of_spec};
use edit::EDITS;

const ROUNDS: usize = 8;

/// The builders, in order.
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
    let build_all = || -> Result<[f64; 4]> {
        let mut document = of_spec(&spec)?;
        for folder in [&in_script, &by_macro] {
            fs::write(folder.join("openapi.json"), document.to_string())?;
        }
        keep_types(&mut document);
        fs::write(on_types.join("openapi.json"), document.to_string())?;
        let [a, b, c, d] = [&library, &in_script, &by_macro, &on_types].map(|folder| build(folder));
        Ok([a?, b?, c?, d?])
    };
    // With the dependencies, which no later build must build again.
    build_all()?;
    for edit in EDITS {
        let mut times = BUILDERS.map(|_| Vec::new());
        for round in 0..ROUNDS {
            edit.make(&spec, round % 2 == 0)?;
            for (times, seconds) in times.iter_mut().zip(build_all()?) {
                times.push(seconds);
            }
        }
        println!("{}:", edit.name());
        print(edit.limit(), times.each_mut().map(|times| median(times)));
    }
    Ok(())
}

fn print(limit: &str, medians: [f64; 4]) {
    let [ours, others @ ..] = medians;
    println!("    {}: {ours:.2} s, median of {ROUNDS} rounds", BUILDERS[0]);
    let limits = [limit, "no limit", "no limit"];
    for ((name, seconds), limit) in BUILDERS.iter().skip(1).zip(others).zip(limits) {
        println!("    {name}: {seconds:.2} s, ratio {:.3} ({limit})", ours / seconds);
    }
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
