//! Keys that people look for and the notation does not have: the one that says it, or that it can't be said
//! and where the page has what to do instead.

/// What to write in place of a key of a table, by what the table is called.
pub(crate) fn help(table: &str, key: &str) -> Option<String> {
    let (_, keys) = ABSENT.iter().find(|(what, _)| *what == table)?;
    let (_, instead) = keys.iter().find(|(names, _)| names.contains(&key))?;
    Some(match instead {
        Instead::Write(what) => (*what).to_owned(),
        Instead::Nothing(what) => format!(
            "the notation can't say this: {what}; spec/README.md has what to do instead, under \"Limits\""
        ),
    })
}

#[derive(Clone, Copy)]
enum Instead {
    /// Another way to say it.
    Write(&'static str),
    /// It can't be said.
    Nothing(&'static str),
}

use Instead::{Nothing, Write};

type Keys = &'static [(&'static [&'static str], Instead)];

const ABSENT: &[(&str, Keys)] = &[("an endpoint", OF_ENDPOINTS), ("a field", OF_FIELDS)];

const OF_ENDPOINTS: Keys = &[
    (
        &["response_type", "response_format", "response_content_type", "produces", "download"],
        Write(
            "write response_body = \"bytes\" for a response that is not JSON; leave it out for JSON",
        ),
    ),
    (
        &["request_type", "content_type", "body_type", "encoding", "consumes", "upload"],
        Write("write request_body: \"json\", \"form\", \"multipart\" or \"bytes\""),
    ),
    (
        &["body", "payload", "data", "request_fields"],
        Write("write the fields in [request]; one with in = \"whole-body\" is the body itself"),
    ),
    (
        &["headers", "header"],
        Write(
            "write a field of [request] with in = \"header\" for each; middleware adds headers to all calls",
        ),
    ),
    (
        &["query", "params", "query_params", "parameters"],
        Write("write fields of [request] with in = \"query\""),
    ),
    (
        &["path_params", "path_parameters"],
        Write("write the name in braces in `path`, and a field of [request] with in = \"path\""),
    ),
    (
        &["host", "base_url", "url", "server", "servers", "domain"],
        Write("write hosts = [\"https://...\"], in order of preference"),
    ),
    (&["http_method", "verb"], Write("write method")),
    (
        &["retry", "retryable", "repeat", "idempotency", "idempotency_key"],
        Write("write idempotent, and idempotent_by for an id that makes a call idempotent"),
    ),
    (
        &["code_field", "errcode_name", "error_field", "ret_field"],
        Write("write errcode_field, and errmsg_field for the text"),
    ),
    (&["xml", "soap"], Nothing("bodies of XML")),
    (&["signature", "sign", "signed", "pay_sig", "hmac"], Nothing("a signature over the request")),
    (
        &["encrypt", "encrypted", "encryption"],
        Nothing("bodies that are encrypted or signed as a whole"),
    ),
    (
        &["websocket", "stream", "sse", "callback", "webhook"],
        Nothing("what is not one request with one response"),
    ),
    (&["timeout", "rate_limit", "qps"], Nothing("settings of a client or a call")),
    (
        &["pagination", "paging", "paginated", "cursor"],
        Write("write [pages] with a style: \"offset\", \"page\" or \"marker\""),
    ),
    (
        &["waiter", "waiters", "poll", "until"],
        Write("write [wait.NAME] with a path and the states"),
    ),
];

const OF_FIELDS: Keys = &[
    (
        &["required"],
        Write("a field is required unless it says optional = true; `essential` is for responses"),
    ),
    (&["nullable", "null"], Write("write optional = true: absent and `null` are alike")),
    (&["description", "desc", "comment", "title"], Write("write doc")),
    (&["location", "place", "where"], Write("write in")),
    (&["const", "value"], Write("write fixed for a value that is always sent")),
    (&["values", "options"], Write("write enum for the values of one field")),
    (&["items", "of"], Write("write the type of an item with [] after it, such as \"string[]\"")),
    (&["properties", "members"], Write("write type = \"object\" and fields")),
    (&["maxLength", "minLength"], Write("write max_length and min_length")),
    (&["regex", "regexp"], Write("write pattern")),
    (&["sensitive", "password"], Write("write secret = true")),
    (&["default_value"], Write("write default")),
    (&["deprecation", "obsolete"], Write("write deprecated = { since = ..., instead = \"...\" }")),
    (
        &["map", "additional", "any_key"],
        Write("write the type of a value with {} after it, such as \"string{}\""),
    ),
    (
        &["oneOf", "one_of", "any_of", "union"],
        Write("write type = \"one-of\" and the alternatives as its fields"),
    ),
];
