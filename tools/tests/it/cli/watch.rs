//! `fetch` and `watch`, against a server on this machine that has 250 pages in all layouts.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

use wechat_cloudbase_codegen::{SourceFile, check};
use wechat_cloudbase_spec::draft;
use wechat_cloudbase_spec::drift::DriftOptions;

use super::{Folder, run, stderr, stdout};
use crate::drift::own_pages;
use crate::here;
use crate::spec::read;

const HOST: &str = "https://developers.weixin.qq.com";

/// What the server has at a path.
#[derive(Clone)]
enum Page {
    Text(String),
    Moved(String),
    Status(u16),
}

/// A server, and how many bodies of pages it has sent.
#[derive(Clone)]
struct Server {
    port: u16,
    pages: Arc<Mutex<BTreeMap<String, Page>>>,
    asked: Arc<Mutex<Vec<(String, u16)>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            pages: Arc::default(),
            asked: Arc::default(),
        };
        let serving = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = serving.clone();
                thread::spawn(move || serving.serve(&stream));
            }
        });
        server
    }

    fn serve(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        loop {
            let mut first = String::new();
            if reader.read_line(&mut first).unwrap_or(0) == 0 {
                return;
            }
            let mut etag = String::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) <= 2 {
                    break;
                }
                if let Some(value) = line.to_lowercase().strip_prefix("if-none-match:") {
                    etag = value.trim().to_owned();
                }
            }
            let path = first.split_whitespace().nth(1).unwrap_or("/").to_owned();
            let (status, headers, body) = self.answer(&path, &etag);
            self.asked.lock().unwrap().push((path, status));
            let head =
                format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
            let mut stream = stream;
            if stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(body.as_bytes()))
                .is_err()
            {
                return;
            }
        }
    }

    fn answer(&self, path: &str, known: &str) -> (u16, String, String) {
        if path == "/robots.txt" {
            return (200, String::new(), "User-agent: *\nDisallow: /private/\n".to_owned());
        }
        match self.pages.lock().unwrap().get(path) {
            Some(Page::Text(text)) => {
                let etag = format!(
                    "\"{:x}\"",
                    text.len() * 31 + text.bytes().map(usize::from).sum::<usize>()
                );
                let headers = format!("etag: {etag}\r\n");
                if known == etag {
                    (304, headers, String::new())
                } else {
                    (200, headers, text.clone())
                }
            }
            Some(Page::Moved(to)) => (301, format!("location: {to}\r\n"), String::new()),
            Some(Page::Status(status)) => (*status, String::new(), "not here".to_owned()),
            None => (404, String::new(), "not here".to_owned()),
        }
    }

    fn put(&self, path: &str, page: Page) {
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let mut pages = self.pages.lock().unwrap();
        let Some(Page::Text(text)) = pages.get_mut(path) else {
            panic!("no page at {path}");
        };
        assert!(text.contains(from), "{from} is not in {path}:\n{text}");
        *text = text.replacen(from, to, 1);
    }

    /// How many pages were sent whole since this was asked last.
    fn bodies(&self) -> usize {
        let mut asked = self.asked.lock().unwrap();
        asked.drain(..).filter(|(path, status)| *status == 200 && path != "/robots.txt").count()
    }
}

/// A spec made of pages on a server: one file per page, by number.
struct Site {
    server: Server,
    spec: Folder,
    cache: PathBuf,
    /// The path of each page on the server, with the name of its layout.
    paths: Vec<(String, String)>,
}

impl Site {
    fn new(name: &str, count: usize) -> Self {
        let server = Server::start();
        let spec = Folder::new(name);
        let shared: Vec<_> = read(&here("drift/spec"))
            .into_iter()
            .filter(|file| !file.path.starts_with("library/"))
            .collect();
        let empty = check(&shared, "").unwrap();
        for file in &shared {
            spec.write(&file.path, &file.content);
        }
        fs::create_dir_all(spec.0.join("library")).unwrap();
        let layouts: Vec<_> =
            own_pages().into_iter().filter(|(name, _)| !name.contains("errcodes")).collect();
        let mut paths = Vec::new();
        for number in 0.. {
            if paths.len() == count {
                break;
            }
            let (layout, text) = &layouts[number % layouts.len()];
            let text = text
                .replace("listShelfBooks", &format!("listShelfBooks{number}"))
                .replace("listshelfbooks", &format!("listshelfbooks{number}"));
            let twin = if layout.contains("json") { ".md" } else { ".html" };
            let path = format!("/doc/library/api_page{number}{twin}");
            let address = format!("{HOST}/doc/library/api_page{number}.html");
            let mut options = DriftOptions::default();
            options.address = Some(address);
            options.today = "2026-11-21".to_owned();
            let Ok(draft) = draft(&empty, &SourceFile::new("page", text.as_str()), &options) else {
                continue;
            };
            if !draft.text.contains(&number.to_string()) || !draft.id.ends_with(&number.to_string())
            {
                continue;
            }
            spec.write(&format!("library/{}.toml", draft.id), draft.text.as_bytes());
            server.put(&path, Page::Text(text));
            paths.push((path, layout.clone()));
        }
        let cache = spec.0.with_extension("pages");
        let _ = fs::remove_dir_all(&cache);
        Self { server, spec, cache, paths }
    }

    fn run(&self, command: &str, more: &[&str]) -> (Option<i32>, String) {
        let instead = format!("{HOST}=http://127.0.0.1:{}", self.server.port);
        let (spec, cache) = (self.spec.path().to_owned(), self.cache.display().to_string());
        let mut arguments = vec![
            command,
            "--spec",
            &spec,
            "--cache",
            &cache,
            "--delay",
            "0",
            "--instead",
            &instead,
        ];
        arguments.extend(more);
        let output = run(&arguments);
        (output.status.code(), stdout(&output) + &stderr(&output))
    }

    /// A page of a layout.
    fn at(&self, layout: &str) -> &str {
        let found = self.paths.iter().find(|(_, name)| name.starts_with(layout));
        &found.unwrap_or_else(|| panic!("no page of {layout}")).0
    }

    fn files(&self) -> BTreeMap<String, String> {
        let files = read(&self.spec.0).into_iter();
        files.map(|file| (file.path, String::from_utf8(file.content).unwrap())).collect()
    }
}

/// The lines of the files that are not in the others.
fn new_lines(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in new {
        let before = old.get(path).map_or("", String::as_str);
        let known: Vec<&str> = before.lines().collect();
        let lines = text.lines().filter(|line| !line.is_empty() && !known.contains(line));
        found.extend(lines.map(str::to_owned));
    }
    found
}

#[test]
fn a_change_of_the_pages_becomes_one_of_the_spec() {
    let site = Site::new("watch", 250);
    let (code, said) = site.run("watch", &[]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(site.server.bodies(), 250);
    let first = site.files();

    let (code, said) = site.run("watch", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!((site.server.bodies(), site.files() == first), (0, true), "{said}");

    let json = site.at("20").to_owned();
    site.server.edit(&json, "{\n    \"参数名\": \"limit\",", "{\n    \"参数名\": \"color\",\n    \"类型\": \"string\",\n    \"必填\": \"否\",\n    \"说明\": \"颜色\"\n  },\n  {\n    \"参数名\": \"limit\",");
    let markdown = site.at("07").to_owned();
    site.server.edit(&markdown, "| 41001 |", "| 700999 | shelf burnt | 换一个 |\n| 41001 |");
    site.server.edit(&markdown, "| 否 | 上限 |", "| 否 | 上限，最大值50 |");
    let old = site.at("09").to_owned();
    site.server.edit(&old, "##", "此接口即将下线。\n\n##");
    let moved = site.at("08").to_owned();
    let to = moved.replace("/doc/library/", "/doc/shelves/");
    let page = site.server.pages.lock().unwrap().get(&moved).cloned().unwrap();
    site.server.put(&to, page);
    site.server.put(&moved, Page::Moved(to.clone()));

    let (code, report) = site.run("watch", &[]);
    assert_eq!(code, Some(1), "{report}");
    assert_eq!(site.server.bodies(), 3, "{report}");
    let second = site.files();
    let lines = new_lines(&first, &second);
    let has = |part: &str| lines.iter().any(|line| line.contains(part));
    assert!(has("color") && has("optional = true, doc = \"TODO: say what it is\""), "{lines:#?}");
    assert!(has("700999") && has("meaning = \"TODO") && has("max = 50"), "{lines:#?}");
    assert!(has("status") && has("deprecated") && has(&to), "{lines:#?}");
    assert!(!lines.concat().contains("颜色") && !lines.concat().contains("下线"), "{lines:#?}");
    assert!(
        report.contains("need a minor version") || report.contains("need a major version"),
        "{report}"
    );
    assert!(report.contains("700999") && report.contains("For the changelog"), "{report}");
    let checked = run(&["check", site.spec.path()]);
    assert!(checked.status.success(), "{}", stderr(&checked));
    let laid_out = run(&["fmt", "--check", site.spec.path()]);
    assert!(laid_out.status.success(), "{}", stdout(&laid_out));

    let (code, said) = site.run("watch", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!((site.server.bodies(), site.files() == second), (0, true), "{said}");
}

#[test]
fn what_only_looks_like_a_page_removes_nothing() {
    let site = Site::new("no-page", 12);
    site.run("watch", &[]);
    let before = site.files();
    let lock = fs::read_to_string(site.spec.0.join("pages.lock")).unwrap();
    let path = |at: usize| site.paths[at].0.clone();
    site.server.put(&path(0), Page::Status(404));
    site.server.put(&path(1), Page::Text(String::new()));
    site.server.put(&path(2), Page::Text("<html><body>请完成验证码</body></html>".to_owned()));
    site.server.put(&path(3), Page::Moved("/".to_owned()));
    site.server.put("/", Page::Text("<html><body>Home</body></html>".to_owned()));
    let Page::Text(whole) = site.server.pages.lock().unwrap().get(&path(6)).cloned().unwrap()
    else {
        panic!("no text");
    };
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    site.server.put(&path(6), Page::Text(half));
    let (code, report) = site.run("watch", &[]);
    assert_eq!(code, Some(1), "{report}");
    for words in [
        "when it is not there the next time",
        "an empty page",
        "a captcha",
        "a redirect to the home page",
        "half a page",
    ] {
        assert!(report.contains(words), "{words}: {report}");
    }
    assert_eq!(site.files(), before, "{report}");
    assert_eq!(fs::read_to_string(site.spec.0.join("pages.lock")).unwrap(), lock);
    let (_, report) = site.run("watch", &[]);
    assert!(report.contains("gone: it was not there twice"), "{report}");
    assert_eq!(site.files(), before, "{report}");
}

#[test]
fn pages_are_fetched_politely() {
    let site = Site::new("polite", 3);
    let (code, said) = site.run("fetch", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("3 pages: 3 downloaded, 0 unchanged"), "{said}");
    assert!(site.server.asked.lock().unwrap().iter().any(|(path, _)| path == "/robots.txt"));
    let (code, said) = site.run("fetch", &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("0 downloaded, 3 unchanged"), "{said}");
    // A page that no file of the spec has, linked from one that is.
    site.server.edit(&site.paths[0].0, "#", "[more](/doc/library/api_more.md)\n\n#");
    let (layout, page) = own_pages().into_iter().find(|(name, _)| name.starts_with("20")).unwrap();
    let page = page.replace("listshelfbooks", "burnshelf").replace("listShelfBooks", "burnShelf");
    site.server.put("/doc/library/api_more.md", Page::Text(page));
    let (_, said) = site.run("fetch", &["--discover"]);
    assert!(
        said.contains("1 endpoints that the spec does not have")
            && said.contains("/library/burnshelf burnShelf"),
        "{layout}: {said}"
    );
}
