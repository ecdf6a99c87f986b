//! The same call, through the crate.

use wechat_cloudbase::Client;
use wechat_cloudbase::api::create_env;
use wechat_cloudbase::token::{AccessToken, Authorizer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(AccessToken::<Authorizer>::new("TOKEN"))?;
    let request = create_env::Request::new("shop");
    println!("{}", client.create_env(request).send().await?.envid);
    Ok(())
}
