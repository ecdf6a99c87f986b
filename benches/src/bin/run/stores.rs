//! What it costs to have tokens in a database.

use crate::tools::{Result, seconds};

const MERCHANTS: u32 = 10_000;

/// The first tokens of many merchants, with SQLite and in memory.
pub(crate) fn stores() -> Result<()> {
    let folder =
        std::env::temp_dir().join(format!("wechat-cloudbase-stores-{}", std::process::id()));
    let mut round = 0;
    let mut first_tokens = |store: &str| -> Result<f64> {
        round += 1;
        let folder = folder.join(round.to_string());
        let folder = folder.to_str().ok_or("a folder whose name is not text")?.to_owned();
        seconds("stores", &[store, &folder, &MERCHANTS.to_string()])
    };
    for _ in 0..3 {
        let (memory, sqlite) = (first_tokens("memory")?, first_tokens("sqlite")?);
        println!(
            "first tokens of {MERCHANTS} merchants: in memory {memory:.2} s, SQLite {sqlite:.2} s"
        );
        println!("ratio {:.2}", sqlite / memory);
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
