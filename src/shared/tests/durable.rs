//! Records that follow one another while the store is slow, or fails.

use super::*;

fn record(refresh_token: &str) -> TokenRecord {
    TokenRecord { refresh_token: Some(Secret::new(refresh_token)), ..TokenRecord::default() }
}

/// The unsaved refresh token.
fn unsaved(store: &DurableStore) -> Option<Secret> {
    store.unsaved_record(&key())?.refresh_token
}

/// Starts to write `R1`, which takes two seconds, and lets one pass.
async fn writing_slowly(
    world: &World,
    store: &Arc<DurableStore>,
) -> tokio::task::JoinHandle<Written> {
    world.fails(Failing::SavingSlowly);
    let store = Arc::clone(store);
    let writing = tokio::spawn(async move { store.persist(&key(), &record("R1"), None).await });
    sleep(seconds(1)).await;
    writing
}

/// The end of an older write must not drop a newer record, which exists nowhere else, and
/// must not overwrite it.
#[tokio::test(start_paused = true)]
async fn a_newer_record_outlasts_the_write_of_an_older_one() {
    let world = World::new().await;
    let store = world.store();
    let older = writing_slowly(&world, &store).await;
    world.fails(Failing::Saving);
    assert_eq!(store.persist(&key(), &record("R2"), None).await, Written::InMemory);
    world.fails(Failing::Nothing);
    assert_eq!(older.await.unwrap(), Written::Stored);
    assert_eq!(unsaved(&store), Some(Secret::new("R2")));
    sleep(seconds(20)).await;
    assert_eq!(world.record().await, "- R2");
}

/// An account revokes its authorisation, and grants another at once.
#[tokio::test(start_paused = true)]
async fn a_newer_record_outlasts_the_removal_of_an_older_one() {
    let world = World::new().await;
    let store = world.store();
    let older = writing_slowly(&world, &store).await;
    let removing = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.remove(&key()).await }
    });
    sleep(Duration::from_millis(500)).await;
    assert_eq!(store.persist(&key(), &record("R2"), None).await, Written::Stored);
    older.await.unwrap();
    removing.await.unwrap().unwrap();
    assert_eq!(world.record().await, "- R2");
}

/// A removed record does not come back with an unsaved one.
#[tokio::test(start_paused = true)]
async fn a_removed_record_stays_away() {
    let world = World::new().await;
    let store = world.store();
    world.fails(Failing::Saving);
    assert_eq!(store.persist(&key(), &record("R1"), None).await, Written::InMemory);
    assert!(store.remove(&key()).await.unwrap_err().is_store());
    assert_eq!(unsaved(&store), None);
    world.fails(Failing::Nothing);
    store.remove(&key()).await.unwrap();
    sleep(seconds(20)).await;
    assert!(store.load_value(&key()).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_written_record_is_no_longer_in_memory() {
    let world = World::new().await;
    let store = world.store();
    world.fails(Failing::Saving);
    assert_eq!(store.persist(&key(), &record("R1"), None).await, Written::InMemory);
    assert_eq!(unsaved(&store), Some(Secret::new("R1")));
    world.fails(Failing::Nothing);
    sleep(seconds(20)).await;
    assert_eq!(unsaved(&store), None);
    assert_eq!(world.record().await, "- R1");
}
