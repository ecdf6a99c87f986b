//! What a store keeps for one key, and the rules of locks and fences, without a clock of its own.

use std::time::Duration;

use super::{Fence, Lock, Saved};
use crate::Secret;

/// A key's value and lock. Times are counted from a moment that the store chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) value: Option<Secret>,
    /// Of the last write.
    pub(super) written: u64,
    /// The highest that was given away.
    pub(super) highest: u64,
    pub(super) lease: Option<Lease>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lease {
    pub(super) fence: u64,
    pub(super) owner: String,
    pub(super) ends: Duration,
    pub(super) length: Duration,
}

impl Slot {
    pub(super) fn save(&mut self, value: Option<&Secret>, fence: Option<Fence>) -> Saved {
        let fence = fence.map_or_else(|| self.next_fence(), |Fence(fence)| fence);
        if fence < self.written {
            return Saved::Outdated;
        }
        // A store that was emptied has forgotten how far its numbers had come.
        self.highest = self.highest.max(fence);
        self.written = fence;
        self.value = value.cloned();
        Saved::Stored
    }

    pub(super) fn lock(&mut self, owner: &str, length: Duration, now: Duration) -> Lock {
        if let Some((held, remaining)) = self.held(now) {
            return Lock::Held { owner: held.owner.clone(), remaining };
        }
        let fence = self.next_fence();
        let ends = now.saturating_add(length);
        self.lease = Some(Lease { fence, owner: owner.to_owned(), ends, length });
        Lock::Taken(Fence(fence))
    }

    /// Prolongs the lease with this fence; `false` when it is not the current one.
    pub(super) fn extend(&mut self, fence: Fence, length: Duration, now: Duration) -> bool {
        let is_current = self.held(now).is_some_and(|(lease, _)| lease.fence == fence.0);
        if let Some(lease) = self.lease.as_mut().filter(|_| is_current) {
            (lease.ends, lease.length) = (now.saturating_add(length), length);
        }
        is_current
    }

    pub(super) fn unlock(&mut self, fence: Fence) {
        self.lease.take_if(|lease| lease.fence == fence.0);
    }

    /// The lease that has not ended, and how long it goes on. A clock that was set back does not
    /// make it longer than it was meant to be.
    fn held(&self, now: Duration) -> Option<(&Lease, Duration)> {
        let lease = self.lease.as_ref()?;
        let remaining = lease.ends.saturating_sub(now).min(lease.length);
        (!remaining.is_zero()).then_some((lease, remaining))
    }

    fn next_fence(&mut self) -> u64 {
        self.highest = self.highest.saturating_add(1);
        self.highest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn value(text: &str) -> Secret {
        Secret::new(text)
    }

    #[test]
    fn a_late_writer_can_not_undo_a_later_one() {
        let mut slot = Slot::default();
        assert_eq!(slot.lock("a", SECOND, SECOND), Lock::Taken(Fence(1)));
        assert_eq!(slot.lock("b", SECOND, SECOND * 2), Lock::Taken(Fence(2)));
        assert_eq!(slot.save(Some(&value("b")), Some(Fence(2))), Saved::Stored);
        assert_eq!(slot.save(Some(&value("a")), Some(Fence(1))), Saved::Outdated);
        assert_eq!(slot.value, Some(value("b")));
    }

    #[test]
    fn a_late_writer_before_the_later_one_is_kept() {
        let mut slot = Slot::default();
        slot.lock("a", SECOND, SECOND);
        slot.lock("b", SECOND, SECOND * 2);
        assert_eq!(slot.save(Some(&value("a")), Some(Fence(1))), Saved::Stored);
        assert_eq!(slot.save(Some(&value("b")), Some(Fence(2))), Saved::Stored);
        assert_eq!(slot.value, Some(value("b")));
    }

    #[test]
    fn a_write_without_a_fence_and_a_removal_outdate_all_before() {
        let mut slot = Slot::default();
        slot.lock("a", SECOND, SECOND);
        assert_eq!(slot.save(Some(&value("c")), None), Saved::Stored);
        assert_eq!(slot.save(Some(&value("a")), Some(Fence(1))), Saved::Outdated);
        assert_eq!(slot.save(None, None), Saved::Stored);
        assert_eq!(slot.save(Some(&value("a")), Some(Fence(2))), Saved::Outdated);
        assert_eq!(slot.value, None);
    }

    #[test]
    fn a_lease_ends_by_itself_and_by_its_own_fence_alone() {
        let mut slot = Slot::default();
        slot.lock("a", SECOND * 2, SECOND);
        let held = Lock::Held { owner: "a".to_owned(), remaining: SECOND };
        assert_eq!(slot.lock("b", SECOND, SECOND * 2), held);
        slot.unlock(Fence(7));
        assert_eq!(slot.lock("b", SECOND, SECOND * 2), held);
        assert_eq!(slot.lock("b", SECOND, SECOND * 3), Lock::Taken(Fence(2)));
        slot.unlock(Fence(1));
        assert!(matches!(slot.lock("c", SECOND, SECOND * 3), Lock::Held { .. }));
        slot.unlock(Fence(2));
        assert_eq!(slot.lock("c", SECOND, SECOND * 3), Lock::Taken(Fence(3)));
    }

    #[test]
    fn a_lease_is_prolonged_by_its_own_fence_until_it_ends() {
        let mut slot = Slot::default();
        slot.lock("a", SECOND, SECOND);
        assert!(!slot.extend(Fence(2), SECOND * 9, SECOND));
        assert!(slot.extend(Fence(1), SECOND * 3, SECOND));
        let held = Lock::Held { owner: "a".to_owned(), remaining: SECOND };
        assert_eq!(slot.lock("b", SECOND, SECOND * 3), held);
        assert!(!slot.extend(Fence(1), SECOND, SECOND * 4));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_lease_longer() {
        let mut slot = Slot::default();
        slot.lock("a", SECOND, SECOND * 1000);
        let held = Lock::Held { owner: "a".to_owned(), remaining: SECOND };
        assert_eq!(slot.lock("b", SECOND, SECOND), held);
    }

    #[test]
    fn a_store_that_was_emptied_learns_its_numbers_again() {
        let mut slot = Slot::default();
        assert_eq!(slot.save(Some(&value("a")), Some(Fence(7))), Saved::Stored);
        assert_eq!(slot.lock("b", SECOND, SECOND), Lock::Taken(Fence(8)));
    }
}
