//! Each endpoint against the mock server: the request as it arrives, the response as it is decoded, and a
//! refusal.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

use std::error::Error;

use beyond_cloudbase::api::{
    CONTRACTS, ENDPOINTS, add_message_template, agency_create_publisher, code2_session,
    create_custom_menu, delete_message_template, errcode, generate_scheme, generate_url_link,
    get_adunit_code, get_audit_status, get_latest_audit_status, get_message_template_list,
    get_phone_number, get_temp_media, get_unlimited_qr_code, img_sec_check, media_check_async,
    msg_sec_check, send_custom_message, send_message, set_typing, types, upload_temp_media,
};
use beyond_cloudbase::data;
use wechat_cloudbase::call::RetryPolicy;
use wechat_cloudbase::json::{Timestamp, Value};
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::operation::{Accepts, Operation, Upload};
use wechat_cloudbase::token::{App, Authorizer, TokenKind};
use wechat_cloudbase::{Errcode, Secret};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Makes a call, checks what the mock received, and what the client makes of a refusal. What was sent is
/// given as JSON: the body, and the query string where it has one.
async fn exchange<K, R>(
    request: R,
    body: &str,
    query: &str,
    refusal: Errcode,
) -> Result<R::Response>
where
    K: TokenKind,
    R: Operation + Accepts<K> + Clone,
{
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    let client = mock.client::<K>()?;
    let response = client.call(request.clone()).send().await?;
    let call = mock.calls().pop().expect("a call");
    assert_eq!(call.endpoint.map(|endpoint| endpoint.id), Some(R::ENDPOINT.id));
    let expected = if body.is_empty() { None } else { Some(body.parse::<Value>()?) };
    assert_eq!(call.body, expected, "{}", R::ENDPOINT.name);
    let query: std::collections::BTreeMap<String, String> = match query {
        "" => Default::default(),
        query => query
            .split('&')
            .map(|pair| pair.split_once('=').expect("a pair"))
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect(),
    };
    assert_eq!(call.query, query, "{}", R::ENDPOINT.name);
    assert!(R::ENDPOINT.errcodes.contains(&refusal), "{} lists no {refusal}", R::ENDPOINT.name);
    mock.on(R::ENDPOINT.name)?.once(Reply::errcode(refusal));
    let refused = client.call(request).retry(RetryPolicy::Never).send().await;
    let error = refused.err().expect("a refusal");
    assert_eq!(error.errcode(), Some(refusal), "{error}");
    assert!(error.remedy().is_some_and(|remedy| !remedy.is_empty()), "{error}");
    Ok(response)
}

#[tokio::test]
async fn login() -> Result {
    let request = code2_session::Request::new(code2_session::Required {
        appid: "wx1".into(),
        secret: Secret::new("CANARY-SECRET"),
        js_code: Secret::new("CANARY-CODE"),
    });
    let query = "appid=wx1&grant_type=authorization_code&js_code=[secret]&secret=[secret]";
    let session = exchange::<App, _>(request, "", query, errcode::INVALID_CODE).await?;
    assert_eq!(session.openid.as_str(), "oABC-1a2b3c");
    assert!(!format!("{session:?}").contains("c2Vzc2lvbi1rZXk"), "{session:?}");
    Ok(())
}

#[tokio::test]
async fn a_phone_number() -> Result {
    let request = get_phone_number::Request::new(Secret::new("code-1"));
    let body = r#"{"code": "[secret]"}"#;
    let response = exchange::<App, _>(request, body, "", errcode::INVALID_CODE).await?;
    let info = response.phone_info;
    assert_eq!((info.country_code.as_str(), info.country_code.is_number()), ("86", true));
    assert_eq!(info.watermark.timestamp.to_string(), "2021-11-24T08:57:54Z");
    Ok(())
}

#[tokio::test]
async fn a_code_is_a_picture() -> Result {
    let request = get_unlimited_qr_code::Request::new("a=1")
        .with_page("pages/index/index")
        .with_width(430)
        .with_env_version(types::EnvVersion::Trial);
    let body =
        r#"{"scene": "a=1", "page": "pages/index/index", "env_version": "trial", "width": 430}"#;
    let response = exchange::<Authorizer, _>(request, body, "", errcode::INVALID_SCENE).await?;
    assert_eq!(response.content.content_type.as_deref(), Some("image/jpeg"));
    assert_eq!(response.content.bytes, b"\xff\xd8\xff\xe0\x00\x10");
    Ok(())
}

/// The same picture piece by piece; a refusal is an error before there is any.
#[tokio::test]
async fn a_code_is_streamed() -> Result {
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    let client = mock.client::<App>()?;
    let request = get_unlimited_qr_code::Request::new("a=1");
    let mut content = client.call(request.clone()).stream().await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = content.next_chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, b"\xff\xd8\xff\xe0\x00\x10");
    mock.on("getUnlimitedQRCode")?.once(Reply::errcode(errcode::INVALID_ARGS));
    let refused = client.call(request).stream().await.expect_err("a refusal");
    assert_eq!(refused.errcode(), Some(errcode::INVALID_ARGS));
    Ok(())
}

#[tokio::test]
async fn a_file_is_uploaded() -> Result {
    let media = Upload::from_bytes(*b"picture").with_file_name("a.jpg");
    let request = upload_temp_media::Request::new(upload_temp_media::MediaKind::Image, media);
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    let client = mock.client::<App>()?;
    let uploaded = client.call(request.clone()).send().await?;
    assert_eq!(
        (uploaded.media_id.as_str(), uploaded.created_at.as_seconds()),
        ("media-1", 1_672_500_000)
    );
    let call = mock.calls().pop().expect("a call");
    assert_eq!(call.query["type"], "image");
    mock.on("uploadTempMedia")?.once(Reply::errcode(errcode::INVALID_MEDIA_TYPE));
    let refused = client.call(request).send().await.expect_err("a refusal");
    assert_eq!(refused.errcode(), Some(errcode::INVALID_MEDIA_TYPE));
    Ok(())
}

#[tokio::test]
async fn a_file_is_fetched() -> Result {
    let request = get_temp_media::Request::new("media-1");
    let query = "media_id=media-1";
    let response =
        exchange::<App, _>(request.clone(), "", query, errcode::INVALID_MEDIA_ID).await?;
    assert_eq!(response.content.map(|content| content.bytes.len()), Some(6));
    // A video comes as an address.
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    let video = r#"{"video_url": "https://example.com/v"}"#.parse()?;
    mock.on("getTempMedia")?.once(Reply::json(video));
    let response = mock.client::<App>()?.call(request).send().await?;
    assert_eq!(response.video_url.as_deref(), Some("https://example.com/v"));
    assert!(response.content.is_none());
    Ok(())
}

#[tokio::test]
async fn a_picture_is_checked_at_once() -> Result {
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    let client = mock.client::<Authorizer>()?;
    let request = img_sec_check::Request::new(Upload::from_bytes(*b"picture"));
    client.call(request.clone()).send().await?;
    mock.on("imgSecCheck")?.once(Reply::errcode(errcode::RISKY_CONTENT));
    let refused = client.call(request).send().await.expect_err("a refusal");
    assert_eq!(refused.errcode(), Some(errcode::RISKY_CONTENT));
    Ok(())
}

#[tokio::test]
async fn a_text_is_checked() -> Result {
    let request = msg_sec_check::Request::new("hello world!", types::Scene::Profile, "o1");
    let body = r#"{"content": "hello world!", "version": 2, "scene": 1, "openid": "o1"}"#;
    let response = exchange::<Authorizer, _>(request, body, "", errcode::USER_NOT_SEEN).await?;
    assert_eq!(response.result.suggest, types::Suggestion::Risky);
    assert_eq!(response.detail[0].prob, Some(90.0));
    Ok(())
}

#[tokio::test]
async fn a_picture_is_checked() -> Result {
    let required = media_check_async::Required {
        media_url: "https://example.com/a.jpg".into(),
        media_type: media_check_async::MediaType::Image,
        scene: types::Scene::Comment,
        openid: "o1".into(),
    };
    let body = r#"{"media_url": "https://example.com/a.jpg", "media_type": 2, "version": 2, "scene": 2, "openid": "o1"}"#;
    let request = media_check_async::Request::new(required);
    let response = exchange::<App, _>(request, body, "", errcode::USER_NOT_SEEN).await?;
    assert!(!response.trace_id.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_customer_service_message_is_one_of_several() -> Result {
    use send_custom_message::{Content, Image, Request, Text};
    let text = Content::Text(Text::new("hello"));
    let body = r#"{"touser": "o1", "msgtype": "text", "text": {"content": "hello"}}"#;
    exchange::<App, _>(Request::new("o1", text), body, "", errcode::CONVERSATION_OVER).await?;
    let image = Content::Image(Image::new("m1"));
    let body = r#"{"touser": "o1", "msgtype": "image", "image": {"media_id": "m1"}}"#;
    exchange::<Authorizer, _>(Request::new("o1", image), body, "", errcode::NOT_PERMITTED).await?;
    Ok(())
}

#[tokio::test]
async fn somebody_types() -> Result {
    let request = set_typing::Request::new("o1", set_typing::Command::CancelTyping);
    let body = r#"{"touser": "o1", "command": "CancelTyping"}"#;
    exchange::<App, _>(request, body, "", errcode::NO_CONVERSATION).await?;
    Ok(())
}

#[tokio::test]
async fn a_subscribe_message_has_keys_of_the_caller() -> Result {
    let request =
        send_message::Request::new("o1", "t1", data([("thing1", "Tea"), ("time2", "noon")]));
    let body = r#"{"touser": "o1", "template_id": "t1", "data": {"thing1": {"value": "Tea"}, "time2": {"value": "noon"}}}"#;
    let response = exchange::<App, _>(request, body, "", errcode::NOT_SUBSCRIBED).await?;
    assert_eq!(response.msgid.and_then(|id| id.as_i64()), Some(3_248_000_000_000_000_007));
    Ok(())
}

#[tokio::test]
async fn templates() -> Result {
    let list = get_message_template_list::Request::new();
    let list = exchange::<App, _>(list, "", "", errcode::INVALID_CREDENTIAL).await?;
    assert_eq!(list.data[0].kind, get_message_template_list::Kind::OneTime);
    let add = add_message_template::Request::new(401, vec![2, 1]).with_scene_desc("Orders");
    let body = r#"{"tid": 401, "kidList": [2, 1], "sceneDesc": "Orders"}"#;
    let added = exchange::<App, _>(add, body, "", errcode::TOO_MANY_TEMPLATES).await?;
    let delete = delete_message_template::Request::new(added.id);
    let body = r#"{"priTmplId": "tpl-order-ready"}"#;
    exchange::<App, _>(delete, body, "", errcode::INVALID_TEMPLATE_ID).await?;
    Ok(())
}

#[tokio::test]
async fn a_menu_opens_menus() -> Result {
    use create_custom_menu::{Button, Kind, Request};
    let tea = Button::new("Tea").with_kind(Kind::Click).with_key("TEA");
    let more = Button::new("More").with_sub_button(vec![tea]);
    let body = r#"{"button": [{"name": "More", "sub_button": [{"name": "Tea", "type": "click", "key": "TEA"}]}]}"#;
    exchange::<Authorizer, _>(Request::new(vec![more]), body, "", errcode::INVALID_BUTTON_NAME)
        .await?;
    Ok(())
}

#[tokio::test]
async fn code_reviews() -> Result {
    let latest = get_latest_audit_status::Request::new();
    let latest = exchange::<Authorizer, _>(latest, "", "", errcode::INVALID_REVIEW).await?;
    assert_eq!(latest.status, types::ReviewState::Refused);
    assert_eq!(latest.submit_audit_time, Some(Timestamp::from_seconds(1_606_101_022)));
    // As it came, so it goes.
    let request = get_audit_status::Request::new(latest.auditid);
    let body = r#"{"auditid": 1234567}"#;
    let one = exchange::<Authorizer, _>(request, body, "", errcode::NO_PLATFORM_CODE).await?;
    assert_eq!(one.reason.as_deref(), Some("The name is taken"));
    Ok(())
}

#[tokio::test]
async fn links_expire() -> Result {
    let request = generate_url_link::Request::new()
        .with_path("pages/index")
        .with_expire_time(Timestamp::from_seconds(1_796_054_400));
    let body = r#"{"path": "pages/index", "expire_time": 1796054400}"#;
    let link = exchange::<App, _>(request, body, "", errcode::INVALID_EXPIRY).await?;
    assert_eq!(link.url_link, "https://wxaurl.cn/abc");
    let request = generate_scheme::Request::new()
        .with_expire_type(generate_scheme::ExpireType::AfterDays)
        .with_expire_interval(3);
    let body = r#"{"expire_type": 1, "expire_interval": 3}"#;
    let scheme = exchange::<App, _>(request, body, "", errcode::INVALID_LINK_PATH).await?;
    assert!(scheme.openlink.starts_with("weixin:"));
    Ok(())
}

/// Two endpoints at one address, which say `ret` and `err_msg` where others say errcode and errmsg.
#[tokio::test]
async fn advertisements() -> Result {
    let publisher = agency_create_publisher::Request::new();
    let query = "action=agency_create_publisher";
    exchange::<Authorizer, _>(publisher, "{}", query, errcode::AGENCY_NOT_OPEN).await?;
    let code = get_adunit_code::Request::new("adunit-1");
    let (body, query) = (r#"{"ad_unit_id": "adunit-1"}"#, "action=agency_get_adunit_code");
    let code = exchange::<Authorizer, _>(code, body, query, errcode::NO_PUBLISHER).await?;
    assert!(code.code.contains("adunit-1"));
    Ok(())
}

/// No endpoint without a test.
#[test]
fn every_endpoint_is_in_this_file() {
    let tests = include_str!("endpoints.rs");
    for endpoint in ENDPOINTS {
        let request = format!("{}::Request", endpoint.id);
        let used = format!("use {}::", endpoint.id);
        assert!(tests.contains(&request) || tests.contains(&used), "{} is not tested", endpoint.id);
    }
    assert!(ENDPOINTS.len() >= 16, "{} endpoints", ENDPOINTS.len());
    assert_eq!(ENDPOINTS.len(), CONTRACTS.len());
}
