//! Made-up endpoints, with every kind of field that a spec can have.

use wechat_cloudbase::Errcode;
use wechat_cloudbase::mock::contract::{Contract, Field, Limits, Shape};
use wechat_cloudbase::operation::{Endpoint, Location, Method};
use wechat_cloudbase::token::Kind;

pub(super) static PROBES: &[Contract] = &[
    contract(
        &Endpoint::new("probe", "probeIt", Method::Post, "/probe").tokens(&[Kind::Component]),
        FIELDS,
        &[required("id", ID), required("text", TEXT)],
        r#"{"errcode": 0, "errmsg": "ok", "id": "sample-id", "text": "sample"}"#,
    ),
    contract(
        &Endpoint::new("short", "shortIt", Method::Post, "/short")
            .tokens(&[Kind::Component, Kind::Authorizer])
            .errcodes(&[Errcode::from_code(40001), Errcode::from_code(42001)]),
        &[],
        &[],
        r#"{"errcode": 0, "errmsg": "ok"}"#,
    ),
    contract(
        &Endpoint::new("search", "searchIt", Method::Get, "/search")
            .tokens(&[Kind::App])
            .token_field("app_token"),
        &[required("page", NUMBER), optional("name", TEXT)],
        &[],
        r#"{"items": []}"#,
    ),
    contract(
        &Endpoint::new("login", "logIn", Method::Post, "/login")
            .secret_fields(&["key", "password"]),
        &[required("password", TEXT), required("user", USER)],
        &[required("expires_in", NUMBER)],
        r#"{"expires_in": 7200}"#,
    ),
    contract(
        &Endpoint::new("act", "actOn", Method::Post, "/act")
            .locations(&[("action", Location::Query)]),
        &[required("action", WORD), required("id", ID)],
        &[],
        r#"{"errcode": 0, "errmsg": "ok"}"#,
    ),
    contract(
        &Endpoint::new("both", "actBoth", Method::Post, "/both")
            .locations(&[("action", Location::Both)]),
        &[required("action", WORD)],
        &[],
        r#"{"errcode": 0, "errmsg": "ok"}"#,
    ),
];

const TEXT: Shape = Shape::String { allowed: &[], pattern: None };
const NUMBER: Shape = Shape::Int { allowed: &[] };
const ID: Shape = Shape::Named("Id", &TEXT);
const USER: Shape = Shape::Object(&[required("key", TEXT), required("name", TEXT)]);

const FIELDS: &[Field] = &[
    required("id", ID),
    // The response has a field of this name too, but with another type.
    optional("text", ID),
    optional("word", WORD),
    optional("alias", ALIAS),
    optional("level", Shape::Int { allowed: &[1, 2] }),
    optional("ratio", Shape::Float),
    optional("flag", Shape::Bool),
    optional("any", Shape::Json),
    optional("list", Shape::List(&Shape::Object(&[required("id", ID)]))),
];
const WORD: Shape = Shape::String { allowed: &["run", "stop"], pattern: None };
const ALIAS: Shape = Shape::String { allowed: &[], pattern: Some("^[a-z][a-z0-9-]*$") };

const fn contract(
    endpoint: &'static Endpoint,
    request: &'static [Field],
    response: &'static [Field],
    sample_response: &'static str,
) -> Contract {
    Contract {
        endpoint,
        response_wrapper: None,
        request,
        response,
        sample_request: "{}",
        sample_response,
        sample_content: None,
    }
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, required: true, essential: false, limits: Limits::NONE, shape }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { required: false, ..required(name, shape) }
}
