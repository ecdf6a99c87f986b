//! Whatever an output folder held before, after a build it holds the output for the spec, and
//! up-to-date files are not written again.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use wechat_cloudbase_codegen::{Runtime, build_script, compile};

use crate::spec::{folder, options, read};

/// A spec and what is built of it, in a folder of the test's own.
struct Build {
    spec: PathBuf,
    out: PathBuf,
}

impl Build {
    /// The base, built.
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("out-dir").join(name);
        let _ = fs::remove_dir_all(&root);
        let build = Self { spec: root.join("spec"), out: root.join("out") };
        fs::create_dir_all(&build.out).unwrap();
        for file in read(&folder("base")) {
            let path = build.spec.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.content).unwrap();
        }
        build.run();
        build
    }

    fn run(&self) {
        build_script::build(&self.spec, &self.out, options(Runtime::Own)).unwrap();
        let expected = compile(&read(&self.spec), &options(Runtime::Own)).unwrap();
        let expected: BTreeMap<_, _> =
            expected.into_iter().map(|file| (file.name, file.text.into_bytes())).collect();
        assert_eq!(self.texts(), expected);
    }

    /// All files but the note of what was written.
    fn texts(&self) -> BTreeMap<String, Vec<u8>> {
        let files = read(&self.out).into_iter().map(|file| (file.path, file.content));
        files.filter(|(name, _)| name != "index.txt").collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    /// The page of some endpoint.
    fn page(&self) -> PathBuf {
        let name = self.texts().into_keys().find(|name| name.starts_with("api/"));
        self.path(&name.expect("a page"))
    }

    fn first_endpoint(&self) -> PathBuf {
        let path =
            read(&self.spec).into_iter().map(|file| file.path).find(|path| path.contains('/'));
        self.spec.join(path.expect("an endpoint"))
    }

    /// Makes every file old, and says afterwards which have been written since.
    fn written_by(&self, step: impl FnOnce()) -> Vec<String> {
        let old = SystemTime::now() - Duration::from_secs(3_600);
        let names: Vec<_> = read(&self.out).into_iter().map(|file| file.path).collect();
        for name in &names {
            fs::File::options()
                .write(true)
                .open(self.path(name))
                .unwrap()
                .set_modified(old)
                .unwrap();
        }
        step();
        let is_new =
            |name: &String| fs::metadata(self.path(name)).unwrap().modified().unwrap() > old;
        read(&self.out).into_iter().map(|file| file.path).filter(is_new).collect()
    }
}

#[test]
fn nothing_is_written_twice() {
    let build = Build::new("twice");
    assert_eq!(build.written_by(|| build.run()), [""; 0]);
}

#[test]
fn an_edit_writes_the_pages_of_its_endpoint() {
    let build = Build::new("edit");
    let path = build.first_endpoint();
    let text = fs::read_to_string(&path).unwrap();
    let summary = text.lines().find(|line| line.starts_with("summary")).unwrap();
    fs::write(&path, text.replace(summary, "summary = \"Another\"")).unwrap();
    let written = build.written_by(|| build.run());
    let pages = |folder: &str| written.iter().filter(|name| name.starts_with(folder)).count();
    assert_eq!((pages("api"), pages("docs")), (1, 2), "{written:?}");
    assert_eq!(written.len(), 4, "and the note of what was written: {written:?}");
}

#[test]
fn files_that_were_changed_by_hand_are_restored() {
    let build = Build::new("by-hand");
    let change = |path: &Path, change: fn(Vec<u8>) -> Vec<u8>| {
        fs::write(path, change(fs::read(path).unwrap())).unwrap();
        build.run();
    };
    for path in [build.page(), build.path("api.rs"), build.path("endpoints.md")] {
        change(&path, |text| text[..text.len() / 2].to_vec());
        change(&path, |_| Vec::new());
        change(&path, |text| [text.as_slice(), b"// by hand\n"].concat());
        change(&path, |text| {
            text.iter().map(|byte| if *byte == b'e' { b'a' } else { *byte }).collect()
        });
        fs::remove_file(&path).unwrap();
        build.run();
    }
    fs::remove_dir_all(build.path("api")).unwrap();
    build.run();
}

/// The note is believed about a file that is as the note says, and about nothing else.
#[test]
fn a_wrong_record_is_harmless() {
    let build = Build::new("note");
    let note = build.path("index.txt");
    let text = fs::read_to_string(&note).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let cut: String = text.chars().take(text.len() / 2).collect();
    let shifted: String = {
        let (numbers, names): (Vec<_>, Vec<_>) =
            rest.lines().map(|line| line.rsplit_once(' ').unwrap()).unzip();
        let names = names.iter().cycle().skip(1);
        let lines = numbers.iter().zip(names).map(|(numbers, name)| format!("{numbers} {name}\n"));
        std::iter::once(format!("{first}\n")).chain(lines).collect()
    };
    for wrong in [String::new(), cut, shifted, "\0\n\n  \nzz zz zz\n".to_owned()] {
        fs::write(&note, wrong).unwrap();
        build.run();
        assert_eq!(fs::read_to_string(&note).unwrap(), text);
    }
    fs::write(&note, [0xff, 0xfe]).unwrap();
    build.run();
}

/// A rebuilt compiler may generate different text from the same spec.
#[test]
fn another_program_generates_everything_again() {
    let build = Build::new("program");
    let page = build.page();
    let name = page.strip_prefix(&build.out).unwrap().to_str().unwrap();
    let stale = fs::read_to_string(&page).unwrap() + "// what an older compiler wrote\n";
    fs::write(&page, &stale).unwrap();
    let note = build.path("index.txt");
    let right = fs::read_to_string(&note).unwrap();
    // As that compiler would have noted it.
    let line = |line: &str| match line.split(' ').collect::<Vec<_>>().as_slice() {
        [made_of, _, last] if *last == name => format!("{made_of} {} {name}\n", hash(&stale)),
        _ => format!("{line}\n"),
    };
    let noted: String = right.lines().map(line).collect();
    fs::write(&note, noted.replacen("written by ", "written by 0", 1)).unwrap();
    build.run();
    assert_eq!(fs::read_to_string(&note).unwrap(), right);
    // Of the same program, the note is believed; so this test sees what it is there to see.
    fs::write(&page, &stale).unwrap();
    fs::write(&note, noted).unwrap();
    build_script::build(&build.spec, &build.out, options(Runtime::Own)).unwrap();
    assert_eq!(fs::read_to_string(&page).unwrap(), stale);
}

fn hash(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.as_bytes().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[test]
fn what_is_gone_from_the_spec_is_gone() {
    let build = Build::new("gone");
    let leftover = build.path("api/of_an_older_spec.rs");
    fs::write(&leftover, "left over").unwrap();
    build.run();
    assert!(!leftover.exists());
}
