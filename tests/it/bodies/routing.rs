//! Endpoints that share an address.

use serde_json::json;
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::App;

use super::mock;
use crate::golden::bodies::{self, query_ads, switch_ads};

#[tokio::test]
async fn a_fixed_field_tells_endpoints_apart() {
    let mock = mock().await;
    let client = mock.client::<App>().unwrap();
    client.call(query_ads::Request::new("top")).send().await.unwrap();
    client.call(switch_ads::Request::new("top")).send().await.unwrap();
    client.call(switch_ads::Request::new("top")).send().await.unwrap();
    assert_eq!((mock.count("queryAds").unwrap(), mock.count("switchAds").unwrap()), (1, 2));
    let calls = mock.calls();
    assert!(calls.iter().all(|call| call.path == "/desk/ads"), "{calls:?}");
}

/// Then it is the first endpoint whose contract is broken.
#[tokio::test]
async fn a_value_that_is_of_none_is_refused() {
    let mock = mock().await;
    let client = mock.client::<App>().unwrap();
    let fields = json!({ "action": "sell", "slot": "top" });
    let error = client.raw(&query_ads::ENDPOINT, fields).send().await.unwrap_err().to_string();
    assert!(error.contains("`action` should be"), "{error}");
}

#[tokio::test]
async fn what_nothing_tells_apart_is_not_served() {
    let twice = Mock::empty().contracts(bodies::contract::CONTRACTS);
    let error = twice.contracts(bodies::contract::CONTRACTS).start().await.unwrap_err();
    assert!(error.is_contract(), "{error}");
}
