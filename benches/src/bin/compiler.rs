//! `compiler COUNT`: compiles a synthetic spec of this many endpoints, and prints the seconds.

use std::time::Instant;

use benches::spec;
use wechat_cloudbase_codegen::{Options, Runtime, compile};

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).expect("a count");
    let files = spec(count);
    let start = Instant::now();
    let outputs = compile(&files, &Options::new(Runtime::Own)).expect("a valid spec");
    let seconds = start.elapsed().as_secs_f64();
    assert!(outputs.iter().any(|output| output.name == "api.rs"));
    println!("{seconds}");
}
