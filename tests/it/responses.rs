//! Responses that differ from the spec: an absent field is empty, a missing essential field
//! is an error with the body, and each difference is logged once.

use std::fmt;
use std::sync::Mutex;

use expect_test::{Expect, expect};
use wechat_cloudbase::Error;
use wechat_cloudbase::api::*;
use wechat_cloudbase::json::{Decode, DecodeError, Encode, Node, Value, Writer};
use wechat_cloudbase::operation::{Endpoint, Method, Operation, decode_response};

use crate::harness::describe;

#[track_caller]
fn check<O: Operation<Response: fmt::Debug>>(body: &str, expect: Expect) {
    let text = match decode_response::<O>(200, body) {
        Ok(response) => format!("{response:?}"),
        Err(error) => {
            assert_eq!(error.body(), Some(body.as_bytes()));
            describe(&error)
        }
    };
    expect.assert_eq(&text);
}

fn read<O: Operation>(body: &str) -> O::Response {
    decode_response::<O>(200, body).unwrap()
}

#[test]
fn a_row_that_lacks_a_field_is_read() {
    let body = r#"{"errcode":0,"errmsg":"ok","info_list":[
        {"env":"a","alias":"a","create_time":"t","update_time":"t","status":"NORMAL","package_id":"p","package_name":"n","dbinstance_id":"d","bucket_id":"b"},
        {"env":"b","alias":"b","create_time":"t","update_time":"t","status":"NORMAL","package_id":"p","package_name":"n","dbinstance_id":"d"}]}"#;
    let response = read::<get_tcb_env_list::Request>(body);
    let rows: Vec<_> =
        response.info_list.iter().map(|row| (row.env.as_str(), row.bucket_id.as_str())).collect();
    assert_eq!(rows, [("a", "b"), ("b", "")]);
}

#[test]
fn an_invalid_row_does_not_affect_others() {
    let row = r#"{"env":"a","alias":"a","create_time":"t","update_time":"t","status":"NORMAL","package_id":"p","package_name":"n","dbinstance_id":"d","bucket_id":"b"}"#;
    for odd in ["null", "true", "1", r#""x""#, "[1]"] {
        let body = format!(r#"{{"errcode":0,"info_list":[{row},{odd},{row}]}}"#);
        let response = read::<get_tcb_env_list::Request>(&body);
        assert_eq!(response.info_list.len(), 2, "{odd}");
        assert_eq!(response.info_list[0], response.info_list[1], "{odd}");
    }
    // A scalar keeps its place: here the column says what a cell is.
    let body = r#"{"errcode":0,"data_value":[{"data_value":["1",null,{"a":1},"4"]}]}"#;
    let response = read::<get_cloud_base_statistics::Request>(body);
    assert_eq!(response.data_value[0].data_value, ["1", "", "", "4"]);
}

#[test]
fn one_value_in_place_of_a_list() {
    let body = r#"{"errcode":0,"delete_list":{"fileid":"cloud://a","status":0,"errmsg":"ok"}}"#;
    let response = read::<delete_tcb_file::Request>(body);
    assert_eq!(response.delete_list.len(), 1);
    for empty in ["{}", "\"\"", "[]", "null"] {
        let body = format!(r#"{{"errcode":0,"delete_list":{empty}}}"#);
        assert!(read::<delete_tcb_file::Request>(&body).delete_list.is_empty(), "{empty}");
    }
}

#[test]
fn the_id_of_what_was_created_is_enough() {
    check::<create_tcb_env::Request>(
        r#"{"errcode":0,"env":"e-1"}"#,
        expect![[r#"Response { tranid: "", env: EnvId("e-1") }"#]],
    );
    check::<create_tcb_env::Request>(
        r#"{"errcode":0,"env":"e-1","tranid":{"a":1}}"#,
        expect![[r#"Response { tranid: "", env: EnvId("e-1") }"#]],
    );
    check::<create_tcb_env::Request>(
        r#"{"errcode":0,"tranid":"t"}"#,
        expect![[r#"
            createTcbEnv: it was done, but field `env` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 26"#]],
    );
    check::<create_tcb_env::Request>(
        r#"{"errcode":0,"env":" ","tranid":"t"}"#,
        expect![[r#"
            createTcbEnv: it was done, but field `env` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 36"#]],
    );
}

#[test]
fn an_add_without_ids_is_unusable() {
    check::<add_database_item::Request>(
        r#"{"errcode":0,"errmsg":"ok"}"#,
        expect![[r#"
            addDatabaseItem: it was done, but field `id_list` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 27"#]],
    );
    check::<add_database_item::Request>(
        r#"{"errcode":0,"id_list":[]}"#,
        expect![[r#"
            addDatabaseItem: it was done, but field `id_list` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 26"#]],
    );
    check::<add_database_item::Request>(
        r#"{"errcode":0,"id_list":[""]}"#,
        expect![[r#"
            addDatabaseItem: it was done, but field `id_list` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 28"#]],
    );
    check::<add_database_item::Request>(
        r#"{"errcode":0,"id_list":["a",null]}"#,
        expect![[r#"Response { id_list: ["a", ""] }"#]],
    );
}

#[test]
fn an_essential_field_of_an_absent_object() {
    check::<get_authorizer_refresh_token::Request>(
        r#"{"authorization_info":{"authorizer_appid":null,"expires_in":7200}}"#,
        expect![[r#"
            getAuthorizerRefreshToken: it was done, but field `authorization_info.authorizer_appid` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 66"#]],
    );
    check::<get_authorizer_refresh_token::Request>(
        r#"{"authorization_info":null}"#,
        expect![[r#"
            getAuthorizerRefreshToken: it was done, but field `authorization_info` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 27"#]],
    );
    check::<describe_extension_upload_info::Request>(
        r#"{"errcode":0,"Response":{"FilesData":[true],"RequestId":"r"}}"#,
        expect![[r#"
            describeExtensionUploadInfo: it was done, but field `Response.FilesData` should be a list of rows that can be read and is a list without any, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 61"#]],
    );
}

#[test]
fn a_job_that_has_no_message_yet() {
    check::<get_database_migrate_status::Request>(
        r#"{"errcode":0,"status":"waiting"}"#,
        expect![[
            r#"Response { status: "waiting", record_success: 0, record_fail: 0, error_msg: "", file_url: None }"#
        ]],
    );
}

#[test]
fn a_failed_link_does_not_affect_others() {
    let body = r#"{"errcode":0,"file_list":[
        {"fileid":"cloud://a","download_url":"https://a/b?sign=1","status":0,"errmsg":"ok"},
        {"fileid":"cloud://b","status":-503003,"errmsg":"STORAGE_FILE_NONEXIST"}]}"#;
    let response = read::<get_download_tcb_file_link::Request>(body);
    let [good, failed] = &response.file_list[..] else {
        panic!("two entries");
    };
    assert_eq!(good.download_url.expose(), "https://a/b?sign=1");
    assert_eq!((failed.status, failed.errmsg.as_str()), (-503_003, "STORAGE_FILE_NONEXIST"));
    assert_eq!(failed.download_url.expose(), "");
    assert!(!format!("{response:?}").contains("sign=1"));
}

#[test]
fn a_function_that_gives_nothing() {
    for body in [r#"{"errcode":0}"#, r#"{"errcode":0,"resp_data":null}"#] {
        assert_eq!(read::<invoke_cloud_function::Request>(body).resp_data, "");
    }
}

#[test]
fn a_profile_without_its_parts() {
    let body = r#"{"authorizer_info":{"nick_name":"n","user_name":"gh_1"},"authorization_info":{"func_info":[{"funcscope_category":{"id":18}}]}}"#;
    let response = read::<get_authorizer_info::Request>(body);
    assert_eq!(response.authorizer_info.head_img, "");
    assert_eq!(response.authorization_info.authorizer_appid.as_str(), "");
    assert_eq!(response.authorization_info.func_info.len(), 1);
    let response = read::<get_authorizer_info::Request>(r#"{"authorizer_info":{}}"#);
    assert!(response.authorization_info.func_info.is_empty());
}

#[test]
fn digits_are_preserved() {
    for digits in ["123456789012345678901", "1.10", "1e3", "-0", "0.1e-400", "18446744073709551616"]
    {
        let body = format!(r#"{{"errcode":0,"env":{digits},"tranid":{digits}}}"#);
        let response = read::<create_tcb_env::Request>(&body);
        assert_eq!((response.env.as_str(), response.tranid.as_str()), (digits, digits));
        let body = format!(r#"{{"component_access_token":{digits},"expires_in":"7200"}}"#);
        let response = read::<get_component_access_token::Request>(&body);
        assert_eq!(response.component_access_token.expose(), digits);
        let body = format!(r#"{{"errcode":0,"id_list":[{digits}]}}"#);
        assert_eq!(read::<add_database_item::Request>(&body).id_list, [digits]);
        let body = format!(r#"{{"errcode":0,"info_list":[{{"status":{digits}}}]}}"#);
        let response = read::<get_tcb_env_list::Request>(&body);
        assert_eq!(response.info_list[0].status.as_str(), digits);
    }
}

#[test]
fn numbers_in_texts_and_texts_in_numbers() {
    for (text, number) in
        [("7", 7), ("\"7\"", 7), ("7.0", 7), ("\" 7 \"", 7), ("\"7.0\"", 7), ("\"\"", 0)]
    {
        let body = format!(r#"{{"errcode":0,"deleted":{text}}}"#);
        assert_eq!(read::<delete_database_item::Request>(&body).deleted, number, "{text}");
    }
}

#[test]
fn without_an_errcode_there_is_no_success() {
    check::<delete_database_collection::Request>(
        r#"{"errCode":-501000,"errMsg":"x"}"#,
        expect![[r#"
            deleteDatabaseCollection: the response (HTTP 200) has no errcode, which every success has; it says -501000: x. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 32"#]],
    );
    check::<delete_database_collection::Request>(
        r#"{"error":"blocked by policy"}"#,
        expect![[r#"
        deleteDatabaseCollection: the response (HTTP 200) has no errcode, which every success has; it says blocked by policy. It may have been done: check before retrying; `Error::body` has the response.
        outcome Unknown, status 200, body of 29"#]],
    );
    check::<delete_database_collection::Request>(
        r#"{"code":"INVALID_ENV"}"#,
        expect![[r#"
        deleteDatabaseCollection: the response (HTTP 200) has no errcode, which every success has; it says INVALID_ENV. It may have been done: check before retrying; `Error::body` has the response.
        outcome Unknown, status 200, body of 22"#]],
    );
    check::<delete_database_collection::Request>(
        r#"{"base_resp":{"errcode":108}}"#,
        expect![[r#"
            deleteDatabaseCollection: the response (HTTP 200) has no errcode, which every success has; it says 108. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 29"#]],
    );
    check::<delete_database_collection::Request>(
        "{}",
        expect![[r#"
        deleteDatabaseCollection: the response (HTTP 200) has no errcode, which every success has. It may have been done: check before retrying; `Error::body` has the response.
        outcome Unknown, status 200, body of 2"#]],
    );
    check::<change_tcb_env::Request>(
        r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"no\nsuch key"}}}"#,
        expect![[r#"
            changeTcbEnv: the response (HTTP 200) has no errcode, which every success has; it says AuthFailure: no such key. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 70"#]],
    );
    check::<share_env::Request>(
        r#"{"errcode":"","errmsg":"ok"}"#,
        expect![[r#"
            shareEnv: the response (HTTP 200) has an errcode that is not a number. Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response.
            outcome Unknown, status 200, body of 28"#]],
    );
    check::<create_env::Request>(
        r#"{"envid":"shop-1"}"#,
        expect![[r#"
        createEnv: the response (HTTP 200) has no errcode, which every success has. It may have been done: check before retrying; `Error::body` has the response.
        outcome Unknown, status 200, body of 18"#]],
    );
}

/// An error beside the errcode 0 is a contradiction.
#[test]
fn an_error_beside_the_errcode_of_a_success() {
    check::<create_env::Request>(
        r#"{"errcode":0,"errmsg":"ok","envid":"shop-1","errCode":-501000,"errMsg":"x"}"#,
        expect![[r#"
            createEnv: the response (HTTP 200) has the errcode 0 of a success, and beside it an error: -501000: x. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 75"#]],
    );
    check::<create_env::Request>(
        r#"{"errcode":0,"envid":"shop-1","Response":{"Error":{"Code":"AuthFailure","Message":"no"}}}"#,
        expect![[r#"
            createEnv: the response (HTTP 200) has the errcode 0 of a success, and beside it an error: AuthFailure: no. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 89"#]],
    );
    check::<describe_sms_records::Request>(
        r#"{"errcode":0,"Response":{"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"r"}}"#,
        expect![[r#"
            describeSmsRecords: the response (HTTP 200) has the errcode 0 of a success, and beside it an error: AuthFailure: no. It may have been done: check before retrying; `Error::body` has the response.
            outcome Unknown, status 200, body of 88"#]],
    );
    for failure in [
        r#""error":"blocked by policy""#,
        r#""error":true"#,
        r#""Error":{"reason":"x"}"#,
        r#""base_resp":{"ret":-1}"#,
        r#""ret":-1"#,
        r#""retcode":"5""#,
        r#""error_code":110"#,
        r#""code":"INVALID_ENV","message":"no such env""#,
    ] {
        let body = format!(r#"{{"errcode":0,"errmsg":"ok",{failure}}}"#);
        let error = decode_response::<share_env::Request>(200, body).expect_err(failure);
        assert_eq!(error.outcome(), wechat_cloudbase::Outcome::Unknown, "{failure}");
        assert!(error.is_decode() && error.body().is_some(), "{failure}");
    }
    for success in [
        r#""errCode":0,"errMsg":"ok""#,
        r#""error":null,"Error":{}"#,
        r#""error":false"#,
        r#""error":"""#,
        r#""error":{"code":0,"message":"ok"}"#,
        r#""base_resp":{"ret":0,"errmsg":"ok"}"#,
        r#""Response":{"RequestId":"r"}"#,
        r#""ret":"0","retcode":0"#,
        r#""code":"081abc""#,
        r#""code":200,"message":"done""#,
    ] {
        let body = format!(r#"{{"errcode":0,"errmsg":"ok",{success}}}"#);
        assert!(decode_response::<share_env::Request>(200, body).is_ok(), "{success}");
    }
}

/// A documented field is not an error, whatever its name.
#[test]
fn a_documented_field_is_not_an_error() {
    let body = r#"{"errcode":0,"ret":5,"error":"x","code":"y","message":"z"}"#;
    assert!(decode_response::<Documented>(200, body).is_ok());
    assert!(decode_response::<Documented>(200, r#"{"errcode":0,"ret":5,"errCode":1}"#).is_err());
}

#[derive(Debug)]
struct Documented;

static DOCUMENTED: Endpoint =
    Endpoint::new("documented", "documented", Method::Post, "/x/documented")
        .response_fields(&["ret", "error", "code"]);

impl Encode for Documented {
    fn encode(&self, _: &mut Writer) {}
}

impl Operation for Documented {
    type Response = Value;
    const ENDPOINT: &'static Endpoint = &DOCUMENTED;
}

#[test]
fn an_errcode_in_any_form() {
    for zero in ["0", "\"0\"", "0.0", "-0", "0e5", "\" 0 \""] {
        let body = format!(r#"{{"errcode":{zero},"errmsg":"ok"}}"#);
        assert!(decode_response::<share_env::Request>(200, body).is_ok(), "{zero}");
    }
    for code in ["40014", "\"40014\"", "4.0014e4"] {
        let body = format!(r#"{{"errcode":{code},"errmsg":"ok"}}"#);
        let error = decode_response::<share_env::Request>(200, body).unwrap_err();
        assert_eq!(error.errcode().map(i64::from), Some(40014), "{code}");
    }
}

/// A token endpoint has no errcode on success, which its fields show.
#[test]
fn a_token_is_distinguished_from_an_empty_one() {
    let fails =
        |body: &str| decode_response::<get_component_access_token::Request>(200, body).err();
    let token = r#""component_access_token":"t","expires_in":7200"#;
    assert!(fails(&format!("{{{token}}}")).is_none());
    assert!(
        fails(&format!(r#"{{{token},"errcode":0,"errmsg":"ok","code":0,"error":""}}"#)).is_none()
    );
    for sign in [r#""errCode":-1"#, r#""error":"x""#, r#""ret":5"#, r#""errcode":"x""#] {
        let error: Error = fails(&format!("{{{token},{sign}}}")).expect(sign);
        assert_eq!(error.outcome(), wechat_cloudbase::Outcome::Unknown, "{sign}");
    }
    check::<get_component_access_token::Request>(
        r#"{"expires_in":7200}"#,
        expect![[r#"
            getComponentAccessToken: it was done, but field `component_access_token` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 19"#]],
    );
    check::<get_component_access_token::Request>(
        r#"{"component_access_token":"","expires_in":7200}"#,
        expect![[r#"
            getComponentAccessToken: it was done, but field `component_access_token` is absent or empty, and the response is unusable without it. `Error::body` has the response with everything else that came.
            outcome Done, status 200, body of 47"#]],
    );
}

/// A row of a list that may lack everything.
#[derive(Debug)]
struct Lacking;

static LACKING: Endpoint = Endpoint::new("lacking", "tellsOnce", Method::Post, "/x/lacking");

#[derive(Debug)]
#[allow(dead_code, reason = "only read")]
struct Rows(Vec<Row>, i64, Option<String>);

#[derive(Debug)]
#[allow(dead_code, reason = "only read")]
struct Row(String, String);

impl Decode for Rows {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        Ok(Self(object.usual("rows")?, object.usual("count")?, object.optional("note")?))
    }
}

impl Decode for Row {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let object = node.object()?;
        Ok(Self(object.usual("name")?, object.essential("id")?))
    }
}

impl Encode for Lacking {
    fn encode(&self, _: &mut Writer) {}
}

struct Many;

static MANY: Endpoint = Endpoint::new("many", "manyRows", Method::Post, "/x/many");

impl Encode for Many {
    fn encode(&self, _: &mut Writer) {}
}

impl Operation for Many {
    type Response = Rows;
    const ENDPOINT: &'static Endpoint = &MANY;
}

impl Operation for Lacking {
    type Response = Rows;
    const ENDPOINT: &'static Endpoint = &LACKING;
}

struct Events(Mutex<String>);

struct Line<'a>(&'a mut String);

impl tracing::field::Visit for Line<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        *self.0 += &format!(" {field}={value:?}");
    }
}

impl tracing::Subscriber for &'static Events {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut text = self.0.lock().unwrap();
        *text += &format!("{} {}", event.metadata().level(), event.metadata().target());
        event.record(&mut Line(&mut text));
        text.push('\n');
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn differences_are_logged_once_and_without_values() {
    static EVENTS: Events = Events(Mutex::new(String::new()));
    tracing::subscriber::with_default(&EVENTS, || {
        for _ in 0..3 {
            let rows = r#"{"id":"secret"},{"name":"secret"},{"id":"secret"},"secret""#;
            let body = format!(r#"{{"errcode":0,"count":"secret","rows":[{rows}]}}"#);
            assert_eq!(read::<Lacking>(&body).0.len(), 2);
        }
        read::<Lacking>(r#"{"errcode":0}"#);
    });
    expect![[r#"
        INFO wechat_cloudbase message=a response lacks a field that the spec has; it reads as empty endpoint="tellsOnce" field="rows[].name"
        WARN wechat_cloudbase message=a response has a row that can't be read; it was left out endpoint="tellsOnce" field="rows[]"
        WARN wechat_cloudbase message=a response has another type than the spec; the value reads as empty endpoint="tellsOnce" field="count" expected="a whole number" found="a string"
    "#]].assert_eq(&EVENTS.0.lock().unwrap());
}

/// A hundred thousand rows that all lack something are read as fast as others.
#[test]
fn many_rows_that_lack_something() {
    let rows = vec![r#"{"id":"a"}"#; 100_000].join(",");
    let body = format!(r#"{{"errcode":0,"rows":[{rows}]}}"#);
    let begin = std::time::Instant::now();
    assert_eq!(read::<Many>(&body).0.len(), 100_000);
    assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
}

#[test]
fn json_is_as_serde_json_has_it() {
    struct Any;
    static ANY: Endpoint = Endpoint::new("any", "any", Method::Post, "/x/any");
    impl Encode for Any {
        fn encode(&self, _: &mut Writer) {}
    }
    impl Operation for Any {
        type Response = Value;
        const ENDPOINT: &'static Endpoint = &ANY;
    }
    let body = r#"{"errcode":0,"a":[1,-2.5e3,null,{"b":"\u4e91\n"}],"c":true}"#;
    let value: Value = read::<Any>(body);
    assert_eq!(value, serde_json::from_str::<Value>(body).unwrap());
}
