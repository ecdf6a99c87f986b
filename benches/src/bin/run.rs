//! Runs the benchmarks and prints ratios. `run [calls|throughput|builds|compiler ...]`, all without
//! arguments. Only ratios within one run mean anything: machines differ, and are rarely idle.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const BENCHES: &[(&str, fn() -> Result<()>)] =
    &[("calls", calls), ("throughput", throughput), ("builds", builds), ("compiler", compiler)];

fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted.iter().find(|name| BENCHES.iter().all(|(known, _)| known != name))
    {
        return Err(format!(
            "no benchmark `{unknown}`; there are calls, throughput, builds and compiler"
        )
        .into());
    }
    for (name, bench) in BENCHES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            println!("== {name}");
            bench()?;
        }
    }
    Ok(())
}

/// Instructions of one call, from the difference between many calls and some.
fn calls() -> Result<()> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("left out: valgrind is not installed");
        return Ok(());
    }
    let server = Server::start()?;
    let per_call = |way: &str| -> Result<f64> {
        let (some, many) = (500, 2_500);
        let difference =
            instructions(way, &server.url, many)? - instructions(way, &server.url, some)?;
        Ok(difference / f64::from(many - some))
    };
    let (plain, ours) = (per_call("plain")?, per_call("ours")?);
    println!("instructions per call: by hand {plain:.0}, through the client {ours:.0}");
    println!("ratio {:.3} (at most 1.05)", ours / plain);
    Ok(())
}

fn instructions(way: &str, url: &str, count: i32) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program("call"))
        .args([way, url, &count.to_string(), "1"])
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find_map(|line| line.split_once("Collected : "));
    let (_, collected) = line.ok_or_else(|| format!("callgrind counted nothing:\n{text}"))?;
    Ok(collected.trim().parse()?)
}

/// Calls per second with 64 in flight, the two ways in turn.
fn throughput() -> Result<()> {
    let server = Server::start()?;
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let plain = seconds("call", &["plain", &server.url, "64000", "64"])?;
        let ours = seconds("call", &["ours", &server.url, "64000", "64"])?;
        println!(
            "calls per second: by hand {:.0}, through the client {:.0}",
            64e3 / plain,
            64e3 / ours
        );
        ratios.push(plain / ours);
    }
    println!("ratio {:.3}, median of {} rounds (at least 0.95)", median(&mut ratios), ratios.len());
    Ok(())
}

/// Clean builds of two programs that make the same call.
fn builds() -> Result<()> {
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let (plain, ours) = (clean_build("plain")?, clean_build("ours")?);
        println!("clean build: by hand {plain:.1} s, with the crate {ours:.1} s");
        ratios.push(ours / plain);
    }
    println!("ratio {:.3}, median of {} rounds (at most 1.15)", median(&mut ratios), ratios.len());
    Ok(())
}

fn clean_build(name: &str) -> Result<f64> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs").join(name);
    let target =
        std::env::temp_dir().join(format!("wechat-cloudbase-bench-{name}-{}", std::process::id()));
    let cargo = |arguments: &[&str]| -> Result<()> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.args(arguments).current_dir(&folder).env("CARGO_TARGET_DIR", &target);
        let output = cargo.output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        if output.status.success() { Ok(()) } else { Err(format!("{name}: {text}").into()) }
    };
    cargo(&["fetch"])?;
    let start = Instant::now();
    let built = cargo(&["build", "--offline"]);
    let seconds = start.elapsed().as_secs_f64();
    std::fs::remove_dir_all(&target)?;
    built.map(|()| seconds)
}

/// The compiler's time on 1,000 endpoints against 100.
fn compiler() -> Result<()> {
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let (hundred, thousand) = (seconds("compiler", &["100"])?, seconds("compiler", &["1000"])?);
        println!("100 endpoints {:.0} ms, 1,000 endpoints {:.0} ms", hundred * 1e3, thousand * 1e3);
        ratios.push(thousand / hundred);
    }
    println!("growth {:.2}, median of {} rounds (at most 11)", median(&mut ratios), ratios.len());
    Ok(())
}

/// What a program of this package prints: the seconds that it took.
fn seconds(name: &str, arguments: &[&str]) -> Result<f64> {
    let output = Command::new(program(name)).args(arguments).stderr(Stdio::inherit()).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// The path of a program of this package, which cargo builds beside this one.
fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The server program, ended when this is dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Result<Self> {
        let mut process = Command::new(program("server")).stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("the server prints its address")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { process, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
