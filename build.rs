//! Compiles `spec/` into the bindings that `src/generated.rs` includes.

use wechat_cloudbase_codegen::{Options, Runtime, build_script};

fn main() {
    build_script::run("spec", Options::new(Runtime::Own));
}
