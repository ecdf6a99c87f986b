//! A redis-server of a test's own.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server on a free port, with a folder of its own, which stops with the test. It writes each
/// change to the disk before it responds.
pub(crate) struct RedisServer {
    pub(crate) port: u16,
    folder: PathBuf,
    program: &'static str,
    options: Vec<String>,
    process: Option<Child>,
}

impl RedisServer {
    /// Starts one; without the program, says that the test is left out.
    pub(crate) fn start(test: &str) -> Option<Self> {
        Self::start_with(test, &[])
    }

    /// The same with options of the command line besides.
    pub(crate) fn start_with(test: &str, options: &[&str]) -> Option<Self> {
        let store = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
        let options = [&store, options].concat();
        Self::start_program("redis-server", test, &options)
    }

    /// A sentinel that monitors a server under the name `main`.
    pub(crate) fn sentinel(test: &str, port: u16, password: &str) -> Option<Self> {
        let folder = new_folder();
        let file = folder.join("sentinel.conf");
        let text = format!(
            "sentinel monitor main 127.0.0.1 {port} 1\nsentinel down-after-milliseconds main 300\nsentinel failover-timeout main 2000\nsentinel auth-pass main {password}\nrequirepass {password}-sentinel\n"
        );
        fs::write(&file, text).unwrap();
        Self::start_in(folder, "redis-sentinel", test, &[file.to_str().unwrap()])
    }

    fn start_program(program: &'static str, test: &str, options: &[&str]) -> Option<Self> {
        Self::start_in(new_folder(), program, test, options)
    }

    fn start_in(
        folder: PathBuf,
        program: &'static str,
        test: &str,
        options: &[&str],
    ) -> Option<Self> {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        let mut server = Self { port: free_port(), folder, program, options, process: None };
        if server.run().is_err() {
            // Not captured by the test harness, so that it is visible.
            let said = format!("LEFT OUT: {test}: there is no {program} on this machine\n");
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        }
        Some(server)
    }

    fn run(&mut self) -> std::io::Result<()> {
        // The file of a sentinel comes before all options.
        let process = Command::new(self.program)
            .args(&self.options)
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--dir"])
            .arg(&self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.process = Some(process);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(60), "{} does not come up", self.program);
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Sends a command, and returns the raw response.
    pub(crate) fn tell(&self, command: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // A sentinel does not close the connection.
        let longest = if self.program == "redis-sentinel" { 500 } else { 10_000 };
        stream.set_read_timeout(Some(Duration::from_millis(longest))).unwrap();
        stream.write_all(format!("{command}\r\nQUIT\r\n").as_bytes()).unwrap();
        let mut said = Vec::new();
        let mut bytes = [0; 16 * 1024];
        while let Ok(length @ 1..) = stream.read(&mut bytes) {
            said.extend_from_slice(&bytes[..length]);
        }
        String::from_utf8(said).unwrap()
    }

    /// The same until it responds with a text.
    pub(crate) fn wait_for(&self, command: &str, text: &str) {
        let start = Instant::now();
        loop {
            let said = self.tell(command);
            if said.contains(text) {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{command}: {said}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills the server, like a crash.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Starts it again, with what was on the disk.
    pub(crate) fn restart(&mut self) {
        self.kill();
        self.run().unwrap();
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn new_folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("redis-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The bus of a cluster needs the port that is 10,000 higher, too.
fn free_port() -> u16 {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let bus =
            port.checked_add(10_000).filter(|bus| TcpListener::bind(("127.0.0.1", *bus)).is_ok());
        if bus.is_some() {
            return port;
        }
    }
}
