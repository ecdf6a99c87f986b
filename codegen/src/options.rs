//! How to compile.

/// How to compile.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// What diagnostics put before each path, such as `spec/`.
    pub root: String,
    /// Where generated code finds its runtime.
    pub runtime: Runtime,
}

impl Options {
    /// Code for a runtime, and paths in diagnostics as they are given.
    pub fn new(runtime: Runtime) -> Self {
        let root = String::new();
        Self { root, runtime }
    }
}

/// Where generated code finds its runtime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// In a dependency named `wechat_cloudbase`; the methods are those of a trait, `Calls`.
    #[default]
    Dependency,
    /// In the crate itself, which only `wechat-cloudbase` is.
    Own,
}

impl Runtime {
    /// The path by which links in the docs reach the runtime.
    pub(crate) fn doc_path(self) -> &'static str {
        match self {
            Self::Dependency => "wechat_cloudbase",
            Self::Own => "crate",
        }
    }
}
