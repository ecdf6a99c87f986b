//! What each account of a platform takes.

use std::process::Command;

use crate::tools::{Result, program};

/// Memory of 100,000 accounts, and the longest wait for a client among them.
pub(crate) fn merchants() -> Result<()> {
    let output = Command::new(program("merchants")).arg("100000").output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    print!("{}", String::from_utf8(output.stdout)?);
    Ok(())
}
