//! What a call costs beside the same call by hand.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::tools::{Result, instructions, median, program, seconds, valgrind_is_missing};

/// Instructions of one call, from the difference between many calls and some.
pub(crate) fn calls() -> Result<()> {
    if valgrind_is_missing() {
        return Ok(());
    }
    let server = Server::start()?;
    let per_call = |way: &str| -> Result<f64> {
        let (some, many) = (500, 2_500);
        let run = |count: i32| instructions("call", &[way, &server.url, &count.to_string(), "1"]);
        let difference = run(many)? - run(some)?;
        Ok(difference / f64::from(many - some))
    };
    let (plain, ours, spans) = (per_call("plain")?, per_call("ours")?, per_call("spans")?);
    println!("instructions per call: by hand {plain:.0}, through the client {ours:.0}");
    println!("ratio {:.3} (at most 1.00)", ours / plain);
    println!("instructions per call with its span recorded: {spans:.0}");
    println!("ratio {:.3} (at most 1.02)", spans / plain);
    println!("ratio {:.3} to the same without a subscriber (at most 1.02)", spans / ours);
    Ok(())
}

/// Calls per second with 64 in flight, the two ways in turn.
pub(crate) fn throughput() -> Result<()> {
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
    println!("ratio {:.3}, median of {} rounds (at least 0.97)", median(&mut ratios), ratios.len());
    Ok(())
}

/// The server program, ended when this is dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start() -> Result<Self> {
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
