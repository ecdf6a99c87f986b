//! What the commands for reviewers take on 1,000 endpoints, against the time to parse the same files
//! with the TOML parser alone; and how much memory, against the size of the files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use benches::spec;

use crate::tools::{Result, median, program};

const ENDPOINTS: usize = 1_000;
const ROUNDS: usize = 15;

/// A command with what it reads, how many times the parser's time it may take, and how many trees
/// it reads.
struct Measured {
    arguments: &'static [&'static str],
    at_most: f64,
    trees: usize,
}

/// The two trees of [`Trees`], as arguments.
const OLD: &str = "{old}";
const NEW: &str = "{new}";

const COMMANDS: &[Measured] = &[
    Measured { arguments: &["check", OLD], at_most: 3.0, trees: 1 },
    Measured { arguments: &["diff", OLD, NEW], at_most: 7.0, trees: 2 },
    Measured { arguments: &["openapi", OLD], at_most: 4.0, trees: 1 },
];

/// How many times the size of the files a command may have in memory.
const MEMORY: f64 = 40.0;

pub(crate) fn review() -> Result<()> {
    let command = built()?;
    let trees = Trees::new()?;
    let measure = |measured| one(measured, &command, &trees).err();
    let failed: Vec<_> = COMMANDS.iter().filter_map(measure).collect();
    failed.into_iter().next().map_or(Ok(()), Err)
}

/// The command, built beside the programs of this package.
fn built() -> Result<PathBuf> {
    let command = program("wechat-cloudbase-spec");
    let target = command.ancestors().nth(2).ok_or("a program is in a target folder")?;
    let status = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        .status()?;
    if status.success() { Ok(command) } else { Err("the command can't be built".into()) }
}

fn one(measured: &Measured, command: &Path, trees: &Trees) -> Result<()> {
    let Measured { arguments, at_most, trees: count } = measured;
    let name = arguments[0];
    let arguments: Vec<_> = arguments.iter().map(|word| trees.argument(word)).collect();
    let (mut parse, mut took, mut most) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        parse.push(run(&program("parse"), &[trees.argument(OLD)])?.seconds);
        let used = run(command, &arguments)?;
        took.push(used.seconds);
        most = most.max(used.peak);
    }
    let (parse, took) = (median(&mut parse), median(&mut took));
    println!("{name}: {:.1} ms, the parser alone {:.1} ms", took * 1e3, parse * 1e3);
    println!(
        "{name}: ratio {:.2} of the medians of {ROUNDS} rounds (at most {at_most})",
        took / parse
    );
    let text = trees.bytes * *count as u64;
    let memory = most as f64 / text as f64;
    println!(
        "{name}: {most} bytes at most for {text} of text, ratio {memory:.1} (at most {MEMORY})"
    );
    Ok(())
}

/// A spec in a temporary folder, and the same with an edit in every tenth endpoint.
struct Trees {
    root: PathBuf,
    bytes: u64,
}

impl Trees {
    fn new() -> Result<Self> {
        let name = format!("wechat-cloudbase-bench-review-{}", std::process::id());
        let mut trees = Self { root: std::env::temp_dir().join(name), bytes: 0 };
        for (index, file) in spec(ENDPOINTS).into_iter().enumerate() {
            trees.bytes += file.content.len() as u64;
            let old = String::from_utf8(file.content)?;
            let is_edited = index % 10 == 0;
            let (optional, required) = ("int\", optional = true", "int\"");
            let new = if is_edited { old.replace(optional, required) } else { old.clone() };
            for (tree, text) in [("old", old), ("new", new)] {
                let path = trees.root.join(tree).join(&file.path);
                fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
                fs::write(path, text)?;
            }
        }
        Ok(trees)
    }

    fn argument(&self, word: &str) -> PathBuf {
        match word {
            OLD => self.root.join("old"),
            NEW => self.root.join("new"),
            word => word.into(),
        }
    }
}

impl Drop for Trees {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// What a program has used.
struct Used {
    /// On a processor, which other programs on the machine change less than what a clock shows.
    seconds: f64,
    /// The most memory at one time, in bytes.
    peak: u64,
}

/// Runs a program to completion. It may report findings, but must be able to run.
#[allow(clippy::zombie_processes, reason = "wait4 waits for it")]
fn run(program: &Path, arguments: &[PathBuf]) -> Result<Used> {
    let mut command = Command::new(program);
    let child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut status = 0;
    // Safety: both places are ours, and the process is a child that nobody else waits for.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage) < 0 {
            return Err(io::Error::last_os_error().into());
        }
        usage
    };
    if !libc::WIFEXITED(status) || libc::WEXITSTATUS(status) > 1 {
        let said = child.stderr.map(io::read_to_string).transpose()?.unwrap_or_default();
        return Err(format!("{} {arguments:?}: {said}", program.display()).into());
    }
    let time = |time: libc::timeval| {
        Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000).as_secs_f64()
    };
    // Linux counts in kilobytes.
    let unit = if cfg!(target_os = "linux") { 1024 } else { 1 };
    Ok(Used {
        seconds: time(usage.ru_utime) + time(usage.ru_stime),
        peak: usage.ru_maxrss as u64 * unit,
    })
}
