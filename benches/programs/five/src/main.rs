//! Five calls.

use wechat_cloudbase::Client;
use wechat_cloudbase::api::{
    create_tcb_env, delete_cloud_function, get_tcb_env_list, get_tcb_file, share_cloudbase_env,
    types::AppId,
};
use wechat_cloudbase::token::{AccessToken, Component};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(AccessToken::<Component>::new("TOKEN"))?;

    let request = create_tcb_env::Request::new("shop", create_tcb_env::EnvType::Run);
    let env = client.create_tcb_env(request).send().await?.env;

    let envs = client.get_tcb_env_list(get_tcb_env_list::Request::new()).send().await?;
    println!("{} environments", envs.info_list.len());

    let data = share_cloudbase_env::Data::new(env.clone(), vec![AppId::new("wx1")]);
    let source = share_cloudbase_env::SourceType::CloudHosting;
    let request = share_cloudbase_env::Request::new(vec![data], source);
    client.share_cloudbase_env(request).send().await?;

    let files = client.get_tcb_file(get_tcb_file::Request::new(env.clone())).send().await?;
    println!("more files: {}", files.is_truncated);

    let request = delete_cloud_function::Request::new(env, "hello");
    client.delete_cloud_function(request).send().await?;
    Ok(())
}
