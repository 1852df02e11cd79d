//! Ways to send the login somewhere else, or by another method, than the login form does.

use super::shape::{Bare, Draft, Known, Shape, Stop, login_form, opens, replaced, shape, shuts};

fn to(known: &Known, target: &str) -> Vec<u8> {
    Draft::form(known, target, &login_form(known)).bytes()
}

/// Without `_action` in the body: the target alone makes it a login.
fn bare_to(known: &Known, target: &str) -> Vec<u8> {
    let form = replaced(known, "_action", "");
    Draft::form(known, target, &form.replace("_task=login&", "")).bytes()
}

fn by(known: &Known, line: &str) -> Vec<u8> {
    let form = Draft::form(known, "/", &login_form(known));
    form.line(line).bytes()
}

/// By the target.
pub(crate) const TARGETS: &[Shape] = &[
    shape(
        "the login form as the login page sends it",
        Bare::Opens,
        Stop::Factor,
        |k| to(k, "/?_task=login"),
    ),
    shape(
        "the same with an encoded parameter name",
        Bare::Opens,
        Stop::Factor,
        |k| to(k, "/?%5Ftask=login"),
    ),
    opens("the form sent to /", |k| to(k, "/")),
    opens("the form sent to /index.php", |k| to(k, "/index.php")),
    opens("the form sent to /index.php?_task=login", |k| {
        to(k, "/index.php?_task=login")
    }),
    opens("a path with // and .. in it", |k| {
        to(k, "//x/..//./index.php")
    }),
    opens("a percent-encoded letter in the path", |k| {
        to(k, "/%69ndex.php")
    }),
    opens("a dot segment before the query", |k| {
        to(k, "/./?_task=login")
    }),
    opens("an encoded dot segment", |k| to(k, "/%2e/?_task=login")),
    opens("path information: /index.php/login/login", |k| {
        bare_to(k, "/index.php/login/login")
    }),
    opens("path information: /index.php/mail/login", |k| {
        bare_to(k, "/index.php/mail/login")
    }),
    opens("the login action in the query", |k| {
        bare_to(k, "/?_task=login&_action=login")
    }),
    opens("the login action in the query of the mail task", |k| {
        bare_to(k, "/?_task=mail&_action=login")
    }),
    opens("the login action alone in the query", |k| {
        bare_to(k, "/?_action=login")
    }),
    opens("a mangled name of the login action in the query", |k| {
        bare_to(k, "/?.action=login")
    }),
    opens("a login action with tags in the query", |k| {
        bare_to(k, "/?_action=lo%3Cb%3Egin")
    }),
    opens("a login action with spaces in the query", |k| {
        bare_to(k, "/?_action=log%20in")
    }),
    opens("the form sent to the mail task", |k| to(k, "/?_task=mail")),
    opens("the form sent to the settings task", |k| {
        to(k, "/?_task=settings&_action=save-prefs")
    }),
    opens("the task twice in the query", |k| {
        to(k, "/?_task=login&_task=login")
    }),
    opens("a parameter more in the query", |k| {
        to(k, "/?_task=login&x=1")
    }),
    opens("an ajax login by the query", |k| {
        to(k, "/?_task=login&_remote=1")
    }),
    opens("a framed login by the query", |k| {
        to(k, "/?_task=login&_framed=1")
    }),
    shape(
        "an empty parameter at the end of the query",
        Bare::Opens,
        Stop::Factor,
        |k| to(k, "/?_task=login&"),
    ),
    opens("out of the assets by ..", |k| {
        to(k, "/skins/../index.php?_task=login")
    }),
    opens("out of the assets by an encoded ..", |k| {
        to(k, "/skins/%2e%2e/index.php?_task=login")
    }),
    opens("out of a script's file by ..", |k| {
        to(k, "/program/js/app.js/../../../index.php?_task=login")
    }),
    opens("out of the assets by an encoded slash", |k| {
        to(k, "/plugins/..%2findex.php?_task=login")
    }),
    shuts("out of the assets by an encoded backslash", |k| {
        to(k, "/plugins/..%5cindex.php?_task=login")
    }),
    shuts("out of the assets by a path parameter", |k| {
        to(k, "/skins/..;/index.php?_task=login")
    }),
    shuts("a path parameter", |k| to(k, "/;x=1?_task=login")),
    shuts("upper case in the path", |k| {
        to(k, "/INDEX.PHP?_task=login")
    }),
    shuts("a form sent to an asset", |k| {
        to(k, "/skins/elastic/ui.min.js?_task=login&_action=login")
    }),
    shuts("the script that serves files in newer versions", |k| {
        to(k, "/static.php/index.php?_task=login")
    }),
    shuts("a NUL in the path", |k| to(k, "/%00?_task=login")),
    shuts("a doubly encoded dot segment", |k| {
        to(k, "/x/%252e%252e/index.php?_task=login")
    }),
    shuts("an over-long encoding of a dot", |k| {
        to(k, "/x/%c0%ae%c0%ae/index.php?_task=login")
    }),
    shuts("the installer", |k| to(k, "/installer/?_step=3")),
    shuts("an automatic login", |k| {
        Draft::new(k, "GET /?_autologin=1").bytes()
    }),
    shuts("a login by OAuth", |k| {
        Draft::new(k, "GET /?_task=login&_action=oauth&code=x").bytes()
    }),
];

/// By the method, the version and the form of the request line.
pub(crate) const LINES: &[Shape] = &[
    shuts("the form by PUT", |k| by(k, "PUT /?_task=login HTTP/1.1")),
    shuts("the form by PATCH", |k| {
        by(k, "PATCH /?_task=login HTTP/1.1")
    }),
    shuts("the form by DELETE", |k| {
        by(k, "DELETE /?_task=login HTTP/1.1")
    }),
    shuts("the form by OPTIONS", |k| {
        by(k, "OPTIONS /?_task=login HTTP/1.1")
    }),
    shuts("the form by a method in lower case", |k| {
        by(k, "post /?_task=login HTTP/1.1")
    }),
    shuts("the form by a method of our own", |k| {
        by(k, "LOGIN /?_task=login HTTP/1.1")
    }),
    shuts("the form by TRACE", |k| {
        by(k, "TRACE /?_task=login HTTP/1.1")
    }),
    shuts("the form by CONNECT", |k| {
        by(k, "CONNECT localhost:80 HTTP/1.1")
    }),
    shape(
        "the form in the body of a GET",
        Bare::Shuts,
        Stop::Page,
        |k| by(k, "GET /?_task=login HTTP/1.1"),
    ),
    shape(
        "the form in the body of a HEAD",
        Bare::Shuts,
        Stop::Page,
        |k| by(k, "HEAD /?_task=login HTTP/1.1"),
    ),
    shuts("the form in the query of a GET", |k| {
        let line = format!("GET /?{}", login_form(k));
        Draft::new(k, &line).bytes()
    }),
    shape("the form in HTTP/1.0", Bare::Opens, Stop::Factor, |k| {
        by(k, "POST /?_task=login HTTP/1.0")
    }),
    shape(
        "an absolute target that agrees with the host",
        Bare::Opens,
        Stop::Factor,
        |k| by(k, &format!("POST http://{}/?_task=login HTTP/1.1", k.host)),
    ),
    opens("an absolute target of another host", |k| {
        by(k, "POST http://other.test/?_task=login HTTP/1.1")
    }),
    shuts("an absolute target with a name before the host", |k| {
        by(
            k,
            &format!("POST http://x@{}/?_task=login HTTP/1.1", k.host),
        )
    }),
    opens("another host", |k| {
        let form = Draft::form(k, "/?_task=login", &login_form(k));
        form.instead("Host:", "Host: other.test").bytes()
    }),
    shuts("two hosts", |k| {
        let form = Draft::form(k, "/?_task=login", &login_form(k));
        form.with("Host: other.test").bytes()
    }),
    shuts("no host", |k| {
        let form = Draft::form(k, "/?_task=login", &login_form(k));
        form.without("Host:").bytes()
    }),
    shuts("another request behind a body of no length", |k| {
        let form = login_form(k);
        let length = format!("Content-Length: {}", form.len());
        let hidden = Draft::form(k, "/?_task=mail&_action=login", &form).bytes();
        let mut bytes = Draft::form(k, "/?_task=login", "")
            .instead("Connection:", "Connection: keep-alive")
            .with("Content-Length: 0")
            .with(&length)
            .framed()
            .bytes();
        bytes.extend(hidden);
        bytes
    }),
];
