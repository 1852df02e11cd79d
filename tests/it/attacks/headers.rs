//! Header fields that may make a login of a request, or somebody else of its sender.

use super::shape::{Bare, Draft, Known, Shape, Stop, login_form, opens, replaced, shape, shuts};

const LOGIN: &str = "/?_task=login";

fn with(known: &Known, field: &str) -> Vec<u8> {
    let form = Draft::form(known, LOGIN, &login_form(known));
    form.with(field).bytes()
}

/// By header fields.
pub(crate) const HEADERS: &[Shape] = &[
    shape(
        "the token in a header field",
        Bare::Opens,
        Stop::Factor,
        |k| {
            let form = Draft::form(k, LOGIN, &replaced(k, "_token", ""));
            form.with(&format!("X-Roundcube-Request: {}", k.token))
                .bytes()
        },
    ),
    opens("the login action in a cookie", |k| {
        let list = replaced(k, "_action", "_action=list");
        cookie(k, "/?_task=mail&_action=list", &list, "_action=login")
    }),
    opens("the login action in a mangled cookie", |k| {
        let list = replaced(k, "_action", "_action=list");
        cookie(k, "/?_task=mail&_action=list", &list, ".action=login")
    }),
    shape(
        "task and action in cookies of a GET",
        Bare::Shuts,
        Stop::Page,
        |k| {
            let cookie = format!("Cookie: {}; _task=login; _action=login", k.cookie);
            let page = Draft::new(k, "GET /").instead("Cookie:", &cookie);
            page.bytes()
        },
    ),
    shape(
        "another session's cookie first",
        Bare::Shuts,
        Stop::Factor,
        |k| {
            let planted = format!("Cookie: roundcube_sessid=planted; {}", k.cookie);
            let form = Draft::form(k, LOGIN, &login_form(k));
            form.instead("Cookie:", &planted).bytes()
        },
    ),
    shape(
        "name and password by HTTP Basic",
        Bare::Shuts,
        Stop::Page,
        |k| Draft::new(k, "GET /").with(&basic(k)).bytes(),
    ),
    shuts("a mailbox page by HTTP Basic", |k| {
        let page = Draft::new(k, "GET /?_task=mail&_action=list&_remote=1");
        page.with(&basic(k)).bytes()
    }),
    shape("a method in a header field", Bare::Shuts, Stop::Page, |k| {
        let form = Draft::form(k, LOGIN, &login_form(k));
        form.line("GET /?_task=login HTTP/1.1")
            .with("X-HTTP-Method-Override: POST")
            .with("X-HTTP-Method: POST")
            .bytes()
    }),
    shape(
        "another target in a header field",
        Bare::Opens,
        Stop::Factor,
        |k| {
            let form = Draft::form(k, LOGIN, &login_form(k));
            form.with("X-Original-URL: /?_task=mail&_action=list")
                .with("X-Rewrite-URL: /?_task=mail&_action=list")
                .bytes()
        },
    ),
    shape("a user in header fields", Bare::Shuts, Stop::Page, |k| {
        let page = Draft::new(k, "GET /");
        page.with(&format!("X-Remote-User: {}", k.user))
            .with(&format!("Remote-User: {}", k.user))
            .with(&format!("X_Remote_User: {}", k.user))
            .with(&format!("X-Forwarded-User: {}", k.user))
            .bytes()
    }),
    opens("a login that asks for a WebSocket", |k| {
        let form = Draft::form(k, LOGIN, &login_form(k));
        form.instead("Connection:", "Connection: Upgrade")
            .with("Upgrade: websocket")
            .bytes()
    }),
    shape(
        "a login that asks for HTTP/2",
        Bare::Opens,
        Stop::Factor,
        |k| {
            let form = Draft::form(k, LOGIN, &login_form(k));
            form.instead("Connection:", "Connection: close, Upgrade, HTTP2-Settings")
                .with("Upgrade: h2c")
                .with("HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")
                .bytes()
        },
    ),
    shape(
        "fields that Connection takes away",
        Bare::Opens,
        Stop::Factor,
        |k| {
            let form = Draft::form(k, LOGIN, &login_form(k));
            let takes = "Connection: close, Cookie, Host, X-Forwarded-For, Content-Length";
            form.instead("Connection:", takes).bytes()
        },
    ),
    shape(
        "a body that waits to be asked for",
        Bare::Opens,
        Stop::Factor,
        |k| with(k, "Expect: 100-continue"),
    ),
    opens("a form from a page of another site", |k| {
        with(k, "Sec-Fetch-Site: cross-site")
    }),
    opens("a form from a page of a sibling host", |k| {
        with(k, "Sec-Fetch-Site: same-site")
    }),
    opens("a form from nowhere", |k| with(k, "Origin: null")),
    opens("a form from another origin", |k| {
        with(k, "Origin: https://evil.test")
    }),
];

fn cookie(known: &Known, target: &str, body: &str, pair: &str) -> Vec<u8> {
    let field = format!("Cookie: {}; {pair}", known.cookie);
    let form = Draft::form(known, target, body);
    form.instead("Cookie:", &field).bytes()
}

fn basic(known: &Known) -> String {
    let pair = format!("{}:{}", known.user, known.password);
    let pair = data_encoding::BASE64.encode(pair.as_bytes());
    format!("Authorization: Basic {pair}")
}
