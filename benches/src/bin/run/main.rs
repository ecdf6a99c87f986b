//! Runs the benchmarks and prints ratios. `run [NAME ...]`, all without arguments. Only ratios
//! within one run mean anything: machines differ, and are rarely idle.

mod builds;
mod calls;
mod compiler;
mod growth;
mod merchants;
mod opening;
mod program;
mod rebuild;
mod review;
mod stores;
mod tokens;
mod tools;

use tools::{Result, load};

/// What it is called, and what runs it.
type Bench = (&'static str, fn() -> Result<()>);

const BENCHES: &[Bench] = &[
    ("calls", calls::calls),
    ("throughput", calls::throughput),
    ("opening", opening::opening),
    ("tokens", tokens::tokens),
    ("merchants", merchants::merchants),
    ("stores", stores::stores),
    ("builds", builds::builds),
    ("compiler", compiler::compiler),
    ("rebuild", rebuild::rebuild),
    ("growth", growth::growth),
    ("program", program::program),
    ("review", review::review),
];

fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted.iter().find(|name| BENCHES.iter().all(|(known, _)| known != name))
    {
        let known: Vec<_> = BENCHES.iter().map(|(name, _)| *name).collect();
        return Err(format!("no benchmark `{unknown}`; there are {}", known.join(", ")).into());
    }
    for (name, bench) in BENCHES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            println!("== {name} ({})", load());
            bench()?;
            println!("({})", load());
        }
    }
    Ok(())
}
