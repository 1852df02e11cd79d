//! What the documents say of the tests and of the program is so.

mod asvs;
mod attacks;
mod inventory;
