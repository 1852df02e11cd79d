//! What happens at once, on two nodes that share a store.

mod guesses;
mod one_winner;

use anyhow::{Context as _, Result};

/// How much of it: a few in every run, and as many as a variable says in a long one.
fn size(variable: &str, usual: usize) -> Result<usize> {
    match std::env::var(variable) {
        Ok(said) => said.parse().with_context(|| format!("{variable}={said}")),
        Err(_) => Ok(usual),
    }
}
