//! Calls endpoints beyond cloud development on a mock server in this process: no account needed.

use std::error::Error;

use beyond_cloudbase::api::{
    CONTRACTS, Calls, agency_create_publisher, create_custom_menu, errcode, generate_url_link,
    get_latest_audit_status, send_custom_message, send_message, types,
};
use beyond_cloudbase::data;
use wechat_cloudbase::json::Timestamp;
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::token::Authorizer;
use wechat_cloudbase::{Client, Outcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    // For WeChat itself: Client::new(AccessToken::<Authorizer>::new("..."))
    let client = mock.client::<Authorizer>()?;

    println!("A subscribe message, whose keys are those of its template:");
    notify(&client, "oABC-1a2b3c").await;
    mock.on("sendMessage")?
        .once(Reply::errcode(errcode::NOT_SUBSCRIBED))
        .once(Reply::errcode(errcode::SYSTEM_BUSY));
    notify(&client, "oABC-4d5e6f").await;
    notify(&client, "oABC-7a8b9c").await;

    println!("A customer-service message, which is one of several kinds:");
    let page =
        send_custom_message::MiniProgramPage::new(send_custom_message::MiniProgramPageRequired {
            title: "Order 7".to_owned(),
            pagepath: "index?order=7".to_owned(),
            thumb_media_id: "media-1".into(),
        });
    let content = send_custom_message::Content::MiniProgramPage(page);
    let request = send_custom_message::Request::new("oABC-1a2b3c", content);
    // The client has a method of this name already, that of the library's own endpoint.
    Calls::send_custom_message(&client, request).send().await?;
    println!("  sent");

    println!("A menu, whose buttons may open menus:");
    let shop =
        button("Shop").with_kind(create_custom_menu::Kind::View).with_url("https://example.com");
    let more = button("More").with_sub_button(vec![shop]);
    client.create_custom_menu(create_custom_menu::Request::new(vec![more])).send().await?;
    println!("  set");

    println!("The latest code review, with a moment and an id that is a text or a number:");
    let request = get_latest_audit_status::Request::new();
    let review = client.get_latest_audit_status(request).send().await?;
    let since = review.submit_audit_time.unwrap_or_default();
    println!("  {} has been {:?} since {since}", review.auditid, review.status);

    println!("A link that expires:");
    let request = generate_url_link::Request::new()
        .with_path("pages/index")
        .with_env_version(types::EnvVersion::Trial)
        .with_expire_time(Timestamp::from_seconds(1_796_054_400));
    println!("  {}", client.generate_url_link(request).send().await?.url_link);

    println!("An endpoint that fails in words of its own, `ret` and `err_msg`:");
    mock.on("AgencyCreatePublisher")?.once(Reply::errcode(errcode::AGENCY_NOT_OPEN));
    let request = agency_create_publisher::Request::new();
    match client.agency_create_publisher(request).send().await {
        Ok(_) => println!("  done"),
        Err(error) => println!("  {error}"),
    }
    Ok(())
}

fn button(name: &str) -> create_custom_menu::Button {
    create_custom_menu::Button::new(name)
}

async fn notify(client: &Client<Authorizer>, openid: &str) {
    let data = data([("thing1", "Tea"), ("time2", "2026-11-21 12:00")]);
    let request = send_message::Request::new(openid, "tpl-order-ready", data)
        .with_page("index?order=7")
        .with_lang(send_message::Lang::EnUs);
    match client.send_message(request).send().await {
        Ok(sent) => println!("  {openid}: sent as message {}", sent.msgid.unwrap_or_default()),
        Err(error) if error.errcode() == Some(errcode::NOT_SUBSCRIBED) => {
            println!("  {openid}: ask the user first: {error}");
        }
        Err(error) if error.outcome() == Outcome::Unknown => {
            println!("  {openid}: perhaps sent: {error}");
        }
        Err(error) => println!("  {openid}: not sent: {error}"),
    }
}
