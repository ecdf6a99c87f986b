//! No two files beside each other import each other, directly or through others: what is below can be
//! read without what is above. What is in the folder of a file is a part of that file, and parts may
//! use what is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{files, root};

/// Which of the files beside each other, in a folder, import which.
type Siblings = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_files_import_each_other() {
    for source in ["src", "codegen/src", "tools/src"] {
        let mut found = Vec::new();
        for (folder, siblings) in folders(source) {
            // Layers decide at the root, where a folder may be more than one of them.
            let open = circles(&siblings).into_iter().filter(|_| !folder.is_empty());
            found.extend(open.map(|circle| (format!("{source}/{folder}"), circle)));
        }
        assert!(
            found.is_empty(),
            "files of {source} that import each other in a circle: {found:?}"
        );
    }
}

#[test]
fn a_circle_is_found() {
    let of = |imports: &[(&str, &str)]| {
        let mut siblings = Siblings::new();
        for (one, other) in imports {
            siblings.entry((*one).to_owned()).or_default().insert((*other).to_owned());
        }
        circles(&siblings)
    };
    assert!(of(&[("a", "b"), ("b", "c"), ("a", "c")]).is_empty());
    assert_eq!(of(&[("a", "b"), ("b", "c"), ("c", "b")]), [["b", "c"]]);
}

/// The folders of a crate's sources by path, each with the imports among what is in it.
fn folders(source: &str) -> BTreeMap<String, Siblings> {
    let modules: BTreeMap<Vec<String>, String> = files(source, "rs")
        .iter()
        .map(|file| {
            let path = file.strip_prefix(root().join(source)).unwrap().with_extension("");
            let parts = path.iter().map(|part| part.to_str().unwrap().to_owned());
            (parts.collect(), fs::read_to_string(file).unwrap())
        })
        .collect();
    let mut folders: BTreeMap<String, Siblings> = BTreeMap::new();
    for (module, text) in &modules {
        for used in imports(module, text, &modules) {
            let shared = module.iter().zip(&used).take_while(|(a, b)| a == b).count();
            if let (Some(one), Some(other)) = (module.get(shared), used.get(shared)) {
                let siblings = folders.entry(module[..shared].join("/")).or_default();
                siblings.entry(one.clone()).or_default().insert(other.clone());
            }
        }
    }
    folders
}

/// The modules that a module names, by `use` and by paths.
fn imports(
    module: &[String],
    text: &str,
    modules: &BTreeMap<Vec<String>, String>,
) -> BTreeSet<Vec<String>> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let code: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut paths = Vec::new();
    for tree in code.split("use ").skip(1).filter_map(|rest| rest.split_once(';')) {
        spread(&[], tree.0, &mut paths);
    }
    for start in ["crate::", "super::"] {
        let path = |text: &str| {
            text.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c))
                .next()
                .map(str::to_owned)
        };
        for rest in code.split(start).skip(1).filter_map(path) {
            spread(&[], &format!("{start}{rest}"), &mut paths);
        }
    }
    paths.iter().filter_map(|path| module_of(module, path, modules)).collect()
}

/// Every path of a tree such as `a::{b, c::{d, e}}`.
fn spread(before: &[String], tree: &str, paths: &mut Vec<Vec<String>>) {
    let (path, group) = match tree.split_once('{') {
        Some((path, group)) => (path, group.rsplit_once('}').map(|(group, _)| group)),
        None => (tree, None),
    };
    let word = |part: &str| part.trim().split(' ').next().unwrap_or_default().to_owned();
    let parts = path.split("::").map(word).filter(|part| !part.is_empty());
    let path: Vec<_> = before.iter().cloned().chain(parts).collect();
    let Some(group) = group else {
        return paths.push(path);
    };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                spread(&path, &group[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The file that a path leads into, seen from a module.
fn module_of(
    module: &[String],
    path: &[String],
    modules: &BTreeMap<Vec<String>, String>,
) -> Option<Vec<String>> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    let whole: Vec<_> = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "super" => {
            let above = module.len().checked_sub(supers)?;
            module[..above].iter().chain(&path[supers..]).cloned().collect()
        }
        _ => module.iter().chain(path).cloned().collect(),
    };
    (1..=whole.len())
        .rev()
        .map(|length| whole[..length].to_vec())
        .find(|path| modules.contains_key(path) && path != module)
}

/// Groups of things that reach each other.
fn circles(siblings: &Siblings) -> Vec<Vec<String>> {
    let reached = |start: &String| {
        let mut reached = BTreeSet::new();
        let mut open: Vec<_> = siblings.get(start).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if reached.insert(next.clone()) {
                open.extend(siblings.get(next).into_iter().flatten());
            }
        }
        reached
    };
    let all: BTreeMap<_, _> = siblings.keys().map(|name| (name.clone(), reached(name))).collect();
    let circle = |(name, reached): (&String, &BTreeSet<String>)| {
        let back = |other: &&String| all.get(*other).is_some_and(|all| all.contains(name));
        let circle: Vec<_> = reached.iter().filter(back).cloned().collect();
        reached.contains(name).then_some(circle)
    };
    let found: BTreeSet<_> = all.iter().filter_map(circle).collect();
    found.into_iter().collect()
}
