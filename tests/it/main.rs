//! Integration tests.

mod store_durability;
