//! Vestibule pages.
