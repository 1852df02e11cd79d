//! Forwarding what was permitted: cookies and tripwire, the settings entry, and upgrades.

mod forward;
mod rewrite;
mod rewriter;
mod settings_entry;
mod tripwire;
mod upgrade;

pub use forward::forward;
pub use rewrite::RewrittenBody;
pub use rewriter::Rewriter;
