//! Versions: which is the next one that a change may go into.

use semver::{Prerelease, Version};

use super::rule::Bump;

/// The lowest version after `old` that may have such a change. Below 1.0.0 a major step is one of
/// the second number and all others are one of the third; below 0.1.0 every step is one of the third.
/// `None` when `old` is not a version.
pub fn next_version(old: &str, bump: Bump) -> Option<String> {
    Some(next(&Version::parse(old).ok()?, bump).to_string())
}

/// Whether the step from one version to another is large enough; `None` when one of them is not a
/// version. What is not yet released may be preceded by versions such as `0.2.0-alpha.1`, and
/// between two of these there are no promises.
pub fn covers(old: &str, new: &str, bump: Bump) -> Option<bool> {
    let (old, new) = (Version::parse(old).ok()?, Version::parse(new).ok()?);
    let next = next(&old, bump);
    let triple = |version: &Version| (version.major, version.minor, version.patch);
    let within = !old.pre.is_empty() && triple(&old) <= triple(&new);
    Some(new > old && (within || triple(&new) >= triple(&next)))
}

fn next(old: &Version, bump: Bump) -> Version {
    let mut next = Version::new(old.major, old.minor, old.patch);
    if old.pre != Prerelease::EMPTY {
        return next;
    }
    match (bump, old.major, old.minor) {
        (Bump::Major, 1.., _) => next = Version::new(old.major.saturating_add(1), 0, 0),
        (Bump::Minor, 1.., _) | (Bump::Major, 0, 1..) => {
            next = Version::new(old.major, old.minor.saturating_add(1), 0);
        }
        _ => next.patch = next.patch.saturating_add(1),
    }
    next
}

#[cfg(test)]
mod tests {
    use super::{Bump, covers, next_version};

    #[track_caller]
    fn check(old: &str, major: &str, minor: &str, patch: &str) {
        for (bump, expected) in [(Bump::Major, major), (Bump::Minor, minor), (Bump::Patch, patch)] {
            assert_eq!(next_version(old, bump).as_deref(), Some(expected), "{old}, {bump}");
            assert_eq!(covers(old, expected, bump), Some(true), "{old} to {expected}, {bump}");
            assert_eq!(covers(old, old, bump), Some(false), "{old} to itself, {bump}");
        }
    }

    #[test]
    fn the_next_version() {
        check("1.2.3", "2.0.0", "1.3.0", "1.2.4");
        check("0.1.3", "0.2.0", "0.1.4", "0.1.4");
        check("0.0.3", "0.0.4", "0.0.4", "0.0.4");
        check("0.2.0-alpha.1", "0.2.0", "0.2.0", "0.2.0");
    }

    #[test]
    fn what_covers() {
        assert_eq!(covers("0.1.0", "0.1.1", Bump::Major), Some(false));
        assert_eq!(covers("0.1.0", "0.2.0-beta.1", Bump::Major), Some(true));
        assert_eq!(covers("0.2.0-alpha.1", "0.2.0-alpha.2", Bump::Major), Some(true));
        assert_eq!(covers("1.2.3", "1.2.2", Bump::Patch), Some(false));
        assert_eq!(covers("1.2.3", "1.3.0", Bump::Minor), Some(true));
        assert_eq!(covers("one", "1.3.0", Bump::Minor), None);
    }
}
