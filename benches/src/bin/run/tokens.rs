//! What a token that looks after itself costs.

use crate::calls::Server;
use crate::tools::{Result, instructions, seconds, valgrind_is_missing};

/// Instructions of a call with a cached token and with a fixed one, and the time per caller of one
/// fetch for many.
pub(crate) fn tokens() -> Result<()> {
    if !valgrind_is_missing() {
        let server = Server::start()?;
        let per_call = |way: &str| -> Result<f64> {
            let (some, many) = (500, 2_500);
            let count = |calls: i32| {
                instructions("tokens", &[way, &server.url, calls.to_string().as_str()])
            };
            Ok((count(many)? - count(some)?) / f64::from(many - some))
        };
        let (fixed, cached) = (per_call("fixed")?, per_call("cached")?);
        println!("instructions per call: fixed token {fixed:.0}, cached token {cached:.0}");
        println!("ratio {:.4} (at most 1.02)", cached / fixed);
    }
    let costs = [100_u32, 1_000, 10_000]
        .map(|callers| Ok((callers, seconds("tokens", &["waiters", &callers.to_string()])? * 1e9)));
    let costs = costs.into_iter().collect::<Result<Vec<_>>>()?;
    for (callers, nanoseconds) in &costs {
        println!("{callers} callers of one fetch: {nanoseconds:.0} ns each");
    }
    if let [(_, few), .., (_, many)] = costs.as_slice() {
        println!("ratio of the last to the first {:.2} (flat: at most 1.5)", many / few);
    }
    Ok(())
}
