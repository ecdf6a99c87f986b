//! The library's reports as data: in words and whole seconds, and without secrets.

use std::fmt::Debug;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::{Value, from_value, json, to_value};
use wechat_cloudbase::api::{CONTRACTS, create_env};
use wechat_cloudbase::callback::{Drained, Format, RegistrationKind};
use wechat_cloudbase::errcode::{Operator, Window};
use wechat_cloudbase::operation::{Location, Method, Operation, Status};
use wechat_cloudbase::platform::{Authorization, Closed, Persisted, Recovered, TicketHealth};
use wechat_cloudbase::store::Key;
use wechat_cloudbase::token::{Kind, TokenStatus, Validity};
use wechat_cloudbase::{ActionRequired, Area, Class, Errcode, Outcome, Platform, Secret};

use super::refused;

/// That a value is this JSON, and is read from it again, also in MessagePack.
#[track_caller]
pub(super) fn is<T>(value: &T, json: Value)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    assert_eq!(to_value(value).unwrap(), json);
    assert_eq!(&from_value::<T>(json).unwrap(), value);
    let bytes = rmp_serde::to_vec(value).unwrap();
    assert_eq!(&rmp_serde::from_slice::<T>(&bytes).unwrap(), value);
}

#[test]
fn enums_are_words() {
    is(&Class::NotFound, json!("not_found"));
    is(&Operator::CallerAddress, json!("caller_address"));
    is(&Window::Day, json!("day"));
    is(&Kind::Authorizer, json!("authorizer"));
    is(&Method::Post, json!("POST"));
    is(&Location::WholeBody, json!("whole_body"));
    is(&Status::PossiblyRetired, json!("possibly_retired"));
    is(&Outcome::NotSent, json!("not_sent"));
    is(&Persisted::InMemory, json!("in_memory"));
    is(&Format::Xml, json!("xml"));
    is(&RegistrationKind::TrialEnded, json!("trial_ended"));
    assert_eq!(Class::NotFound.as_str(), "not_found");
    assert_eq!(to_value(Area::Database).unwrap(), "Database");
    refused::<Window>(
        json!("year"),
        "the value should be `minute` or `day` or `month` and is a string",
    );
}

#[test]
fn plain_structs_are_objects() {
    let authorization = json!(
        {"appid": "wx1", "permission_sets": [49, 18], "refresh_token": "stored"}
    );
    is(&from_value::<Authorization>(authorization.clone()).unwrap(), authorization);
    let recovered = json!({"listed": 5, "stored": 1, "unchanged": 2, "busy": 0, "failed": 2});
    is(&from_value::<Recovered>(recovered.clone()).unwrap(), recovered);
    let mut closed = Closed::default();
    closed.unsaved = vec![Key::authorizer("wx1", "wx2")];
    closed.in_flight = 3;
    is(&closed, json!({"unsaved": ["wx1/authorizer/wx2"], "fetching": [], "in_flight": 3}));
    let drained = json!({"remaining": [
        {"name": "authorized", "account": "wx2"},
        {"name": "component_verify_ticket"},
    ]});
    is(&from_value::<Drained>(drained.clone()).unwrap(), drained);

    refused::<Recovered>(json!({"listed": 5}), "field `stored` is absent or empty");
    refused::<Key>(json!("a//b"), "the value should be a key of a store and is a string");
    refused::<Recovered>(
        json!({"listed": -1, "stored": 1, "unchanged": 2, "busy": 0, "failed": 2}),
        "field `listed` should be a count and is a number",
    );
}

#[test]
fn times_and_ages_are_whole_seconds() {
    let json = json!({"since": 1_700_000_000, "expires": 1_700_007_200});
    let validity: Validity = from_value(json.clone()).unwrap();
    assert_eq!(validity.expires, UNIX_EPOCH + Duration::from_secs(1_700_007_200));
    is(&validity, json);
    let mut exact = validity;
    exact.since += Duration::from_millis(999);
    assert_eq!(to_value(exact).unwrap(), to_value(validity).unwrap());

    let age = Duration::from_secs(90);
    is(&TicketHealth::Fresh { age }, json!({"state": "fresh", "age": 90}));
    is(&TicketHealth::Late { age }, json!({"state": "late", "age": 90}));
    is(&TicketHealth::Old { age }, json!({"state": "old", "age": 90}));
    is(&TicketHealth::Missing, json!({"state": "missing"}));
    refused::<TicketHealth>(json!({"state": "late"}), "field `age` is absent or empty");
    refused::<TicketHealth>(
        json!({"state": "new"}),
        "the value should be the health of a ticket and is an object",
    );
    refused::<Validity>(
        json!({"since": -1, "expires": 0}),
        "field `since` should be a count and is a number",
    );
}

#[tokio::test]
async fn a_health_check_is_one_line() {
    let platform =
        Platform::builder("wx0123456789abcdef", Secret::new("platform-secret")).build().unwrap();
    platform.component_token().await.unwrap_err();
    let before = SystemTime::now() - Duration::from_secs(60);
    let status = to_value(platform.component_status().await).unwrap();
    let last = &status["last_error"];
    assert_eq!(
        last["error"]["message"],
        "there is no ticket of this platform, so nothing was sent"
    );
    assert_eq!(last["error"]["outcome"], "not_sent");
    let at = last["at"].as_u64().unwrap();
    assert!(UNIX_EPOCH + Duration::from_secs(at) > before);
    assert_eq!(status["is_fetching"], false);
    assert!(!status.to_string().contains("platform-secret"));

    assert_eq!(
        to_value(TokenStatus::default()).unwrap(),
        json!({"refresh_token": false, "is_fetching": false, "is_unsaved": false})
    );
}

#[test]
fn actions_for_operators_are_data() {
    let json = |action: &ActionRequired| to_value(action).unwrap();
    let missing = ActionRequired::TicketMissing;
    assert_eq!(
        json(&missing),
        json!({
            "type": "ticket_missing",
            "message": "there is no ticket of this platform",
            "action": missing.remedy(),
        })
    );
    let address = Some("203.0.113.7".parse().unwrap());
    assert_eq!(json(&ActionRequired::CallerNotAllowed { address })["address"], "203.0.113.7");
    let permission_sets: &[u32] = &[49, 18];
    assert_eq!(
        json(&ActionRequired::PermissionSetMissing { permission_sets })["permission_sets"],
        json!([49, 18])
    );
    let retry_after = Duration::from_millis(30_500);
    assert_eq!(json(&ActionRequired::TokensRejected { retry_after })["retry_after"], 30);
    assert_eq!(json(&ActionRequired::TicketOld { age: retry_after })["age"], 30);
}

#[test]
fn codes_and_endpoints_are_described() {
    let record = to_value(Errcode::SystemBusy.record()).unwrap();
    assert_eq!((&record["code"], &record["class"]), (&json!(-1), &json!("busy")));
    assert_eq!(record.get("quota"), None);

    let endpoint = to_value(<create_env::Request as Operation>::ENDPOINT).unwrap();
    assert_eq!(endpoint["name"], "createEnv");
    assert_eq!(endpoint["method"], "POST");
    assert_eq!(endpoint["tokens"], json!(["authorizer"]));
    assert_eq!(endpoint["errcodes"][0], json!(create_env::Request::ENDPOINT.errcodes[0]));
    for contract in CONTRACTS {
        let described = to_value(contract.endpoint).unwrap();
        for (name, location) in contract.endpoint.locations {
            assert_eq!(described["locations"][name], location.as_str());
        }
        for (name, fixed) in contract.endpoint.fixed_fields {
            assert_eq!(described["fixed_fields"][name], Value::from(*fixed));
        }
    }
}
