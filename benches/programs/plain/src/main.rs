//! One call, by hand.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = "https://api.weixin.qq.com/tcb/createenvandresource?access_token=TOKEN";
    let body = serde_json::json!({"type": "CreatePostpayPackage", "alias": "shop"}).to_string();
    let response = reqwest::Client::new().post(url).body(body).send().await?;
    let answer: serde_json::Value = serde_json::from_slice(&response.bytes().await?)?;
    println!("{}", answer["envid"]);
    Ok(())
}
