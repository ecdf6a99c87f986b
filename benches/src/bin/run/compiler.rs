//! The compiler's time on 1,000 endpoints against 100.

use crate::tools::{Result, median, seconds};

pub(crate) fn compiler() -> Result<()> {
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let (hundred, thousand) = (seconds("compiler", &["100"])?, seconds("compiler", &["1000"])?);
        println!("100 endpoints {:.0} ms, 1,000 endpoints {:.0} ms", hundred * 1e3, thousand * 1e3);
        ratios.push(thousand / hundred);
    }
    println!("growth {:.2}, median of {} rounds (at most 11)", median(&mut ratios), ratios.len());
    Ok(())
}
