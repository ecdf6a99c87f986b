//! The cost of a cached token.

use crate::calls::Server;
use crate::tools::{Result, instructions, valgrind_is_missing};

/// Instructions of a call with a cached token and with a fixed one, and of a caller among many who
/// wait for the same fetch.
pub(crate) fn tokens() -> Result<()> {
    if valgrind_is_missing() {
        return Ok(());
    }
    let server = Server::start()?;
    let per_call = |way: &str| -> Result<f64> {
        let (some, many) = (500, 2_500);
        let count =
            |calls: i32| instructions("tokens", &[way, &server.url, calls.to_string().as_str()]);
        Ok((count(many)? - count(some)?) / f64::from(many - some))
    };
    let (fixed, cached) = (per_call("fixed")?, per_call("cached")?);
    println!("instructions per call: fixed token {fixed:.0}, cached token {cached:.0}");
    println!("ratio {:.4} (at most 1.02)", cached / fixed);
    let mut costs = Vec::new();
    for callers in [100_u32, 1_000, 10_000] {
        // A task has its cost, and it is not ours.
        let count = |what: &str| instructions("tokens", &[what, &callers.to_string()]);
        let each = (count("waiters")? - count("tasks")?) / f64::from(callers);
        println!("{callers} callers of one fetch: {each:.0} instructions each");
        costs.push(each);
    }
    if let [few, .., many] = costs.as_slice() {
        println!("ratio of the last to the first {:.2} (flat is 1, or less)", many / few);
    }
    Ok(())
}
