//! A small program after an edit of its own: with the library of the whole spec, against one whose
//! spec has only the five endpoints that the program calls, and those that the library calls itself.

use std::fs;

use crate::tools::{Project, Result, build, cargo, median};

/// What `programs/five` calls.
const CALLED: [&str; 5] = [
    "cloudbase-batch/env-mgnt/create_tcb_env.toml",
    "cloudbase-batch/env-mgnt/get_tcb_env_list.toml",
    "cloudbase-batch/env-mgnt/share_cloudbase_env.toml",
    "cloudbase-batch/file-mgnt/get_tcb_file.toml",
    "cloudbase-batch/scf-mgnt/delete_cloud_function.toml",
];

/// What the library calls to manage tokens.
const NEEDED: [&str; 5] = [
    "authorization-management/get_authorizer_list.toml",
    "mp-access-token/get_stable_access_token.toml",
    "ticket-token/get_authorizer_access_token.toml",
    "ticket-token/get_authorizer_refresh_token.toml",
    "ticket-token/get_component_access_token.toml",
];

pub(crate) fn program() -> Result<()> {
    let (whole, five) = (Project::copy("whole")?, Project::copy("five")?);
    keep_called(&five)?;
    let folders = [&five, &whole].map(|project| project.program("five"));
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=15 {
        for (folder, times) in folders.iter().zip(&mut times) {
            if round == 0 {
                cargo(folder, &["fetch"])?;
            } else {
                let main = folder.join("src/main.rs");
                fs::write(&main, fs::read(&main)?)?;
            }
            let seconds = build(folder)?;
            if round > 0 {
                times.push(seconds);
            }
        }
    }
    let rounds = times[0].len();
    let [five, whole] = times.each_mut().map(|times| median(times));
    println!("rebuild of a program: {five:.2} s with five endpoints, {whole:.2} s with all");
    println!("ratio {:.3} of the medians of {rounds} rounds (at most 1.10)", whole / five);
    Ok(())
}

fn keep_called(project: &Project) -> Result<()> {
    let spec = project.folder("spec");
    let read = |path| Ok((path, fs::read(spec.join(path))?));
    let kept: Vec<_> = CALLED.iter().chain(&NEEDED).map(read).collect::<Result<_>>()?;
    for entry in fs::read_dir(&spec)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        }
    }
    for (path, content) in kept {
        let path = spec.join(path);
        fs::create_dir_all(path.parent().ok_or("an endpoint is in a section")?)?;
        fs::write(path, content)?;
    }
    Ok(())
}
