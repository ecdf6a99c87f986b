//! Chromium, driven over a pair of pipes by its own protocol: JSON texts with a null byte after each.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A running browser without a window, which ends when the value goes.
pub(crate) struct Chromium {
    process: Child,
    folder: PathBuf,
    to: RefCell<File>,
    from: RefCell<BufReader<File>>,
    last_id: Cell<u64>,
    /// What happened besides the responses.
    events: RefCell<Vec<Value>>,
}

/// The browser of this machine: what `CHROMIUM` names, or one of the usual names.
pub(crate) fn program() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["chromium", "chromium-browser", "google-chrome"];
    let found =
        std::env::split_paths(&folders).flat_map(|folder| usual.map(|name| folder.join(name)));
    named.into_iter().chain(found).find(|path| path.is_file())
}

impl Chromium {
    /// Starts it with a folder of its own and no more of the network than the pages ask for.
    pub(crate) fn start(program: &Path, folder: &Path) -> Self {
        let (to, from) = (folder.join("to"), folder.join("from"));
        let made = Command::new("mkfifo").args([&to, &from]).status().unwrap();
        assert!(made.success(), "no pipes in {}", folder.display());
        // The protocol is spoken over the descriptors 3 and 4, which a shell can open.
        let process = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<\"$TO\" 4>\"$FROM\"", "sh"])
            .arg(program)
            .args([
                "--headless",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
            ])
            .args([
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .envs([("TO", &to), ("FROM", &from)])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let to = File::options().write(true).open(to).unwrap();
        let from = BufReader::new(File::open(from).unwrap());
        Self {
            process,
            folder: folder.to_owned(),
            to: RefCell::new(to),
            from: RefCell::new(from),
            last_id: Cell::new(0),
            events: RefCell::new(Vec::new()),
        }
    }

    /// An empty page of some size in pixels, in the light look or in the dark one.
    pub(crate) fn page(&self, (width, height): (u32, u32), look: &str) -> Page<'_> {
        let target =
            self.call("", "Target.createTarget", json!({ "url": "about:blank" }))["targetId"]
                .clone();
        let attached =
            self.call("", "Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        let session = attached["sessionId"].as_str().unwrap().to_owned();
        let page = Page { browser: self, session };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        page.call("Emulation.setDeviceMetricsOverride", size);
        let features = json!([{ "name": "prefers-color-scheme", "value": look }]);
        page.call("Emulation.setEmulatedMedia", json!({ "features": features }));
        page
    }

    fn call(&self, session: &str, method: &str, params: Value) -> Value {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        self.to.borrow_mut().write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let answer = self.next();
            if answer["id"] == id {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.borrow_mut().push(answer);
        }
    }

    fn next(&self) -> Value {
        let mut text = Vec::new();
        self.from.borrow_mut().read_until(0, &mut text).unwrap();
        assert_eq!(text.pop(), Some(0), "the browser has ended");
        serde_json::from_slice(&text).unwrap()
    }

    fn wait_for(&self, session: &str, method: &str) {
        let is_it = |event: &Value| event["method"] == method && event["sessionId"] == session;
        loop {
            let found = self.events.borrow().iter().position(is_it);
            if let Some(found) = found {
                self.events.borrow_mut().remove(found);
                return;
            }
            let event = self.next();
            self.events.borrow_mut().push(event);
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One page of the browser.
pub(crate) struct Page<'a> {
    browser: &'a Chromium,
    session: String,
}

impl Page<'_> {
    pub(crate) fn open(&self, address: &str) {
        self.call("Page.navigate", json!({ "url": address }));
        self.browser.wait_for(&self.session, "Page.loadEventFired");
    }

    /// The value of an expression, or of what it promises.
    #[track_caller]
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let params =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Presses a key, as a person does: `a`, `Enter`, `ArrowDown`.
    pub(crate) fn press(&self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            _ => 0,
        };
        let text = if key.chars().count() == 1 { key } else { "" };
        let event = |kind: &str| json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", event("keyDown"));
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// Everything that went wrong so far, and every address that was asked for.
    pub(crate) fn complaints(&self) -> (Vec<String>, Vec<String>) {
        self.eval("0");
        let events = self.browser.events.borrow();
        let own = || events.iter().filter(|event| event["sessionId"] == self.session.as_str());
        let of = |method: &'static str| own().filter(move |event| event["method"] == method);
        let errors = of("Log.entryAdded")
            .chain(of("Runtime.exceptionThrown"))
            .chain(of("Runtime.consoleAPICalled"));
        let address =
            |event: &Value| event["params"]["request"]["url"].as_str().unwrap().to_owned();
        (
            errors.map(|event| event["params"].to_string()).collect(),
            of("Network.requestWillBeSent").map(address).collect(),
        )
    }

    fn call(&self, method: &str, params: Value) -> Value {
        self.browser.call(&self.session, method, params)
    }
}
