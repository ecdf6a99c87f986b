//! Whether the cost of refusing a message tells why it was refused.

use std::collections::BTreeMap;
use std::process::Command;

use crate::tools::{Result, instructions, program, valgrind_is_missing};

/// Instructions of refusing messages of one length that differ only in what is wrong inside the
/// encryption, or in the signature.
pub(crate) fn opening() -> Result<()> {
    if valgrind_is_missing() {
        return Ok(());
    }
    for error in ["undecryptable", "signature"] {
        let (mut least, mut most) = (f64::MAX, 0_f64);
        for (number, name) in cases(error)? {
            let run = |count: &str| instructions("open", &[&number, count]);
            let cost = (run("600")? - run("100")?) / 500.0;
            println!("{cost:.0} instructions: {name}");
            (least, most) = (least.min(cost), most.max(cost));
        }
        println!("{error}: most to least {:.4} (at most 1.001)", most / least);
    }
    Ok(())
}

/// Numbers and names of the cases with that error whose bodies have the most frequent length.
fn cases(error: &str) -> Result<Vec<(String, String)>> {
    let output = Command::new(program("open")).args(["0", "0"]).output()?;
    let mut by_length = BTreeMap::<String, Vec<_>>::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        if let [number, kind, length, name] = line.split('\t').collect::<Vec<_>>()[..]
            && kind == error
        {
            let case = (number.to_owned(), name.to_owned());
            by_length.entry(length.to_owned()).or_default().push(case);
        }
    }
    let most = by_length.into_values().max_by_key(Vec::len);
    Ok(most.ok_or("the test data has no such case")?)
}
