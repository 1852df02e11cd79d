//! Mails that tell a mailbox of each change.

mod changes;
mod delivered;
mod protection;
mod waiting;

use anyhow::{Context as _, Result};
use vestibule::gateway::notices::Round;

use crate::support::House;

const ALICE: &str = "alice@required.test";

/// The postman goes round once.
async fn go_round(house: &House) -> Result<Round> {
    let postman = house.postman.as_ref().context("there is no [mail]")?;
    Ok(postman.round().await)
}
