//! What several benchmarks need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How busy the machine is, to be read beside the figures.
pub(crate) fn load() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    format!("{cores} cores, load {minute}")
}

pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What a program of this package prints: the seconds that it took.
pub(crate) fn seconds(name: &str, arguments: &[&str]) -> Result<f64> {
    let output = Command::new(program(name)).args(arguments).stderr(Stdio::inherit()).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// Whether there is no valgrind, which is then said.
pub(crate) fn valgrind_is_missing() -> bool {
    let missing = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err();
    if missing {
        println!("left out: valgrind is not installed");
    }
    missing
}

/// The instructions that a program of this package takes.
pub(crate) fn instructions(name: &str, arguments: &[&str]) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program(name))
        .args(arguments)
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find_map(|line| line.split_once("Collected : "));
    let (_, collected) = line.ok_or_else(|| format!("callgrind counted nothing:\n{text}"))?;
    Ok(collected.trim().parse()?)
}

/// The path of a program of this package, which cargo builds beside this one.
pub(crate) fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The seconds of one `cargo` in the folder of a crate, which keeps its own target folder.
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Result<f64> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    let start = Instant::now();
    let output = cargo.output()?;
    let seconds = start.elapsed().as_secs_f64();
    if output.status.success() {
        return Ok(seconds);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(format!("cargo {} in {}: {text}", arguments.join(" "), folder.display()).into())
}

/// The seconds of `cargo build`, which must build something.
pub(crate) fn build(folder: &Path) -> Result<f64> {
    cargo(folder, &["build", "--offline"])
}

/// A copy of the project in a temporary folder, where benchmarks may change it; removed when this
/// is dropped.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    pub(crate) fn copy(name: &str) -> Result<Self> {
        let name = format!("wechat-cloudbase-bench-{name}-{}", std::process::id());
        let project = Self { root: std::env::temp_dir().join(name) };
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &project.root)?;
        Ok(project)
    }

    pub(crate) fn folder(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.root.join("benches/programs").join(name)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// All but what is built and what begins with a dot.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "target" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let (from, to) = (entry.path(), to.join(name));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::write(&to, fs::read(&from)?)?;
        }
    }
    Ok(())
}
