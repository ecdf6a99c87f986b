//! `reference`: what is written into a folder, and what is left alone there.

use std::collections::BTreeSet;
use std::fs;

use super::{Folder, program, run, stderr, stdout};
use crate::spec::{folder, read};

/// A spec that can be changed, with a place for its site.
fn case(name: &str) -> (Folder, String, String) {
    let case = Folder::new(name);
    for file in read(&folder("golden/plain/spec")) {
        case.write(&format!("spec/{}", file.path), &file.content);
    }
    let (spec, site) = (format!("{}/spec", case.path()), format!("{}/site", case.path()));
    (case, spec, site)
}

fn write(spec: &str, site: &str) -> String {
    let output = run(&["reference", spec, "--output", site]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(output.stderr.is_empty());
    stdout(&output)
}

fn refuses(spec: &str, site: &str, why: &str) {
    let output = run(&["reference", spec, "-o", site]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.starts_with("error: ") && said.contains(why), "{said}");
    assert!(output.stdout.is_empty());
}

fn files(site: &str) -> BTreeSet<String> {
    read(site.as_ref()).into_iter().map(|file| file.path).collect()
}

#[test]
fn a_new_folder() {
    let (_case, spec, site) = case("site-new");
    let said = write(&spec, &format!("{site}/below"));
    let files = files(&format!("{site}/below"));
    assert_eq!(
        said,
        format!("{site}/below: {} files written, 0 unchanged, 0 removed\n", files.len())
    );
    for path in [
        "index.html",
        "errcodes.html",
        "reference.css",
        "endpoint/set_mode.html",
        "errcode/-1.html",
    ] {
        assert!(files.contains(path), "{path}: {files:?}");
    }
}

#[test]
fn an_empty_folder_and_words_of_its_own() {
    let (_case, spec, site) = case("site-empty");
    fs::create_dir(&site).unwrap();
    let arguments = ["reference", &spec, "-o", &site, "--title", "Shops", "--api", "crate::api"];
    assert_eq!(run(&arguments).status.code(), Some(0));
    let page = fs::read_to_string(format!("{site}/endpoint/set_mode.html")).unwrap();
    assert!(page.contains("· Shops</title>") && page.contains("use crate::api::{Calls, set_mode"));
}

#[test]
fn only_what_changed_is_written() {
    let (case, spec, site) = case("site-again");
    write(&spec, &site);
    let count = files(&site).len();
    assert_eq!(
        write(&spec, &site),
        format!("{site}: 0 files written, {count} unchanged, 0 removed\n")
    );
    fs::write(format!("{site}/index.html"), "by hand").unwrap();
    assert_eq!(
        write(&spec, &site),
        format!("{site}: 1 files written, {} unchanged, 0 removed\n", count - 1)
    );
    drop(case);
}

#[test]
fn pages_of_what_is_gone_are_removed_and_nothing_else() {
    let (case, spec, site) = case("site-gone");
    write(&spec, &site);
    let before = files(&site);
    case.write("site/CNAME", b"docs.example.com");
    case.write("site/errcode/mine.html", b"mine");
    let section = fs::read_dir(&spec)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_dir())
        .unwrap();
    fs::remove_file(section.join("set_mode.toml")).unwrap();
    let said = write(&spec, &site);
    assert!(said.ends_with(" 1 removed\n"), "{said}");
    let mut expected = before;
    assert!(expected.remove("endpoint/set_mode.html"));
    expected.extend(["CNAME".to_owned(), "errcode/mine.html".to_owned()]);
    assert_eq!(files(&site), expected);
}

#[test]
fn a_folder_that_holds_other_things() {
    let (case, spec, site) = case("site-other");
    case.write("site/index.html", b"mine");
    refuses(&spec, &site, "holds other things");
    assert_eq!(fs::read(format!("{site}/index.html")).unwrap(), b"mine");
    assert_eq!(files(&site).len(), 1);
}

#[test]
fn a_file_in_the_way() {
    let (case, spec, site) = case("site-in-the-way");
    write(&spec, &site);
    let list = format!("{site}/.wechat-cloudbase-site");
    let paths = fs::read_to_string(&list).unwrap().replace("index.html\n", "");
    fs::write(&list, paths).unwrap();
    case.write("site/index.html", b"mine");
    refuses(&spec, &site, "index.html exists and was not written by this command");
    assert_eq!(fs::read(format!("{site}/index.html")).unwrap(), b"mine");
}

/// A list that somebody has edited leads to no file outside of the folder.
#[test]
fn a_list_that_leads_out() {
    let (case, spec, site) = case("site-out");
    write(&spec, &site);
    case.write("mine", b"mine");
    let list = format!("{site}/.wechat-cloudbase-site");
    let outside = format!("../mine\n{}/mine\nerrcode/../../mine\n", case.path());
    fs::write(&list, fs::read_to_string(&list).unwrap() + &outside).unwrap();
    write(&spec, &site);
    assert_eq!(fs::read(case.0.join("mine")).unwrap(), b"mine");
    fs::write(&list, "something else\n").unwrap();
    refuses(&spec, &site, "is not a list of this command");
}

#[test]
fn a_file_instead_of_the_site() {
    let (case, spec, site) = case("site-file");
    case.write("site", b"");
    refuses(&spec, &site, "is not a folder");
    refuses(&spec, &format!("{site}/below"), "can't");
}

#[test]
fn a_bad_spec() {
    let (case, spec, site) = case("site-bad");
    case.write("spec/types.toml", b"EnvId = { type = \"strin\", doc = \"Id\" }\n");
    let output = run(&["reference", &spec, "-o", &site]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("types.toml:1:18") && output.stdout.is_empty());
    assert!(fs::metadata(&site).is_err(), "something was written");
}

#[test]
fn no_folder_for_the_site() {
    let output = program().arg("reference").current_dir(folder("golden/plain")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--output <DIR>"));
}
