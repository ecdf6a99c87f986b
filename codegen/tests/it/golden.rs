//! Specs in `tests/golden`, each with everything that the compiler makes of it.
//!
//! `UPDATE_EXPECT=1 cargo test` renews the outputs. The tests of `wechat-cloudbase` compile
//! the `api.rs` of each against the client.

use std::collections::BTreeSet;

use expect_test::expect_file;
use wechat_cloudbase_codegen::{Runtime, compile};

use crate::spec::{folders, name, options, read};

#[test]
fn every_output_is_as_expected() {
    for case in folders("golden") {
        // One of them is compiled as `wechat-cloudbase` compiles its own spec.
        let runtime = if name(&case) == "own" { Runtime::Own } else { Runtime::Dependency };
        let outputs = match compile(&read(&case.join("spec")), &options(runtime)) {
            Ok(outputs) => outputs,
            Err(report) => panic!("{}\n{report}", case.display()),
        };
        for output in &outputs {
            expect_file![case.join(&output.name)].assert_eq(&output.text);
        }
        let there = read(&case).into_iter().map(|file| file.path);
        let there = there.filter(|path| !path.starts_with("spec/"));
        let made = outputs.into_iter().map(|output| output.name);
        assert_eq!(
            there.collect::<BTreeSet<_>>(),
            made.collect::<BTreeSet<_>>(),
            "files in {}",
            case.display()
        );
    }
}
