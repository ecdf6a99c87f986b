//! `parse FOLDER`: reads the files of a spec and parses each as TOML, and nothing else.

use std::path::PathBuf;

use toml::de::DeTable;
use wechat_cloudbase_codegen::build_script;

fn main() {
    let folder: PathBuf = std::env::args_os().nth(1).expect("a folder").into();
    let mut keys = 0;
    for file in build_script::read(&folder).expect("a readable folder") {
        let text = std::str::from_utf8(&file.content).expect("UTF-8");
        keys += DeTable::parse(text).expect("TOML").get_ref().len();
    }
    println!("{keys}");
}
