//! A new endpoint is one new file in `spec/`: with nothing else touched it is callable, documented,
//! mocked and tested.

use super::{Scratch, assert_success};

const SPEC: &str = r#"
name            = "getDemoInfo"
summary         = "Read what a demonstration needs"
method          = "POST"
path            = "/tcb/getdemoinfo"
tokens          = ["authorizer"]
permission_sets = [49]
idempotent      = true
errcodes        = [-1000, -1, 40014, 42001]

[request]
env = { type = "EnvId", optional = true, doc = "One environment; all of them when absent" }

[response]
info_list = { type = "object[]", doc = "The environments", fields = { env = { type = "EnvId", doc = "Id" }, status = { type = "string", enum = ["NORMAL"], doc = "Status" } } }

[sample]
request  = '{"env": "shop-1"}'
response = '{"errcode": 0, "errmsg": "ok", "info_list": [{"env": "shop-1", "status": "NORMAL"}]}'

[[source]]
page = "https://example.com/a-page"
read = 2026-11-21
"#;

const TEST: &str = r#"
mod it {
    mod samples;
}

use wechat_cloudbase::api::{self, get_demo_info, types::EnvId};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::Authorizer;

#[tokio::test]
async fn callable_and_mocked() {
    let mock = Mock::start().await.unwrap();
    let client = mock.client::<Authorizer>().unwrap();
    let request = get_demo_info::Request::new().with_env(EnvId::new("shop-1"));
    let response = client.get_demo_info(request).send().await.unwrap();
    assert_eq!(response.info_list[0].env.as_str(), "shop-1");
    assert_eq!(response.info_list[0].status, get_demo_info::Status::Normal);
    assert_eq!(mock.count("getDemoInfo").unwrap(), 1);
}

#[test]
fn documented() {
    let page = include_str!(concat!(env!("OUT_DIR"), "/docs/get_demo_info.method.md"));
    assert!(page.contains("Read what a demonstration needs."));
    let table = include_str!(concat!(env!("OUT_DIR"), "/endpoints.md"));
    assert!(table.contains("getDemoInfo"));
    assert!(api::ENDPOINTS.iter().any(|endpoint| endpoint.name == "getDemoInfo"));
}
"#;

#[test]
#[ignore = "slow"]
fn is_one_file() {
    let scratch = Scratch::new("sixth-endpoint", 1);
    scratch.write("spec/cloudbase-common/env-management/get_demo_info.toml", SPEC);
    scratch.write("tests/sixth.rs", TEST);
    scratch.write("tests/it/samples.rs", include_str!("../samples.rs"));
    scratch.write("tests/it/samples/survival.rs", include_str!("../samples/survival.rs"));
    scratch.write("tests/it/samples/values.rs", include_str!("../samples/values.rs"));
    let output = assert_success(&scratch.cargo(&["test", "--test", "sixth"]));
    for test in ["callable_and_mocked", "documented", "it::samples::generated::get_demo_info"] {
        assert!(output.contains(&format!("test {test} ... ok")), "{output}");
    }
}
