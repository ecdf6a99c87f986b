//! Which thing of the old spec is which of the new one.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Two lists of things, matched.
pub(super) struct Matched<'a, T> {
    /// In order of the new list.
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

/// By what a thing is known, here in one of the two lists.
pub(super) type Key<'a, T> = fn(&'a T) -> Option<Cow<'a, str>>;

/// Matches two lists by ever weaker keys: of what one pair of keys has matched, nothing is matched
/// again. A pair has a key for the old things and one for the new.
pub(super) fn matched<'a, T>(
    old: &'a [T],
    new: &'a [T],
    keys: &[(Key<'a, T>, Key<'a, T>)],
) -> Matched<'a, T> {
    if is_aligned(old, new, keys) {
        let both = old.iter().zip(new).collect();
        return Matched { both, removed: Vec::new(), added: Vec::new() };
    }
    let mut partners: Vec<Option<&T>> = vec![None; new.len()];
    let mut left: Vec<_> = old.iter().collect();
    for (old_key, new_key) in keys {
        if left.is_empty() {
            break;
        }
        let open =
            partners.iter().zip(new).enumerate().filter(|(_, (partner, _))| partner.is_none());
        let open = open.filter_map(|(index, (_, new))| Some((new_key(new)?, index)));
        let mut open: BTreeMap<_, _> = open.collect();
        left.retain(|old| {
            let index = old_key(old).and_then(|key| open.remove(&key));
            let partner = index.and_then(|index| partners.get_mut(index));
            partner.map(|partner| *partner = Some(old)).is_none()
        });
    }
    let (mut both, mut added) = (Vec::new(), Vec::new());
    for (partner, new) in partners.into_iter().zip(new) {
        match partner {
            Some(old) => both.push((old, new)),
            None => added.push(new),
        }
    }
    Matched { both, removed: left, added }
}

/// Whether each thing is where the thing of its name is, as in most lists of two specs. Then
/// no weaker key has anything to say.
fn is_aligned<'a, T>(old: &'a [T], new: &'a [T], keys: &[(Key<'a, T>, Key<'a, T>)]) -> bool {
    let same = |(old_key, new_key): &(Key<'a, T>, Key<'a, T>)| {
        old.iter()
            .zip(new)
            .all(|(old, new)| new_key(new).is_some_and(|key| old_key(old) == Some(key)))
    };
    let of_all = keys.iter().find(|(_, new_key)| new.iter().all(|new| new_key(new).is_some()));
    old.len() == new.len() && of_all.is_some_and(same)
}
