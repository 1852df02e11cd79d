//! What was done before a page: one word in its address, never words of somebody else.

use vestibule_templates::i18n::PanelPhrase as P;
use vestibule_templates::panel::Outcome;

/// What this word says.
#[must_use]
pub(super) fn outcome(word: Option<&str>) -> Option<Outcome> {
    let words = match word? {
        "bye" => P::SignedOut,
        "except" => P::ExceptionDone,
        "others" => P::AccountOthersDone,
        "password" => P::AccountPasswordDone,
        "removed" => P::AdministratorRemoved,
        "reset" => P::ResetDone,
        "reset-nothing" => P::ResetNothing,
        "revoked" => P::TokenRevoked,
        "role" => P::AdministratorSaved,
        "sign-out" => P::SignOutDone,
        "unexcept" => P::ExceptionEnded,
        "unlock" => P::UnlockDone,
        _ => return None,
    };
    Some(Outcome { words, count: None })
}
