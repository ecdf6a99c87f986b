//! Made-up endpoints, with every kind of field that a spec can have.

use wechat_cloudbase::Errcode;
use wechat_cloudbase::mock::contract::{Contract, Field, Shape};
use wechat_cloudbase::operation::{Endpoint, Location, Method};
use wechat_cloudbase::token::Kind;

pub(super) static PROBES: &[Contract] = &[
    contract(
        &Endpoint::new("probe", "probeIt", Method::Post, "/probe").tokens(&[Kind::Component]),
        FIELDS,
        &[Field::required("id", ID), Field::required("text", TEXT)],
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
        &[Field::required("page", NUMBER), Field::optional("name", TEXT)],
        &[],
        r#"{"items": []}"#,
    ),
    contract(
        &Endpoint::new("login", "logIn", Method::Post, "/login")
            .secret_fields(&["key", "password"]),
        &[Field::required("password", TEXT), Field::required("user", USER)],
        &[Field::required("expires_in", NUMBER)],
        r#"{"expires_in": 7200}"#,
    ),
    contract(
        &Endpoint::new("act", "actOn", Method::Post, "/act")
            .locations(&[("action", Location::Query)]),
        &[Field::required("action", WORD), Field::required("id", ID)],
        &[],
        r#"{"errcode": 0, "errmsg": "ok"}"#,
    ),
    contract(
        &Endpoint::new("both", "actBoth", Method::Post, "/both")
            .locations(&[("action", Location::Both)]),
        &[Field::required("action", WORD)],
        &[],
        r#"{"errcode": 0, "errmsg": "ok"}"#,
    ),
];

const TEXT: Shape = Shape::String { allowed: &[], pattern: None };
const NUMBER: Shape = Shape::Int { allowed: &[] };
const ID: Shape = Shape::Named("Id", &TEXT);
const USER: Shape = Shape::Object(&[Field::required("key", TEXT), Field::required("name", TEXT)]);

const FIELDS: &[Field] = &[
    Field::required("id", ID),
    // The response has a field of this name too, but with another type.
    Field::optional("text", ID),
    Field::optional("word", WORD),
    Field::optional("alias", ALIAS),
    Field::optional("level", Shape::Int { allowed: &[1, 2] }),
    Field::optional("ratio", Shape::Float),
    Field::optional("flag", Shape::Bool),
    Field::optional("any", Shape::Json),
    Field::optional("list", Shape::List(&Shape::Object(&[Field::required("id", ID)]))),
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
