//! Compiles openapi.json, as progenitor's documentation shows it.

fn main() {
    let source = "openapi.json";
    println!("cargo::rerun-if-changed={source}");
    let file = std::fs::File::open(source).expect("a document");
    let document = serde_json::from_reader(file).expect("an OpenAPI document");
    let mut generator = progenitor::Generator::default();
    let tokens = generator.generate_tokens(&document).expect("bindings");
    let syntax = syn::parse2(tokens).expect("Rust");
    let out = std::env::var("OUT_DIR").expect("a build script");
    let path = std::path::Path::new(&out).join("codegen.rs");
    std::fs::write(path, prettyplease::unparse(&syntax)).expect("a file");
}
