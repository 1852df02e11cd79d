//! An administrator who is signed in: a record in the store, before the program has it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use vestibule::clock::{Clock as _, SystemClock};
use vestibule::domain::administrator::{
    Administrator, AdministratorName, AdministratorSession, Role, SessionToken, Stage,
};
use vestibule::random::{SystemRandom, bytes};
use vestibule::store::Store;
use vestibule::store::embedded::SledStore;
use vestibule::store::records::AdministratorRecords;

/// What the cookie of an operator's session holds.
pub(super) async fn sign_in(folder: &Path) -> Result<String> {
    let clock = Arc::new(SystemClock);
    let sled = SledStore::open(&folder.join("store"), clock.clone())?;
    let store: Arc<dyn Store> = Arc::new(sled);
    let records = AdministratorRecords::new(store);
    let now = clock.now();
    let name = AdministratorName::parse("scale").context("no name")?;
    let administrator = match records.load(&name).await? {
        Some((administrator, _)) => administrator,
        None => {
            let new = Administrator::new(name, Role::Operator, "scale", now);
            records.add(&new).await?;
            new
        }
    };
    let token = SessionToken::new(bytes(&SystemRandom)?);
    let session = AdministratorSession::new(&administrator, Stage::Full, now);
    records.keep_session(&token, &session).await?;
    Ok(token.expose().to_owned())
}
