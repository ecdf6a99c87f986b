//! The compiler's golden outputs are Rust: each is compiled here, as a crate that depends on this
//! one would compile it, without a warning.
#![deny(warnings, missing_docs)]
#![allow(dead_code, unreachable_pub, reason = "nobody calls them here")]
#![allow(clippy::module_inception, reason = "a golden spec may have any name")]

use std::collections::BTreeSet;
use std::ffi::OsString;

macro_rules! golden {
    ($($name:ident)*) => {
        $(
            /// A golden spec's bindings, with the tables of its mock.
            pub mod $name {
                include!(concat!("../../codegen/tests/golden/", stringify!($name), "/api.rs"));

                /// What the mock enforces.
                pub mod contract {
                    include!(concat!("../../codegen/tests/golden/", stringify!($name), "/contract.rs"));
                }
            }
        )*

        /// A mock that serves the spec accepts every sample: the tables are valid.
        #[tokio::test]
        async fn a_mock_serves_each() {
            $(
                let mock = wechat_cloudbase::mock::Mock::empty().contracts($name::contract::CONTRACTS);
                let mock = mock.start().await.expect(stringify!($name));
                assert_eq!(mock.endpoints().count(), $name::ENDPOINTS.len());
            )*
        }

        /// Every golden spec is here, except the one whose runtime is the crate itself.
        #[test]
        fn none_is_left_out() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/codegen/tests/golden");
            let entries = std::fs::read_dir(folder).expect("the golden specs");
            let found: BTreeSet<_> =
                entries.map(|entry| entry.expect("an entry").file_name()).collect();
            let named = [$(stringify!($name),)* "own"].map(OsString::from);
            assert_eq!(found, BTreeSet::from(named));
        }
    };
}

golden! { bodies names plain several tokens types wire words }
