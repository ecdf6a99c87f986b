fn main() {
    wechat_cloudbase_codegen::build_script::run("spec", Default::default());
}
