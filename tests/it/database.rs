//! Statements that are built by types, carried out by a mock that keeps state, through every endpoint that
//! takes one.

use serde_json::{Value, json};
use wechat_cloudbase::api::*;
use wechat_cloudbase::database::{Fields, Order, aggregate, collection, command};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::token::{Authorizer, Component};
use wechat_cloudbase::{Client, Errcode, Error};

const ENV: &str = "shop-1";

async fn mock() -> Mock {
    Mock::builder().stateful(true).start().await.unwrap()
}

async fn create(client: &Client<Authorizer>, name: &str) -> Result<(), Error> {
    let request = add_database_collection::Request::new(ENV, name);
    client.add_database_collection(request).send().await.map(drop)
}

fn rows(data: &[String]) -> Vec<Value> {
    data.iter().map(|row| serde_json::from_str(row).unwrap()).collect()
}

#[tokio::test]
async fn an_account_s_own_endpoints() {
    let mock = mock().await;
    let client = mock.client::<Authorizer>().unwrap();
    create(&client, "people").await.unwrap();
    let people = collection("people");
    let add = people.add([
        Fields::new().with("name", "Li \"Bai\"").with("age", 61),
        Fields::new().with("name", "Du Fu").with("age", 58),
        Fields::new().with("name", "\u{2028}'});").with("age", 7),
    ]);
    let added =
        client.add_database_item(add_database_item::Request::new(ENV, add)).send().await.unwrap();
    assert_eq!(added.id_list.len(), 3);

    let adults = people
        .where_(Fields::new().with("age", command::gte(18)))
        .order_by("age", Order::Descending);
    let get = get_database_record::Request::new(ENV, adults.clone().limit(1).skip(1).get());
    let found = client.get_database_record(get).send().await.unwrap();
    assert_eq!((found.pager.offset, found.pager.limit, found.pager.total), (1, 1, 2));
    assert_eq!(rows(&found.data), [json!({ "_id": added.id_list[1], "name": "Du Fu", "age": 58 })]);

    let count = get_database_count::Request::new(ENV, adults.count());
    assert_eq!(client.get_database_count(count).send().await.unwrap().count, 2);

    let older = adults.update(Fields::new().with("age", command::inc(1)));
    let updated = client
        .update_database_record(update_database_record::Request::new(ENV, older))
        .send()
        .await
        .unwrap();
    assert_eq!((updated.matched, updated.modified), (2, 2));

    let sum = people
        .aggregate()
        .group(None::<i64>, Fields::new().with("ages", aggregate::sum(aggregate::path("age"))));
    let summed = client
        .aggregate_database(aggregate_database::Request::new(ENV, sum.end()))
        .send()
        .await
        .unwrap();
    assert_eq!(rows(&summed.data), [json!({ "_id": null, "ages": 62 + 59 + 7 })]);

    let remove = people.doc(&added.id_list[0]).remove();
    let removed = client
        .delete_database_item(delete_database_item::Request::new(ENV, remove))
        .send()
        .await
        .unwrap();
    assert_eq!(removed.deleted, 1);

    let listed = client
        .get_database_collection(get_database_collection::Request::new(ENV))
        .send()
        .await
        .unwrap();
    assert_eq!((listed.collections[0].name.as_str(), listed.collections[0].count), ("people", 2));
}

#[tokio::test]
async fn the_platform_s_endpoints() {
    use dbcollection_manage::Action as Manage;
    use dbrecord_manage::Action;
    let mock = mock().await;
    let client = mock.client::<Component>().unwrap();
    let manage = |action| dbcollection_manage::Request::new(ENV, action).with_collection_name("c");
    client.dbcollection_manage(manage(Manage::Add)).send().await.unwrap();
    let run = |action, statement: wechat_cloudbase::database::Statement| {
        let request = dbrecord_manage::Request::new(action, ENV, statement);
        client.dbrecord_manage(request).send()
    };
    let all = collection("c");
    let added = run(Action::Insert, all.add([Fields::new().with("n", 1)])).await.unwrap();
    assert_eq!(added.id_list.len(), 1);
    let found = run(Action::Query, all.query().get()).await.unwrap();
    assert_eq!(found.pager.map(|pager| pager.total), Some(1));
    let updated =
        run(Action::Update, all.doc("new").set(Fields::new().with("n", 2))).await.unwrap();
    assert_eq!(updated.id.as_deref(), Some("new"));
    let removed = run(Action::Delete, all.query().remove()).await.unwrap();
    assert_eq!(removed.deleted, Some(2));
    client.dbcollection_manage(manage(Manage::Delete)).send().await.unwrap();
    let listed = client.dbcollection_manage(manage(Manage::Get)).send().await.unwrap();
    assert_eq!(listed.total, Some(0));
}

#[tokio::test]
async fn what_can_t_be_done_is_refused() {
    let mock = mock().await;
    let client = mock.client::<Authorizer>().unwrap();
    let get = |query: &str| {
        client.get_database_record(get_database_record::Request::new(ENV, query)).send()
    };

    let unknown = get(collection("nothing").query().get().as_str()).await.unwrap_err();
    assert_eq!(unknown.errcode(), Some(Errcode::DatabaseCollectionNotFound));
    create(&client, "c").await.unwrap();
    assert!(create(&client, "c").await.is_err());
    let unread = get("db.collection('c').where({a: 1").await.unwrap_err().to_string();
    assert!(unread.contains("can't be read at its end"), "{unread}");
    let other = get("db.collection('c').count()").await.unwrap_err().to_string();
    assert!(other.contains("must end in `.get()`"), "{other}");

    mock.reset();
    let forgotten = get("db.collection('c').get()").await.unwrap_err();
    assert_eq!(forgotten.errcode(), Some(Errcode::DatabaseCollectionNotFound));
}

/// Environments do not see each other's collections.
#[tokio::test]
async fn environments_are_apart() {
    let mock = mock().await;
    let client = mock.client::<Authorizer>().unwrap();
    create(&client, "c").await.unwrap();
    let other = get_database_collection::Request::new("shop-2");
    assert!(client.get_database_collection(other).send().await.unwrap().collections.is_empty());
}

/// Without state, the sample is the response, as ever.
#[tokio::test]
async fn state_is_held_on_request() {
    let mock = Mock::start().await.unwrap();
    let client = mock.client::<Authorizer>().unwrap();
    let get = get_database_record::Request::new(ENV, collection("nothing").query().get());
    assert!(!client.get_database_record(get).send().await.unwrap().data.is_empty());
}
