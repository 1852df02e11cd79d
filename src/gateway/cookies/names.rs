//! The names of our own cookies, and of the parts of a long one.

/// The session.
pub const SESSION: &str = "__Host-vestibule";
/// Where someone wanted to go before signing in.
pub const RETURN: &str = "__Host-vestibule-return";
/// The mailboxes that this browser is trusted for.
pub const TRUSTED: &str = "__Host-vestibule-trusted";
/// A change that a freshly typed code has permitted.
pub const CHANGE: &str = "__Host-vestibule-change";
/// Recovery codes to be shown.
pub const CODES: &str = "__Host-vestibule-codes";
/// The mailboxes into which this browser has got before.
pub const KNOWN: &str = "__Host-vestibule-known";
/// A set-up that was offered.
pub const OFFER: &str = "__Host-vestibule-offer";

/// Whether a cookie of this name is ours, or pretends to be (browsers compare prefixes without
/// regard to case): it never reaches the webmail, and the webmail may not set it.
pub(super) fn is_reserved(name: &str) -> bool {
    let start = name.get(..SESSION.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(SESSION))
}

/// The name of part `number` (from 0) of the cookie `name`.
pub(super) fn part(name: &str, number: usize) -> String {
    match number {
        0 => name.to_owned(),
        number => format!("{name}.{number}"),
    }
}
