//! The attacker's side: whoever has the password alone, or half a session, or a whole one of
//! another mailbox, gets nothing.
//!
//! Two tables, of shapes that may sign in and of routes that show or change something, are tried at
//! the real Roundcube; what is general is tried at the sample webmail, with a clock that stands still.

mod doors;
mod fields;
mod headers;
mod names;
mod races;
mod roundcube;
mod routes;
mod shape;
mod store_faults;
mod target;
mod tripwire;
mod wire;

mod cross_site;
mod gate;
mod half_session;
mod identity;
mod inside;
mod password_alone;
mod sealed_cookies;
mod stages;
mod strangers;

use self::shape::Shape;

/// Every shape that may sign in.
fn shapes() -> impl Iterator<Item = &'static Shape> {
    [
        doors::TARGETS,
        doors::LINES,
        fields::FIELDS,
        fields::BODIES,
        headers::HEADERS,
        names::NAMES,
    ]
    .into_iter()
    .flatten()
}
