//! What happens at once, on two nodes that share a store.

mod guesses;
mod model;
mod one_winner;
