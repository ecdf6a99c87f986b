//! The rules of locks and fences, for stores that implement them in Rust, with time passed in.

use std::time::Duration;

use super::{Fence, Lock, Saved};
use crate::Secret;

/// The longest valid lease; a longer one is damaged.
const LONGEST_LEASE: Duration = Duration::from_secs(5 * 60);

/// The fences of a store. One counter for all keys, so that a key without a value needs none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fences {
    /// The highest that was issued.
    pub(super) highest: u64,
    /// The highest of the removals that are no longer remembered.
    pub(super) forgotten: u64,
}

impl Fences {
    fn next(&mut self, slot: &Slot) -> u64 {
        let lease = slot.lease.as_ref().map_or(0, |lease| lease.fence);
        // A counter restored from a backup may be behind the values.
        let highest = self.highest.max(slot.written).max(lease);
        self.highest = highest.saturating_add(1);
        self.highest
    }
}

/// A key's value and lock. Times are relative to a moment that the store chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) value: Option<Secret>,
    /// The fence of the last write; 0 when there was none.
    pub(super) written: u64,
    /// When the value was removed.
    pub(super) removed: Option<Duration>,
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
    /// How long a removed key is remembered, so that writes under earlier leases stay outdated: a
    /// process may have been paused for some of that.
    pub(super) const REMEMBERED: Duration = Duration::from_secs(7 * 24 * 60 * 60);

    pub(super) fn save(
        &mut self,
        value: Option<&Secret>,
        fence: Option<Fence>,
        fences: &mut Fences,
        now: Duration,
    ) -> Saved {
        let fence = fence.map_or_else(|| fences.next(self), |Fence(fence)| fence);
        let outdated = match self.written {
            0 => fence <= fences.forgotten,
            written => fence < written,
        };
        if outdated {
            return Saved::Outdated;
        }
        // An emptied store has lost its counter.
        fences.highest = fences.highest.max(fence);
        self.written = fence;
        self.value = value.cloned();
        self.removed = value.is_none().then_some(now);
        Saved::Stored
    }

    pub(super) fn lock(
        &mut self,
        owner: &str,
        length: Duration,
        fences: &mut Fences,
        now: Duration,
    ) -> Lock {
        self.turn_to(now);
        if let Some((held, remaining)) = self.held(now) {
            return Lock::Held { owner: held.owner.clone(), remaining };
        }
        let fence = fences.next(self);
        self.lease = Some(Lease::new(fence, owner, length, now));
        Lock::Taken(Fence(fence))
    }

    /// Extends the lease with this fence; `false` when it is not the current one.
    pub(super) fn extend(&mut self, fence: Fence, length: Duration, now: Duration) -> bool {
        self.turn_to(now);
        let current = self.held(now).filter(|(lease, _)| lease.fence == fence.0);
        let Some(owner) = current.map(|(lease, _)| lease.owner.clone()) else { return false };
        self.lease = Some(Lease::new(fence.0, &owner, length, now));
        true
    }

    pub(super) fn unlock(&mut self, fence: Fence) {
        self.lease.take_if(|lease| lease.fence == fence.0);
    }

    /// Whether the slot is obsolete: it can be dropped once `fences` records its removal.
    pub(super) fn is_obsolete(&self, now: Duration) -> bool {
        let removed = match self.removed {
            Some(removed) => now.saturating_sub(removed) >= Self::REMEMBERED,
            None => self.written == 0,
        };
        self.value.is_none() && removed && self.held(now).is_none()
    }

    /// Call this for a slot that is dropped.
    pub(super) fn forgotten(&self, fences: &mut Fences) {
        fences.forgotten = fences.forgotten.max(self.written);
    }

    /// A clock that was set back does not extend a lease: its remaining time starts now.
    fn turn_to(&mut self, now: Duration) {
        if let Some(lease) = &mut self.lease {
            let latest = now.saturating_add(lease.length.min(LONGEST_LEASE));
            lease.ends = lease.ends.min(latest);
        }
    }

    /// The current lease, and its remaining time.
    fn held(&self, now: Duration) -> Option<(&Lease, Duration)> {
        let lease = self.lease.as_ref()?;
        let remaining = lease.ends.saturating_sub(now);
        (!remaining.is_zero()).then_some((lease, remaining))
    }
}

impl Lease {
    fn new(fence: u64, owner: &str, length: Duration, now: Duration) -> Self {
        let length = length.min(LONGEST_LEASE);
        Self { fence, owner: owner.to_owned(), ends: now.saturating_add(length), length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// A store with one key, and its clock.
    #[derive(Default)]
    struct One {
        slot: Slot,
        fences: Fences,
        now: Duration,
    }

    impl One {
        fn at(now: u32) -> Self {
            Self { now: SECOND * now, ..Self::default() }
        }

        fn lock(&mut self, owner: &str, length: u32) -> Lock {
            self.slot.lock(owner, SECOND * length, &mut self.fences, self.now)
        }

        fn save(&mut self, value: Option<&str>, fence: Option<u64>) -> Saved {
            let value = value.map(Secret::new);
            self.slot.save(value.as_ref(), fence.map(Fence), &mut self.fences, self.now)
        }

        fn value(&self) -> Option<&str> {
            self.slot.value.as_ref().map(Secret::expose)
        }
    }

    fn held(owner: &str, remaining: u32) -> Lock {
        Lock::Held { owner: owner.to_owned(), remaining: SECOND * remaining }
    }

    #[test]
    fn a_late_writer_can_not_undo_a_later_one() {
        let mut one = One::default();
        assert_eq!(one.lock("a", 1), Lock::Taken(Fence(1)));
        one.now = SECOND;
        assert_eq!(one.lock("b", 1), Lock::Taken(Fence(2)));
        assert_eq!(one.save(Some("b"), Some(2)), Saved::Stored);
        assert_eq!(one.save(Some("a"), Some(1)), Saved::Outdated);
        assert_eq!(one.value(), Some("b"));
    }

    #[test]
    fn a_late_write_before_the_later_one_is_stored() {
        let mut one = One::default();
        one.lock("a", 1);
        one.now = SECOND;
        one.lock("b", 1);
        assert_eq!(one.save(Some("a"), Some(1)), Saved::Stored);
        assert_eq!(one.save(Some("b"), Some(2)), Saved::Stored);
        assert_eq!(one.value(), Some("b"));
    }

    #[test]
    fn a_write_without_a_fence_and_a_removal_outdate_all_before() {
        let mut one = One::default();
        one.lock("a", 1);
        assert_eq!(one.save(Some("c"), None), Saved::Stored);
        assert_eq!(one.save(Some("a"), Some(1)), Saved::Outdated);
        assert_eq!(one.save(None, None), Saved::Stored);
        assert_eq!(one.save(Some("a"), Some(2)), Saved::Outdated);
        assert_eq!(one.value(), None);
    }

    #[test]
    fn a_lease_expires_by_itself_and_is_released_by_its_own_fence_alone() {
        let mut one = One::at(1);
        one.lock("a", 2);
        one.now = SECOND * 2;
        assert_eq!(one.lock("b", 1), held("a", 1));
        one.slot.unlock(Fence(7));
        assert_eq!(one.lock("b", 1), held("a", 1));
        one.now = SECOND * 3;
        assert_eq!(one.lock("b", 1), Lock::Taken(Fence(2)));
        one.slot.unlock(Fence(1));
        assert_eq!(one.lock("c", 1), held("b", 1));
        one.slot.unlock(Fence(2));
        assert_eq!(one.lock("c", 1), Lock::Taken(Fence(3)));
    }

    #[test]
    fn a_lease_is_extended_by_its_own_fence_until_it_expires() {
        let mut one = One::at(1);
        one.lock("a", 1);
        assert!(!one.slot.extend(Fence(2), SECOND * 9, one.now));
        assert!(one.slot.extend(Fence(1), SECOND * 3, one.now));
        one.now = SECOND * 3;
        assert_eq!(one.lock("b", 1), held("a", 1));
        one.now = SECOND * 4;
        assert!(!one.slot.extend(Fence(1), SECOND, one.now));
    }

    /// It expires at the latest its own length after the new time was first seen.
    #[test]
    fn a_clock_that_is_set_back_makes_no_lease_longer() {
        let mut one = One::at(1000);
        one.lock("a", 5);
        one.now = SECOND;
        assert_eq!(one.lock("b", 1), held("a", 5));
        one.now = SECOND * 5;
        assert_eq!(one.lock("b", 1), held("a", 1));
        one.now = SECOND * 6;
        assert_eq!(one.lock("b", 1), Lock::Taken(Fence(2)));
    }

    #[test]
    fn a_store_that_was_emptied_learns_its_numbers_again() {
        let mut one = One::default();
        assert_eq!(one.save(Some("a"), Some(7)), Saved::Stored);
        assert_eq!(one.lock("b", 1), Lock::Taken(Fence(8)));
    }

    /// A counter that was reset goes on above what the values say.
    #[test]
    fn a_counter_that_is_behind_catches_up() {
        let mut one = One::default();
        let _ = one.save(Some("a"), Some(7));
        one.fences = Fences::default();
        assert_eq!(one.lock("b", 1), Lock::Taken(Fence(8)));
    }

    #[test]
    fn nothing_stays_of_a_lock_and_a_removal_is_forgotten_after_a_while() {
        let mut one = One::at(1);
        one.lock("a", 1);
        assert!(!one.slot.is_obsolete(one.now));
        assert!(one.slot.is_obsolete(SECOND * 2));
        let _ = one.save(Some("a"), Some(1));
        assert!(!one.slot.is_obsolete(Slot::REMEMBERED * 2));
        let _ = one.save(None, None);
        assert!(!one.slot.is_obsolete(SECOND * 2));
        assert!(one.slot.is_obsolete(one.now + Slot::REMEMBERED));
        // A write under an older lease is outdated nevertheless.
        one.slot.forgotten(&mut one.fences);
        one.slot = Slot::default();
        assert_eq!(one.save(Some("a"), Some(1)), Saved::Outdated);
        let Lock::Taken(Fence(fence)) = one.lock("b", 1) else { return };
        assert_eq!(one.save(Some("b"), Some(fence)), Saved::Stored);
    }
}
