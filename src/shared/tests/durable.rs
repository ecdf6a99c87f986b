//! Records that follow one another while the store is slow, or fails.

use super::*;

fn record(refresh_token: &str) -> TokenRecord {
    TokenRecord { refresh_token: Some(Secret::new(refresh_token)), ..TokenRecord::default() }
}

/// The refresh token that is not written yet.
fn unsaved(store: &DurableStore) -> Option<Secret> {
    store.unsaved_record(&key())?.refresh_token
}

/// Begins to write `R1`, which takes two seconds; one of them is over.
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

/// The end of an older write must not let a newer record be forgotten, which nobody else has, and
/// must not put the older one in its place.
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

/// What was removed does not come back with what could not be written before.
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
async fn what_is_written_is_in_memory_no_longer() {
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
