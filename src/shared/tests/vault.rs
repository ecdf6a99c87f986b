//! Records that follow one another while the store is slow, or fails.

use super::*;

fn record(refresh_token: &str) -> TokenRecord {
    TokenRecord { refresh_token: Some(Secret::new(refresh_token)), ..TokenRecord::default() }
}

/// The refresh token that is not written yet.
fn unsaved(vault: &Vault) -> Option<Secret> {
    vault.unsaved_record(&key())?.refresh_token
}

/// Begins to write `R1`, which takes two seconds; one of them is over.
async fn writing_slowly(world: &World, vault: &Arc<Vault>) -> tokio::task::JoinHandle<Kept> {
    world.fails(Failing::SavingSlowly);
    let vault = Arc::clone(vault);
    let writing = tokio::spawn(async move { vault.keep(&key(), &record("R1"), None).await });
    sleep(seconds(1)).await;
    writing
}

/// The end of an older write must not let a newer record be forgotten, which nobody else has, and
/// must not put the older one in its place.
#[tokio::test(start_paused = true)]
async fn a_newer_record_outlasts_the_write_of_an_older_one() {
    let world = World::new().await;
    let vault = world.vault();
    let older = writing_slowly(&world, &vault).await;
    world.fails(Failing::Saving);
    assert_eq!(vault.keep(&key(), &record("R2"), None).await, Kept::InMemory);
    world.fails(Failing::Nothing);
    assert_eq!(older.await.unwrap(), Kept::Stored);
    assert_eq!(unsaved(&vault), Some(Secret::new("R2")));
    sleep(seconds(20)).await;
    assert_eq!(world.record().await, "- R2");
}

/// An account revokes its authorisation, and grants another at once.
#[tokio::test(start_paused = true)]
async fn a_newer_record_outlasts_the_removal_of_an_older_one() {
    let world = World::new().await;
    let vault = world.vault();
    let older = writing_slowly(&world, &vault).await;
    let removing = tokio::spawn({
        let vault = Arc::clone(&vault);
        async move { vault.remove(&key()).await }
    });
    sleep(Duration::from_millis(500)).await;
    assert_eq!(vault.keep(&key(), &record("R2"), None).await, Kept::Stored);
    older.await.unwrap();
    removing.await.unwrap().unwrap();
    assert_eq!(world.record().await, "- R2");
}

/// What was removed does not come back with what could not be written before.
#[tokio::test(start_paused = true)]
async fn a_removed_record_stays_away() {
    let world = World::new().await;
    let vault = world.vault();
    world.fails(Failing::Saving);
    assert_eq!(vault.keep(&key(), &record("R1"), None).await, Kept::InMemory);
    assert!(vault.remove(&key()).await.unwrap_err().is_store());
    assert_eq!(unsaved(&vault), None);
    world.fails(Failing::Nothing);
    vault.remove(&key()).await.unwrap();
    sleep(seconds(20)).await;
    assert!(vault.load_value(&key()).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn what_is_written_is_in_memory_no_longer() {
    let world = World::new().await;
    let vault = world.vault();
    world.fails(Failing::Saving);
    assert_eq!(vault.keep(&key(), &record("R1"), None).await, Kept::InMemory);
    assert_eq!(unsaved(&vault), Some(Secret::new("R1")));
    world.fails(Failing::Nothing);
    sleep(seconds(20)).await;
    assert_eq!(unsaved(&vault), None);
    assert_eq!(world.record().await, "- R1");
}
