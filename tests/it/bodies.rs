//! Endpoints whose messages are of another kind than most, by the golden spec `bodies`: lists, names of
//! their own for errcodes, shared addresses, fields in paths and headers, hosts, forms, files and bytes.

mod content;
mod head;
mod hosts;
mod memory;
mod names;
mod retries;
mod routing;
mod sent;
mod stream;

use serde_json::Value;
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::App;

use crate::golden::bodies;

/// A mock of the golden spec.
async fn mock() -> Mock {
    Mock::empty().contracts(bodies::contract::CONTRACTS).start().await.unwrap()
}

/// A raw call with its sample is one that the mock takes, and its response is the sample.
#[tokio::test]
async fn every_sample_is_taken_and_answered() {
    let mock = mock().await;
    let client = mock.client::<App>().unwrap();
    for contract in mock.contracts() {
        let fields: Value = serde_json::from_str(contract.sample_request).unwrap();
        let response = client.raw(contract.endpoint, fields).send().await;
        let response = response.unwrap_or_else(|error| panic!("{error}"));
        if let Some((content_type, bytes)) = contract.sample_content {
            assert_eq!(response["content_type"], content_type);
            assert_eq!(response["content"].as_str().map(str::is_empty), Some(bytes.is_empty()));
            continue;
        }
        let mut sample: Value = serde_json::from_str(contract.sample_response).unwrap();
        if let Some(wrapper) = contract.response_wrapper {
            let inner = response[wrapper].as_object().unwrap();
            assert!(inner.iter().all(|(name, value)| sample[name] == *value), "{response}");
            sample = response.clone();
        }
        assert_eq!(response, sample, "{}", contract.endpoint.name);
    }
}
