//! The compiler's broken specs, each with the diagnostics that its author sees.
//!
//! `UPDATE_EXPECT=1 cargo test -p wechat-cloudbase-spec broken` renews `expected.txt` of each;
//! read it as the person it hits.

use std::sync::LazyLock;

use expect_test::expect_file;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use wechat_cloudbase_codegen::SourceFile;
use wechat_cloudbase_spec::render;

use crate::mutation::{config, mutate, mutation, specs};
use crate::spec::{compiled, folders, name, over_base};

#[test]
fn every_broken_spec_is_drawn_as_expected() {
    for case in folders("broken") {
        let Err(report) = compiled(&over_base(&case)) else {
            panic!("{} compiles", name(&case));
        };
        expect_file![case.join("expected.txt")].assert_eq(&render::drawn(&report, false));
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn whatever_is_wrong_can_be_drawn(mutations in vec(mutation(), 1..4), spec in any::<Index>()) {
        static SPECS: LazyLock<Vec<Vec<SourceFile>>> = LazyLock::new(specs);
        let mut files = spec.get(&SPECS).clone();
        for mutation in &mutations {
            mutate(&mut files, mutation, &SPECS);
        }
        if let Err(report) = compiled(&files) {
            let found = report.diagnostics().len();
            let in_colour = render::drawn(&report, true).contains('\u{1b}');
            let errors = render::drawn(&report, false).matches("error[").count();
            prop_assert!(in_colour && errors >= found);
        }
    }
}
