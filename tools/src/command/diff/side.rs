//! A side of a comparison: a folder on the disk, or one in a revision.

use std::fs;
use std::io::stderr;
use std::path::{Component, Path, PathBuf};

use wechat_cloudbase_codegen::{SourceFile, Spec, check};

use super::Arguments;
use super::git::{self, NoRevision, Revision};
use crate::command::folder::Folder;
use crate::command::{print, print_report};

pub(super) struct Side {
    files: Vec<SourceFile>,
    source: Source,
}

enum Source {
    Folder(PathBuf),
    Revision { name: String, revision: Revision, folder: String },
}

/// Both sides of the comparison, in the order in which they were named.
pub(super) fn both(arguments: &Arguments) -> Result<(Side, Side), String> {
    let old = Side::named(&arguments.old, arguments)?;
    let new = match &arguments.new {
        Some(new) => Side::named(new, arguments)?,
        None => Side::folder_of_spec(&arguments.spec)?,
    };
    Ok((old, new))
}

impl Side {
    /// A folder where there is one of that name, and a revision otherwise.
    fn named(name: &str, arguments: &Arguments) -> Result<Self, String> {
        if !Path::new(name).is_dir() {
            return Self::in_revision(name, arguments);
        }
        if git::revision(name).is_ok() {
            print(
                stderr(),
                &format!(
                    "note: `{name}` is a folder and a revision; it is taken as the folder; the revision is `{name}:{}`\n",
                    arguments.spec.display()
                ),
            );
        }
        Self::in_folder(PathBuf::from(name))
    }

    /// The folder of the spec on the disk: below the current one, or in the repository.
    fn folder_of_spec(spec: &Path) -> Result<Self, String> {
        let in_repository = || Some(git::way_up()?.join(spec)).filter(|folder| folder.is_dir());
        let folder = Some(spec.to_owned()).filter(|folder| folder.is_dir());
        let folder = folder.or_else(in_repository).ok_or_else(|| {
            let spec = spec.display();
            format!("{spec} is not a folder; name the new spec, or where it is with --spec")
        })?;
        Self::in_folder(folder)
    }

    fn in_folder(folder: PathBuf) -> Result<Self, String> {
        let files = Folder { folder: folder.clone() }.files()?;
        Ok(Self { files, source: Source::Folder(folder) })
    }

    fn in_revision(name: &str, arguments: &Arguments) -> Result<Self, String> {
        let (revision_name, folder) = match name.split_once(':') {
            Some((revision, folder)) => (revision, Some(folder)),
            None => (name, None),
        };
        let revision = git::revision(revision_name).map_err(|why| match why {
            NoRevision::NoRepository(why) => {
                format!("{name} is neither a folder nor a revision of a git repository: {why}")
            }
            NoRevision::Unknown(why) => format!("{name} is not a folder, and {why}"),
        })?;
        if let Some(taken_as) = &revision.taken_as {
            let note = format!(
                "note: this clone has no branch `{revision_name}` of its own; it is taken as `{taken_as}`\n"
            );
            print(stderr(), &note);
        }
        let folder = match folder {
            Some(folder) => from_top(folder),
            None => folder_in(&revision, &arguments.spec),
        };
        let shown = if folder.is_empty() { "its top" } else { folder.as_str() };
        if !revision.has_folder(&folder) {
            return Err(format!(
                "revision {revision_name} has no folder {shown}; say where its spec is: {revision_name}:FOLDER, or --spec"
            ));
        }
        let files =
            revision.files(&folder).map_err(|why| format!("{revision_name}:{folder}: {why}"))?;
        if files.is_empty() {
            return Err(format!("{revision_name}:{folder} is empty; there is no spec in it"));
        }
        let name = revision_name.to_owned();
        Ok(Self { files, source: Source::Revision { name, revision, folder } })
    }

    /// What people know it by.
    pub(super) fn name(&self) -> String {
        match &self.source {
            Source::Folder(folder) => folder.display().to_string(),
            Source::Revision { name, folder, .. } => format!("{name}:{folder}"),
        }
    }

    /// The folder on the disk.
    pub(super) fn folder(&self) -> Option<&Path> {
        match &self.source {
            Source::Folder(folder) => Some(folder),
            Source::Revision { .. } => None,
        }
    }

    /// The spec; its problems are on stderr.
    pub(super) fn spec(&self) -> Option<Spec> {
        let root = format!("{}/", self.name().trim_end_matches('/'));
        let spec = check(&self.files, &root);
        spec.map_err(|report| {
            print_report(stderr(), &report);
            let why = format!("{} has problems, so it can't be compared\n", self.name());
            print(stderr(), &format!("error: {why}"));
        })
        .ok()
    }

    /// The accepted changes that are in a revision, beside its spec.
    pub(super) fn approvals(&self) -> String {
        match &self.source {
            Source::Revision { revision, folder, .. } if !folder.is_empty() => {
                revision.text(&approvals_name(folder)).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// The texts of all Cargo.toml above the spec, nearest first.
    pub(super) fn manifests(&self) -> Vec<String> {
        match &self.source {
            Source::Folder(folder) => {
                let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
                let folders = folder.ancestors();
                folders
                    .filter_map(|folder| fs::read_to_string(folder.join("Cargo.toml")).ok())
                    .collect()
            }
            Source::Revision { revision, folder, .. } => {
                let folders = Path::new(folder).ancestors();
                let manifest = |folder: &Path| revision.text(&slashed(&folder.join("Cargo.toml")));
                folders.filter_map(manifest).collect()
            }
        }
    }
}

/// The file of accepted changes, beside a spec's folder.
pub(super) fn approvals_name(folder: &str) -> String {
    format!("{folder}.approved.toml")
}

/// The folder of the spec in a revision: below the current folder where there is one, and otherwise
/// from the top.
fn folder_in(revision: &Revision, spec: &Path) -> String {
    let top = git::top();
    let spec = top.as_ref().and_then(|top| spec.strip_prefix(top).ok()).unwrap_or(spec);
    let from_top = slashed(spec);
    let below = slashed(&Path::new(&git::prefix()).join(spec));
    if revision.has_folder(&below) { below } else { from_top }
}

/// A folder after `REVISION:`, which is from the top unless it begins with a dot.
fn from_top(folder: &str) -> String {
    match folder.starts_with("./") || folder.starts_with("../") {
        true => slashed(&Path::new(&git::prefix()).join(folder)),
        false => slashed(Path::new(folder)),
    }
}

/// A path as git writes it.
fn slashed(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => _ = parts.pop(),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    parts.join("/")
}
