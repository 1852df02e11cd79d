//! Ways to write the victim's name that the webmail or its IMAP server may read as the victim.

use super::shape::{Bare, Draft, Known, Shape, Stop, encode, opens, replaced, shape, shuts};

/// The login form with `name` (already encoded) in it.
fn named(known: &Known, name: &str) -> Vec<u8> {
    let body = replaced(known, "_user", &format!("_user={name}"));
    Draft::form(known, "/?_task=login", &body).bytes()
}

/// The victim's name with `from` written as `to`.
fn written(known: &Known, from: &str, to: &str) -> Vec<u8> {
    named(known, &encode(&known.user.replace(from, to)))
}

/// By the name.
pub(crate) const NAMES: &[Shape] = &[
    shape("a name in upper case", Bare::Opens, Stop::Factor, |k| {
        named(k, &encode(&k.user.to_uppercase()))
    }),
    shape("spaces around the name", Bare::Opens, Stop::Factor, |k| {
        named(k, &encode(&format!("  {} ", k.user)))
    }),
    opens("a tab behind the name", |k| {
        named(k, &encode(&format!("{}\t", k.user)))
    }),
    opens("a line break before the name", |k| {
        named(k, &encode(&format!("\r\n{}", k.user)))
    }),
    opens("tags in the name", |k| {
        written(k, "required.test", "<i>required.test</i>")
    }),
    opens("an open tag with another domain behind the name", |k| {
        named(k, &encode(&format!("{}<@disabled.test", k.user)))
    }),
    opens("a whole tag with another domain behind the name", |k| {
        named(k, &encode(&format!("{}<@disabled.test>", k.user)))
    }),
    opens("a comment in the name", |k| {
        written(k, "@", "<!--@disabled.test-->@")
    }),
    opens("a full-width letter in the domain", |k| {
        written(k, "required", "\u{ff52}equired")
    }),
    opens("an ideographic full stop in the domain", |k| {
        written(k, ".test", "\u{3002}test")
    }),
    opens("a soft hyphen in the domain", |k| {
        written(k, "required", "req\u{ad}uired")
    }),
    opens("a byte that is no UTF-8 behind the name", |k| {
        named(k, &format!("{}%FF", encode(&k.user)))
    }),
    opens("a NUL behind the name", |k| {
        named(k, &format!("{}%00", encode(&k.user)))
    }),
    opens("a NUL in the middle of the name", |k| {
        named(k, &encode(&k.user).replace("%40", "%00%40"))
    }),
    opens("a space of no width behind the name", |k| {
        written(k, ".test", ".test\u{200b}")
    }),
    shuts("a NUL and another domain behind the name", |k| {
        named(k, &format!("{}%00%40disabled.test", encode(&k.user)))
    }),
    shuts("a full-width @", |k| written(k, "@", "\u{ff20}")),
    shuts("a joiner of no width in the name", |k| {
        written(k, "@", "\u{200d}@")
    }),
    shuts("a dot behind the domain", |k| written(k, ".test", ".test.")),
    shuts("quotes around the name", |k| {
        let local = k.user.split('@').next().unwrap_or_default();
        written(k, local, &format!("\"{local}\""))
    }),
    shuts("a master user's form of the name", |k| {
        named(k, &encode(&format!("{}*master", k.user)))
    }),
    shuts("another domain behind the name", |k| {
        named(k, &encode(&format!("{}@disabled.test", k.user)))
    }),
    shuts("another domain before the name", |k| {
        named(k, &encode(&format!("x@disabled.test,{}", k.user)))
    }),
    shape("a tag behind a plus", Bare::Shuts, Stop::Name, |k| {
        written(k, "@", "+tag@")
    }),
    shape("a name without a domain", Bare::Shuts, Stop::Name, |k| {
        let local = k.user.split('@').next().unwrap_or_default();
        named(k, &encode(local))
    }),
    shuts("a percent route", |k| {
        named(
            k,
            &encode(&format!("{}@disabled.test", k.user.replace('@', "%"))),
        )
    }),
    shuts("no name at all", |k| named(k, "")),
];
