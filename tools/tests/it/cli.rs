//! The command, as people and scripts meet it: what all commands have in common. Each command has
//! a file of its own for the rest.

mod check;
mod diff;
mod drift;
mod dump;
mod fmt;
mod new;
mod openapi;
mod reference;
mod schema;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use wechat_cloudbase_codegen::build_script::{MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES};

use crate::here;
use crate::spec::folder;

/// The folder of a spec among the arguments of a command.
const SPEC: &str = "{spec}";

/// Every command that reads the folder of a spec, one line for each way in which it does.
const COMMANDS: &[&[&str]] = &[
    &["check", SPEC],
    &["diff", SPEC, SPEC],
    &["drift", "--spec", SPEC, "tests/drift/pages/07-chinese-new.md"],
    &["drift", "--write", "--spec", SPEC, "tests/drift/pages/07-chinese-new.md"],
    &["dump", SPEC],
    &["fetch", "--spec", SPEC, "--cache", "not-written"],
    &["fmt", SPEC],
    &["fmt", "--check", SPEC],
    &["openapi", SPEC],
    &["reference", SPEC, "-o", "not-written"],
    &["watch", "--spec", SPEC, "--cache", "not-written"],
];

/// `new` begins a spec in an empty folder and takes no offence at what is wrong in other files.
const NEW: &[&str] = &["new", "doThing", "/tcb/dothing", "--section", "a", "--spec", SPEC];

#[test]
fn a_folder_that_is_not_there() {
    each_refuses("no/such/folder", "no/such/folder is not a folder");
}

#[test]
fn a_file_instead_of_a_folder() {
    each_refuses(folder("base/types.toml").to_str().unwrap(), "types.toml is not a folder");
}

#[test]
fn an_empty_folder() {
    let spec = Folder::new("empty");
    spec.write(".hidden.toml", b"");
    for command in COMMANDS {
        refuses(command, &run(&with(command, spec.path())), "is empty");
    }
}

#[test]
fn a_file_that_is_not_utf8() {
    let spec = Folder::new("not-utf8");
    spec.write("types.toml", b"\xff\xfe");
    for command in COMMANDS {
        let output = run(&with(command, spec.path()));
        let said = stdout(&output) + &stderr(&output);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{command:?}");
        assert!(said.contains("not-utf8") && said.contains("types.toml"), "{command:?}: {said}");
    }
}

#[test]
fn a_file_that_is_too_large() {
    let spec = Folder::new("large");
    spec.write("types.toml", b"");
    let file = fs::File::options().write(true).open(spec.0.join("types.toml")).unwrap();
    file.set_len(50_000_000).unwrap();
    each_refuses(spec.path(), &format!("types.toml: larger than {MAX_FILE_BYTES} bytes"));
}

#[test]
fn too_much_in_all_files() {
    let spec = Folder::new("heavy");
    let files = MAX_TOTAL_BYTES / MAX_FILE_BYTES + 1;
    for index in 0..files {
        let path = spec.0.join(format!("{index}.toml"));
        fs::File::create(path).unwrap().set_len(MAX_FILE_BYTES).unwrap();
    }
    each_refuses(spec.path(), &format!("more than {MAX_TOTAL_BYTES} bytes in all files"));
}

#[test]
#[ignore = "slow"]
fn a_folder_of_too_many_files() {
    let spec = Folder::new("many");
    for index in 0..=MAX_ENTRIES {
        spec.write(&format!("{index}.toml"), b"");
    }
    each_refuses(spec.path(), &format!("more than {MAX_ENTRIES} files and folders"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_contains_itself() {
    let spec = Folder::new("loop");
    std::os::unix::fs::symlink(".", spec.0.join("a")).unwrap();
    std::os::unix::fs::symlink(".", spec.0.join("b")).unwrap();
    each_refuses(spec.path(), "symbolic link");
}

#[cfg(unix)]
#[test]
fn a_file_without_end() {
    let spec = Folder::new("endless");
    std::os::unix::fs::symlink("/dev/zero", spec.0.join("types.toml")).unwrap();
    each_refuses(spec.path(), "types.toml: not a file of text");
}

/// Root may read everything, so the command runs as another user.
#[cfg(unix)]
#[test]
#[allow(clippy::print_stderr, reason = "what was not tested is said")]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let spec = Folder::new("forbidden");
    spec.write("types.toml", b"");
    let file = spec.0.join("types.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::read(&file).is_ok();
    for command in COMMANDS.iter().chain([&NEW]) {
        let mut program = program();
        program.args(with(command, spec.path()));
        if is_root {
            program.uid(65_534);
        }
        match program.output() {
            Ok(output) => refuses(command, &output, "types.toml: Permission denied"),
            Err(error) => eprintln!("not tested, as nobody else can run the program: {error}"),
        }
    }
}

#[test]
fn unknown_commands() {
    for arguments in [
        &["chek"][..],
        &[],
        &["check", "a", "b"],
        &["dump", "a", "b"],
        &["fmt", "a", "b"],
        &["new", "a"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains("Usage"), "{arguments:?}");
    }
}

/// `commands.md` has every command, and `--help` of each says how it may end.
#[test]
fn every_command_is_described() {
    let page = fs::read_to_string(here("../docs/commands.md")).unwrap();
    let help = stdout(&run(&["--help"]));
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().map(|line| line.split_whitespace().next().unwrap());
    let names: Vec<_> = names.filter(|name| *name != "help").collect();
    assert!(names.len() >= 5 && help.contains("Exit codes:"), "{help}");
    for name in names {
        assert!(page.contains(&format!("\n| `{name} ")), "commands.md does not mention {name}");
        let help = stdout(&run(&[name, "--help"]));
        assert!(help.contains("Exits with 0 when"), "{help}");
        let used: Vec<_> = COMMANDS.iter().chain([&NEW]).map(|command| command[0]).collect();
        assert!(used.contains(&name) || name == "schema", "{name} is not tried with bad folders");
    }
}

/// Each command says what is wrong with its spec, does nothing, and takes no long about it.
#[track_caller]
fn each_refuses(spec: &str, why: &str) {
    for command in COMMANDS.iter().chain([&NEW]) {
        let start = Instant::now();
        refuses(command, &run(&with(command, spec)), why);
        assert!(start.elapsed() < Duration::from_secs(20), "{command:?}");
    }
}

#[track_caller]
fn refuses(command: &[&str], output: &Output, why: &str) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{command:?}: {said}");
    assert!(said.starts_with("error: ") && said.contains(why), "{command:?}: {said}");
    assert!(output.stdout.is_empty(), "{command:?}");
}

fn with<'a>(command: &[&'a str], spec: &'a str) -> Vec<&'a str> {
    command.iter().map(|word| if *word == SPEC { spec } else { word }).collect()
}

pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wechat-cloudbase-spec"))
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder of one test, which goes when the test ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// The name must be the test's own.
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub(crate) fn write(&self, path: &str, content: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
