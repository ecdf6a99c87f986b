//! The content of a git repository at a revision, read with the program `git`.

mod lookup;

use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_codegen::build_script::{MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES};

use lookup::Found;

/// A revision, by the id of its tree.
#[derive(Clone)]
pub(super) struct Revision {
    tree: String,
    /// The name that it was found under, where that is not the one that was asked for.
    pub(super) taken_as: Option<String>,
}

/// A file in a revision.
struct Entry {
    path: String,
    id: String,
    size: u64,
}

/// Why a name is not a revision.
pub(super) enum NoRevision {
    /// There is no git here, or no repository.
    NoRepository(String),
    /// The repository does not have it.
    Unknown(String),
}

/// Finds a revision in the repository of the current folder.
pub(super) fn revision(name: &str) -> Result<Revision, NoRevision> {
    // What begins with a dash would be an option of git.
    if name.is_empty() || name.starts_with('-') {
        return Err(NoRevision::Unknown(format!("`{name}` is not a valid revision name")));
    }
    let inside = git(["rev-parse", "--git-dir"]).map_err(NoRevision::NoRepository)?;
    if !inside.status.success() {
        return Err(NoRevision::NoRepository(said(&inside)));
    }
    let Found { tree, taken_as } = lookup::tree(name).map_err(NoRevision::Unknown)?;
    Ok(Revision { tree, taken_as })
}

/// The folder in which the repository is checked out; `None` in a bare one, and outside of any.
pub(super) fn top() -> Option<PathBuf> {
    let output =
        git(["rev-parse", "--show-toplevel"]).ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(first_line(&output.stdout)))
}

/// The way up from the current folder to the top: `../../`, or nothing.
pub(super) fn way_up() -> Option<PathBuf> {
    let output = git(["rev-parse", "--show-cdup"]).ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(first_line(&output.stdout)))
}

/// The path of the current folder below the top of the repository, with a slash at its end.
pub(super) fn prefix() -> String {
    let output = git(["rev-parse", "--show-prefix"]).ok().filter(|output| output.status.success());
    output.map_or(String::new(), |output| first_line(&output.stdout))
}

impl Revision {
    /// Whether a path, from the top of the repository, is a folder at this revision.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.folder(folder).is_some()
    }

    fn folder(&self, folder: &str) -> Option<String> {
        if folder.is_empty() {
            return Some(self.tree.clone());
        }
        let id = self.object(folder)?;
        let kind = git(["cat-file", "-t", &id]).ok()?;
        (first_line(&kind.stdout) == "tree").then_some(id)
    }

    fn object(&self, path: &str) -> Option<String> {
        let name = format!("{}:{path}", self.tree);
        let output = git(["rev-parse", "--verify", "--quiet", &name]).ok()?;
        let id = first_line(&output.stdout);
        (output.status.success() && is_id(&id)).then_some(id)
    }

    /// The text of one file; `None` where there is none.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let output = git(["cat-file", "blob", &self.object(path)?]).ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Every file of a folder, as from the disk: what begins with a dot is not part of a spec.
    pub(super) fn files(&self, folder: &str) -> Result<Vec<SourceFile>, String> {
        let tree = self.folder(folder).ok_or_else(|| format!("no folder `{folder}` in it"))?;
        let listed = git(["ls-tree", "-r", "-l", "-z", "--full-tree", &tree])?;
        if !listed.status.success() {
            return Err(said(&listed));
        }
        let entries = entries(&listed.stdout)?;
        let contents = contents(&entries)?;
        let files = entries.into_iter().zip(contents);
        Ok(files.map(|(entry, content)| SourceFile::new(entry.path, content)).collect())
    }
}

/// `<mode> <type> <id> <size>\t<path>\0`, each.
fn entries(listed: &[u8]) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    let mut total = 0_u64;
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let unreadable = || format!("git listed `{line}`, which is malformed");
        let (facts, path) = line.split_once('\t').ok_or_else(unreadable)?;
        if path.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        let facts: Vec<_> = facts.split_whitespace().collect();
        let &[mode, kind, id, size] = facts.as_slice() else {
            return Err(unreadable());
        };
        if kind != "blob" || mode == "120000" {
            let why = "a symbolic link or a submodule, which is not followed in a revision";
            return Err(format!("{path}: {why}"));
        }
        let size = size.parse().map_err(|_| unreadable())?;
        if size > MAX_FILE_BYTES {
            let why = format!("larger than {MAX_FILE_BYTES} bytes, which no file of a spec is");
            return Err(format!("{path}: {why}"));
        }
        total = total.saturating_add(size);
        entries.push(Entry { path: path.to_owned(), id: id.to_owned(), size });
    }
    match entries.len() {
        count if count > MAX_ENTRIES => Err(format!("more than {MAX_ENTRIES} files")),
        _ if total > MAX_TOTAL_BYTES => Err(format!("more than {MAX_TOTAL_BYTES} bytes")),
        _ => Ok(entries),
    }
}

/// What the files hold, in their order, from one run of git.
fn contents(entries: &[Entry]) -> Result<Vec<Vec<u8>>, String> {
    let mut child = command(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let (Some(mut stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("git could not be asked".to_owned());
    };
    let ids: String = entries.iter().map(|entry| format!("{}\n", entry.id)).collect();
    let mut answer = Vec::new();
    // Written and read concurrently: a pipe holds less than a spec.
    let read = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(ids.as_bytes()));
        stdout.read_to_end(&mut answer)
    });
    read.map_err(|error| format!("git stopped responding: {error}"))?;
    let status = child.wait().map_err(|error| not_run(&error))?;
    let mut rest = answer.as_slice();
    let contents: Option<Vec<_>> = entries.iter().map(|entry| content(&mut rest, entry)).collect();
    contents.filter(|_| status.success()).ok_or_else(|| {
        "git lacks some of the files; in a partial clone, fetch them first".to_owned()
    })
}

/// `<id> blob <size>\n<content>\n`.
fn content(rest: &mut &[u8], entry: &Entry) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (head, after) = rest.split_at_checked(end)?;
    let head = String::from_utf8_lossy(head);
    let size = usize::try_from(entry.size).ok()?;
    if head != format!("{} blob {size}", entry.id) {
        return None;
    }
    let (content, after) = after.get(1..)?.split_at_checked(size)?;
    *rest = after.strip_prefix(b"\n")?;
    Some(content.to_vec())
}

fn git<const N: usize>(arguments: [&str; N]) -> Result<Output, String> {
    command(arguments).stdin(Stdio::null()).output().map_err(|error| not_run(&error))
}

/// In one language, independent of the machine.
fn command(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    command
}

fn not_run(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "the program `git`, which reads revisions, was not found".to_owned(),
        _ => format!("the program `git` did not run: {error}"),
    }
}

fn said(output: &Output) -> String {
    let line = first_line(&output.stderr);
    line.strip_prefix("fatal: ").unwrap_or(&line).to_owned()
}

fn first_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned()
}

fn is_id(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
