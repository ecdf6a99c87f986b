// @generated; included by tests/it/samples.rs: one test per endpoint.
#[test]
fn create_env() {
    use wechat_cloudbase::api::{create_env, types};
    crate::harness::check_endpoint::<wechat_cloudbase::token::Authorizer, _>(
        create_env::Request::new(types::EnvAlias::new("test-env")),
        r#"{"alias": "test-env", "type": "CreatePostpayPackage"}"#, // sample request
        r#"{"errcode": 0, "errmsg": "ok", "envid": "test-env-xxxxxx"}"#, // sample response
    );
}
