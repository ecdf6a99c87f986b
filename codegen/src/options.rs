//! How to compile.

/// How to compile.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// What diagnostics put before each path, such as `spec/`.
    pub root: String,
    /// Where generated code finds its runtime.
    pub runtime: Runtime,
    /// Whether to write what only the mock and tests need: `contract.rs` and `samples.rs`. They are
    /// written unless this says no. A crate that includes them with a feature of its own can say
    /// whether cargo has set `CARGO_FEATURE_` and its name.
    pub mock: bool,
}

impl Options {
    /// Code for a runtime, and paths in diagnostics as they are given.
    pub fn new(runtime: Runtime) -> Self {
        let root = String::new();
        Self { root, runtime, mock: true }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new(Runtime::default())
    }
}

/// Where generated code finds its runtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Runtime {
    /// In a dependency named `wechat_cloudbase`; the methods are those of a trait, `Calls`.
    #[default]
    Dependency,
    /// In the crate itself, which only `wechat-cloudbase` is.
    Own,
}
