//! Ways to write the login's fields, and to type and frame its body.

use std::fmt::Write as _;

use super::shape::{
    Bare, Draft, Known, Shape, Stop, encode, fields, login_form, opens, renamed, replaced, shape,
    shuts,
};

const LOGIN: &str = "/?_task=login";
const TYPE: &str = "Content-Type:";

fn form(known: &Known, body: &str) -> Vec<u8> {
    Draft::form(known, LOGIN, body).bytes()
}

fn typed(known: &Known, content_type: &str) -> Vec<u8> {
    let form = Draft::form(known, LOGIN, &login_form(known));
    form.instead(TYPE, &format!("Content-Type: {content_type}"))
        .bytes()
}

/// By the names and values of the fields.
pub(crate) const FIELDS: &[Shape] = &[
    opens("a dot for the underscore of _user", |k| {
        form(k, &renamed(k, "_user", ".user"))
    }),
    opens("a dot for the underscore of _pass", |k| {
        form(k, &renamed(k, "_pass", ".pass"))
    }),
    opens("a dot for the underscore of _action", |k| {
        form(k, &renamed(k, "_action", ".action"))
    }),
    opens("a dot for the underscore of _token", |k| {
        form(k, &renamed(k, "_token", ".token"))
    }),
    opens("a plus before _user", |k| {
        form(k, &renamed(k, "_user", "+_user"))
    }),
    opens("an encoded space before _pass", |k| {
        form(k, &renamed(k, "_pass", "%20_pass"))
    }),
    shape(
        "an encoded underscore of _user",
        Bare::Opens,
        Stop::Factor,
        |k| form(k, &renamed(k, "_user", "%5Fuser")),
    ),
    opens("a NUL behind _user", |k| {
        form(k, &renamed(k, "_user", "_user%00x"))
    }),
    opens("another name first, the victim's last", |k| {
        form(
            k,
            &format!("_user=nobody%40disabled.test&{}", login_form(k)),
        )
    }),
    opens("the victim's name first, the other one mangled", |k| {
        let user = encode(&k.user);
        let form_ = replaced(
            k,
            "_user",
            &format!("_user=nobody%40disabled.test&.user={user}"),
        );
        form(k, &form_)
    }),
    opens(
        "a thousand fields between the victim's name and another",
        |k| {
            let mut body = login_form(k);
            for number in 0..1000 {
                let _ = write!(body, "&f{number}=x");
            }
            form(k, &format!("{body}&_user=nobody%40disabled.test"))
        },
    ),
    opens("a field that no form has", |k| {
        form(k, &format!("{}&x=1", login_form(k)))
    }),
    shape(
        "a login action with tags in it",
        Bare::Opens,
        Stop::Factor,
        |k| form(k, &replaced(k, "_action", "_action=lo%3Cb%3Egin")),
    ),
    shape(
        "a login action with spaces and marks in it",
        Bare::Opens,
        Stop::Factor,
        |k| form(k, &replaced(k, "_action", "_action=log+in!")),
    ),
    shape(
        "a login action in upper case",
        Bare::Shuts,
        Stop::Factor,
        |k| form(k, &replaced(k, "_action", "_action=Login")),
    ),
    shape(
        "another task and action in the body",
        Bare::Shuts,
        Stop::Factor,
        |k| {
            let other = replaced(k, "_task", "_task=mail");
            form(k, &other.replace("_action=login", "_action=list"))
        },
    ),
    opens("an ajax login by the body", |k| {
        form(k, &format!("{}&_remote=1", login_form(k)))
    }),
    opens("a framed login by the body", |k| {
        form(k, &format!("{}&_framed=1", login_form(k)))
    }),
    opens("a charset in the body", |k| {
        form(k, &format!("{}&_charset=utf-7", login_form(k)))
    }),
    shuts("semicolons between the fields", |k| {
        form(k, &login_form(k).replace('&', ";"))
    }),
    shuts("an array of names", |k| {
        form(k, &renamed(k, "_user", "_user[]"))
    }),
    shuts("a bracket for the underscore", |k| {
        form(k, &renamed(k, "_user", "[user"))
    }),
    opens("an empty pair between the fields", |k| {
        form(k, &login_form(k).replacen('&', "&&", 1))
    }),
    opens("a line break behind the form", |k| {
        form(k, &format!("{}&\r\n", login_form(k)))
    }),
    opens("a form of hundreds of kilobytes", |k| {
        form(k, &format!("{}&x={}", login_form(k), "x".repeat(300_000)))
    }),
    shape(
        "a deep link to another host",
        Bare::Opens,
        Stop::Factor,
        |k| form(k, &replaced(k, "_url", "_url=%2F%2Fevil.test%2F")),
    ),
    shape(
        "a deep link to the settings",
        Bare::Opens,
        Stop::Factor,
        |k| {
            let link = "_url=_task%3Dsettings%26_action%3Dsave-prefs";
            form(k, &replaced(k, "_url", link))
        },
    ),
];

/// By the type and the framing of the body.
pub(crate) const BODIES: &[Shape] = &[
    opens("a multipart form", |k| multipart(k, "\"", "\r\n", "")),
    opens("a multipart form without quotes", |k| {
        multipart(k, "", "\r\n", "")
    }),
    opens("a multipart form with bare line feeds", |k| {
        multipart(k, "\"", "\n", "")
    }),
    opens("a multipart form with the name twice", |k| {
        let twice = part("_user", "\"", "\r\n", "nobody@disabled.test");
        multipart(k, "\"", "\r\n", &twice)
    }),
    shuts("a multipart form with the name as a file", |k| {
        let body = multipart_body(k, "\"", "\r\n", "");
        let body = body.replace("name=\"_user\"", "name=\"_user\"; filename=\"x\"");
        multipart_of(k, &body)
    }),
    opens("a content type in upper case", |k| {
        typed(k, "APPLICATION/X-WWW-FORM-URLENCODED")
    }),
    opens("a content type with another charset", |k| {
        typed(k, "application/x-www-form-urlencoded; charset=iso-8859-1")
    }),
    opens("a content type with a comma", |k| {
        typed(k, "application/x-www-form-urlencoded,x")
    }),
    opens("a content type with a boundary", |k| {
        typed(k, "application/x-www-form-urlencoded; boundary=x")
    }),
    shape(
        "a content type with a charset",
        Bare::Opens,
        Stop::Factor,
        |k| typed(k, "application/x-www-form-urlencoded; charset=UTF-8"),
    ),
    shuts("a body of JSON", |k| {
        let pairs = fields(k).into_iter();
        let body = serde_json::json!(pairs.collect::<std::collections::BTreeMap<_, _>>());
        let form = Draft::form(k, LOGIN, &body.to_string());
        form.instead(TYPE, "Content-Type: application/json").bytes()
    }),
    shuts("a form that says it is JSON", |k| {
        typed(k, "application/json")
    }),
    shuts("a form that says it is text", |k| typed(k, "text/plain")),
    shuts("a body without a type", |k| {
        Draft::form(k, LOGIN, &login_form(k)).without(TYPE).bytes()
    }),
    shuts("a body that says it is compressed", |k| {
        let form = Draft::form(k, LOGIN, "\u{1f}\u{8b}\u{8}");
        form.with("Content-Encoding: gzip").bytes()
    }),
    shape("a chunked body", Bare::Opens, Stop::Factor, |k| {
        chunked(k, "Transfer-Encoding: chunked")
    }),
    // RFC 9112 §6.3 lets the coding win; two readings of one request are none here.
    shape(
        "a chunked body with a length as well",
        Bare::Shuts,
        Stop::Gate,
        |k| {
            let form = Draft::form(k, LOGIN, &chunks(k)).framed();
            form.with("Content-Length: 4")
                .with("Transfer-Encoding: chunked")
                .bytes()
        },
    ),
    shuts("a coding that is not quite chunked", |k| {
        chunked(k, "Transfer-Encoding: xchunked")
    }),
    shuts("a coding before chunked", |k| {
        chunked(k, "Transfer-Encoding: identity, chunked")
    }),
    shuts("a coding under a name with an underscore", |k| {
        chunked(k, "Transfer_Encoding: chunked")
    }),
];

fn chunks(known: &Known) -> String {
    let form = login_form(known);
    let (first, rest) = form.split_at(10);
    let size = rest.len();
    format!("a\r\n{first}\r\n{size:x}\r\n{rest}\r\n0\r\n\r\n")
}

fn chunked(known: &Known, coding: &str) -> Vec<u8> {
    let form = Draft::form(known, LOGIN, &chunks(known)).framed();
    form.with(coding).bytes()
}

fn part(name: &str, quote: &str, line: &str, value: &str) -> String {
    let disposition = format!("Content-Disposition: form-data; name={quote}{name}{quote}");
    format!("--lab{line}{disposition}{line}{line}{value}{line}")
}

fn multipart_body(known: &Known, quote: &str, line: &str, first: &str) -> String {
    let mut body = first.to_owned();
    let values = [
        ("_token", known.token.as_str()),
        ("_task", "login"),
        ("_action", "login"),
        ("_user", &known.user),
        ("_pass", &known.password),
    ];
    for (name, value) in values {
        body.push_str(&part(name, quote, line, value));
    }
    format!("{body}--lab--{line}")
}

fn multipart_of(known: &Known, body: &str) -> Vec<u8> {
    let form = Draft::form(known, LOGIN, body);
    form.instead(TYPE, "Content-Type: multipart/form-data; boundary=lab")
        .bytes()
}

fn multipart(known: &Known, quote: &str, line: &str, first: &str) -> Vec<u8> {
    multipart_of(known, &multipart_body(known, quote, line, first))
}
