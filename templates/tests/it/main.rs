//! What must be true of every page in every language.

mod code_field;
mod document;
mod escaping;
mod forms;
mod mails;
mod pages;
mod words;
