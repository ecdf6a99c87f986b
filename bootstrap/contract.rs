// @generated; included as `pub static` of the api module (feature mock).
use crate::mock::contract::{Contract, Field, Shape};

/// What the mock holds a caller to, one entry per endpoint, in order of id.
pub static CONTRACTS: &[Contract] = &[
    Contract {
        endpoint: &super::change_tcb_env::ENDPOINT,
        request: &[
            Field { name: "env", required: true, in_query: false, secret: false, shape: Shape::Named("EnvId", &Shape::String { allowed: &[], pattern: None }) },
        ],
        response: &[],
        sample_request: r#"{"env": "test-env-0001"}"#,
        sample_response: r#"{"errcode": 0, "errmsg": "ok"}"#,
    },
    Contract {
        endpoint: &super::create_env::ENDPOINT,
        request: &[
            Field { name: "type", required: true, in_query: false, secret: false, shape: Shape::String { allowed: &["CreatePostpayPackage"], pattern: None } },
            Field { name: "alias", required: true, in_query: false, secret: false, shape: Shape::Named("EnvAlias", &Shape::String { allowed: &[], pattern: Some("^[a-z][a-zA-Z0-9-]*$") }) },
        ],
        response: &[
            Field { name: "envid", required: true, in_query: false, secret: false, shape: Shape::Named("EnvId", &Shape::String { allowed: &[], pattern: None }) },
        ],
        sample_request: r#"{"type": "CreatePostpayPackage", "alias": "test-env"}"#,
        sample_response: r#"{"errcode": 0, "errmsg": "ok", "envid": "test-env-xxxxxx"}"#,
    },
    Contract {
        endpoint: &super::share_cloudbase_env::ENDPOINT,
        request: &[
            Field { name: "data", required: true, in_query: false, secret: false, shape: Shape::List(&Shape::Object(&[
                Field { name: "appids", required: true, in_query: false, secret: false, shape: Shape::List(&Shape::Named("AppId", &Shape::String { allowed: &[], pattern: None })) },
                Field { name: "env", required: true, in_query: false, secret: false, shape: Shape::Named("EnvId", &Shape::String { allowed: &[], pattern: None }) },
            ])) },
            Field { name: "source_type", required: true, in_query: false, secret: false, shape: Shape::Int { allowed: &[1] } },
        ],
        response: &[
            Field { name: "err_list", required: false, in_query: false, secret: false, shape: Shape::List(&Shape::Object(&[/* appid, env, errmsg */])) },
            Field { name: "msg_info_list", required: false, in_query: false, secret: false, shape: Shape::List(&Shape::Object(&[/* appid, url */])) },
        ],
        sample_request: r#"{"data": [{"env": "test-env-6gni9ity244a6ea3", "appids": ["wx5fe6bb43205e9e07", "wx075cf85bf347b6df"]}], "source_type": 1}"#,
        sample_response: r#"{"errcode": 0, "errmsg": "ok", "err_list": [{"env": "test-env-6gni9ity244a6ea3", "appid": "wx075cf85bf347b6df", "errmsg": "invalid appid"}], "msg_info_list": [{"appid": "wx5fe6bb43205e9e07", "url": "https://mp.weixin.qq.com/confirm/example"}]}"#,
    },
];
