//! Compiles `spec/` into the bindings that `src/lib.rs` includes.

fn main() {
    wechat_cloudbase_codegen::build_script::run("spec", Default::default());
}
