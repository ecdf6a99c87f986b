//! One call, by hand.

use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Request<'a> {
    r#type: &'a str,
    alias: &'a str,
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    errcode: i64,
    #[serde(default)]
    errmsg: String,
    #[serde(default)]
    envid: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = "https://api.weixin.qq.com/tcb/createenvandresource?access_token=TOKEN";
    let request = Request { r#type: "CreatePostpayPackage", alias: "shop" };
    let body = serde_json::to_vec(&request)?;
    let response = reqwest::Client::new().post(url).body(body).send().await?;
    let response: Response = serde_json::from_slice(&response.bytes().await?)?;
    match response.errcode {
        0 => println!("{}", response.envid),
        errcode => return Err(format!("{errcode} {}", response.errmsg).into()),
    }
    Ok(())
}
