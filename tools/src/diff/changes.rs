//! All changes from one spec to another.

use std::fmt;

use super::approvals::{Approval, Approvals};
use super::change::Change;
use super::rule::Bump;
use super::version::{covers, next_version};

/// All changes from one spec to another, the gravest first.
#[derive(Clone, Debug)]
pub struct Changes {
    pub(super) changes: Vec<Change>,
    /// What was accepted and is not among the changes.
    pub(super) stale: Vec<Approval>,
    pub(super) version: Option<VersionStep>,
}

/// The step that a version has made, and whether it is large enough.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VersionStep {
    /// The old version.
    pub old: String,
    /// The new version.
    pub new: String,
    /// The lowest version that may have the changes.
    pub needed: String,
    /// Whether the new version may have them.
    pub covered: bool,
}

impl fmt::Display for VersionStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { old, new, needed, covered } = self;
        match covered {
            true => write!(f, "the version went from {old} to {new}, which is enough"),
            false => {
                write!(f, "the version went from {old} to {new}, and must be {needed} at least")
            }
        }
    }
}

impl Changes {
    pub(super) fn new(changes: Vec<Change>) -> Self {
        Self { changes, stale: Vec::new(), version: None }
    }

    /// Each change.
    pub fn all(&self) -> &[Change] {
        &self.changes
    }

    /// The step of the version that all of them together need; `None` when nothing has changed.
    /// Accepted changes need it too.
    pub fn bump(&self) -> Option<Bump> {
        self.changes.iter().map(Change::bump).max()
    }

    /// The changes at or above a level that are not accepted.
    pub fn open(&self, level: Bump) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.bump() >= level && change.approved.is_none())
    }

    /// Marks what was accepted.
    pub fn approve(&mut self, approvals: &Approvals) {
        for change in &mut self.changes {
            let approval = approvals.of(&change.fingerprint());
            change.approved = approval.map(|approval| approval.reason.clone());
        }
        let fingerprints: Vec<_> = self.changes.iter().map(Change::fingerprint).collect();
        let is_stale = |approval: &&Approval| !fingerprints.contains(&approval.fingerprint);
        self.stale = approvals.all().iter().filter(is_stale).cloned().collect();
    }

    /// Stale approvals: their change is gone, or its value is another
    /// one now.
    pub fn stale(&self) -> &[Approval] {
        &self.stale
    }

    /// Notes whether the step from one version to another is large enough. Where nothing has
    /// changed, every version is. Whether both are versions at all.
    pub fn check_version(&mut self, old: &str, new: &str) -> bool {
        let step = self.bump().map_or(Some((old.to_owned(), true)), |bump| {
            Some((next_version(old, bump)?, covers(old, new, bump)?))
        });
        let is_version = covers(old, new, Bump::Patch).is_some();
        let (old, new) = (old.to_owned(), new.to_owned());
        let step = step.filter(|_| is_version);
        self.version = step.map(|(needed, covered)| VersionStep { old, new, needed, covered });
        self.version.is_some()
    }

    /// The step of the version, where it was checked.
    pub fn version(&self) -> Option<&VersionStep> {
        self.version.as_ref()
    }

    /// `3 changes: 1 major, 2 patch; 1 of them is accepted`.
    pub(super) fn summary(&self) -> String {
        let count = |bump: Bump| self.changes.iter().filter(|change| change.bump() == bump).count();
        let parts = [Bump::Major, Bump::Minor, Bump::Patch].map(|bump| (count(bump), bump));
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<_> = parts.map(|(count, bump)| format!("{count} {bump}")).collect();
        let approved = self.changes.iter().filter(|change| change.approved.is_some()).count();
        let approved = match approved {
            0 => String::new(),
            approved => format!("; accepted: {approved}"),
        };
        match self.changes.len() {
            0 => "no changes".to_owned(),
            1 => format!("1 change: {}{approved}", parts.join(", ")),
            all => format!("{all} changes: {}{approved}", parts.join(", ")),
        }
    }
}
