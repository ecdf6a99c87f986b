//! Arbitrary pages, as a vendor or a capture may leave them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wechat_cloudbase_codegen::{SourceFile, check};
use wechat_cloudbase_spec::drift::{DriftOptions, drift};
use wechat_cloudbase_spec::draft;

/// A record, so that there is a spec.
static ERRCODES: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
    let text = "[[errcode]]\ncode = -1\nname = \"Busy\"\nmeaning = \"It is busy.\"\nremedy = \"Wait.\"\nclass = \"busy\"\n";
    vec![SourceFile::new("errcodes.toml", text)]
});

// A page is compared and drafted; a draft passes the check, whatever the page is.
fuzz_target!(|data: &[u8]| {
    let spec = check(&ERRCODES, "").expect("a spec");
    let page = SourceFile::new("page", data);
    let mut options = DriftOptions::default();
    options.address = Some("https://developers.weixin.qq.com/doc/oplatform/openApi/a/api_b".to_owned());
    options.today = "2026-11-21".to_owned();
    let _ = drift(&spec, &page, &options);
    if let Ok(draft) = draft(&spec, &page, &options) {
        let mut files = ERRCODES.clone();
        files.push(SourceFile::new(format!("a/{}.toml", draft.id), draft.text.clone()));
        if let Err(report) = check(&files, "") {
            panic!("{report}\n{}", draft.text);
        }
    }
});
