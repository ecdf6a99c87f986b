//! Compiles `spec/` into the bindings that `src/api.rs` includes.

use wechat_cloudbase_codegen::{Options, Runtime, build_script};

fn main() {
    let mut options = Options::new(Runtime::Own);
    options.mock = std::env::var_os("CARGO_FEATURE_MOCK").is_some();
    build_script::run("spec", options);
}
