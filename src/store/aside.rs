//! Sets damaged values aside before they are replaced.

use super::{Key, Store};
use crate::Error;

/// Copies a value to the next of its aside keys.
///
/// They are a ring with one gap, which is where the next copy goes; the gap then moves on over the
/// oldest. So no counter is needed, and a crash at any point loses at most the oldest copy.
pub(super) async fn copy<S: Store + ?Sized>(store: &S, key: &Key) -> Result<(), Error> {
    let Some(value) = store.load(key).await? else { return Ok(()) };
    let mut gap = None;
    for number in 0..Key::ASIDE {
        match store.load(&key.aside(number)).await {
            Ok(None) => gap = gap.or(Some(number)),
            Ok(Some(copied)) if copied == value => return Ok(()),
            Ok(Some(_)) => {}
            // A copy is there, as unreadable as the value was.
            Err(error) if error.is_damaged() => {}
            Err(error) => return Err(error),
        }
    }
    let gap = gap.unwrap_or_default();
    // No lock: two concurrent copies of the same value write the same.
    let _ = store.save(&key.aside(gap), Some(&value), None).await?;
    let next = key.aside((gap + 1) % Key::ASIDE);
    if !matches!(store.load(&next).await, Ok(None)) {
        let _ = store.save(&next, None, None).await?;
    }
    Ok(())
}
