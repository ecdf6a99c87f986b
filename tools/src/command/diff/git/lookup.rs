//! What a name means in a repository: itself, a branch that only a remote has, or nothing, with
//! advice.

use super::{first_line, git, is_id};

/// A tree, and the name that it was found under where that is another one.
pub(super) struct Found {
    pub(super) tree: String,
    pub(super) taken_as: Option<String>,
}

/// Finds the tree of a name, or says why there is none and what may get it.
pub(super) fn tree(name: &str) -> Result<Found, String> {
    if let Some(tree) = tree_of(name) {
        return Ok(Found { tree, taken_as: None });
    }
    let remotes = remotes();
    let found: Vec<_> = remotes.iter().filter_map(|remote| at(remote, name)).collect();
    let origin = found.iter().position(|(taken_as, _)| taken_as.starts_with("origin/"));
    match (found.as_slice(), origin) {
        ([], _) => Err(format!("this repository has no such revision; {}", advice(name, &remotes))),
        ([_], _) | (_, Some(_)) => {
            let found = found.into_iter().nth(origin.unwrap_or_default());
            let found = found.map(|(name, tree)| Found { tree, taken_as: Some(name) });
            found.ok_or_else(|| "this repository has no such revision".to_owned())
        }
        (several, None) => {
            let names: Vec<_> = several.iter().map(|(name, _)| format!("`{name}`")).collect();
            let names = names.join(" and ");
            Err(format!("several remotes have a branch of this name: write one of {names}"))
        }
    }
}

fn tree_of(name: &str) -> Option<String> {
    let output = git(["rev-parse", "--verify", "--quiet", &format!("{name}^{{tree}}")]).ok()?;
    let id = first_line(&output.stdout);
    (output.status.success() && is_id(&id)).then_some(id)
}

/// The same name among the branches of a remote, as a clone of one branch or of CI has them.
fn at(remote: &str, name: &str) -> Option<(String, String)> {
    let tree = tree_of(&format!("refs/remotes/{remote}/{name}"))?;
    Some((format!("{remote}/{name}"), tree))
}

fn remotes() -> Vec<String> {
    let output = git(["remote"]).ok();
    let output =
        output.map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
    output.lines().map(str::to_owned).collect()
}

/// What may get a revision that is not there, by what its name looks like.
fn advice(name: &str, remotes: &[String]) -> String {
    let base = name.split(['~', '^', '@']).next().unwrap_or(name);
    let is_there = !base.is_empty() && tree_of(base).is_some();
    let is_of_remote = remotes.iter().any(|remote| at(remote, base).is_some());
    let is_hex = base.len() >= 7 && base.bytes().all(|byte| byte.is_ascii_hexdigit());
    if tree_of("HEAD").is_none() {
        return "it has no commit yet".to_owned();
    }
    if name.contains("@{") {
        return "a name with `@{...}` needs a branch that is checked out and follows another, or \
                that has been there for as long"
            .to_owned();
    }
    if is_shallow() && (is_hex || is_there || is_of_remote) {
        return "it is a shallow clone, and `git fetch --unshallow` gets the rest".to_owned();
    }
    if is_there || is_of_remote {
        return format!("`{base}` is there, and its history is not as long");
    }
    let Some(remote) = remotes.iter().find(|remote| *remote == "origin").or(remotes.first()) else {
        return "it has no remote to fetch it from; `git branch -a` and `git tag` list what there is"
            .to_owned();
    };
    if is_hex {
        return format!("`git fetch {remote} {base}` gets a commit by its whole id");
    }
    let (remote, branch) = of_remote(base, remotes).unwrap_or((remote, base));
    format!(
        "`git fetch {remote} {branch}:refs/remotes/{remote}/{branch}` gets a branch of this name, and \
         `git fetch {remote} tag {branch}` a tag"
    )
}

/// `origin/main` as a remote and its branch.
fn of_remote<'n>(name: &'n str, remotes: &'n [String]) -> Option<(&'n str, &'n str)> {
    let (remote, branch) = name.split_once('/')?;
    remotes.iter().any(|known| known == remote).then_some((remote, branch))
}

fn is_shallow() -> bool {
    let output = git(["rev-parse", "--is-shallow-repository"]);
    output.is_ok_and(|output| first_line(&output.stdout) == "true")
}
