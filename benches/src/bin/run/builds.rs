//! Clean builds of two programs that make the same call.

use std::fs;

use crate::tools::{Project, Result, build, cargo, median};

pub(crate) fn builds() -> Result<()> {
    let project = Project::copy("builds")?;
    let clean_build = |name: &str| -> Result<f64> {
        let folder = project.program(name);
        cargo(&folder, &["fetch"])?;
        let seconds = build(&folder)?;
        fs::remove_dir_all(folder.join("target"))?;
        Ok(seconds)
    };
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let (plain, ours) = (clean_build("plain")?, clean_build("ours")?);
        println!("clean build: by hand {plain:.1} s, with the crate {ours:.1} s");
        ratios.push(ours / plain);
    }
    println!("ratio {:.3}, median of {} rounds (at most 1.14)", median(&mut ratios), ratios.len());
    Ok(())
}
