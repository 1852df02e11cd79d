//! One shape of a request that might get in, and what the attacker puts into it.

use form_urlencoded::byte_serialize;

/// What the attacker knows and holds.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The host to ask for.
    pub(crate) host: String,
    /// The victim's mailbox.
    pub(crate) user: String,
    /// The victim's password.
    pub(crate) password: String,
    /// The token of a login form.
    pub(crate) token: String,
    /// The cookies that belong to it.
    pub(crate) cookie: String,
    /// How the request is told from others in the webmail's access log.
    pub(crate) agent: String,
}

/// One shape.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// What it does, in words.
    pub(crate) sentence: &'static str,
    /// What it comes to without the gateway.
    pub(crate) bare: Bare,
    /// Where the gateway stops it.
    pub(crate) stop: Stop,
    /// Its bytes.
    pub(crate) request: fn(&Known) -> Vec<u8>,
}

/// What a shape comes to at the bare webmail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bare {
    /// It signs the victim in.
    Opens,
    /// It does not.
    Shuts,
}

/// How far a shape comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Nothing of it reaches the webmail.
    Gate,
    /// The webmail is asked for a page or a file for everyone, without any credential.
    Page,
    /// The gateway signs in on a session of its own, and the second factor is asked for.
    Factor,
    /// The gateway tries to sign in, and the webmail refuses the name.
    Name,
}

/// `Opens` at the bare webmail, and stopped at the gate.
pub(crate) const fn opens(sentence: &'static str, request: fn(&Known) -> Vec<u8>) -> Shape {
    shape(sentence, Bare::Opens, Stop::Gate, request)
}

/// `Shuts` at the bare webmail as packaged, and stopped at the gate all the same.
pub(crate) const fn shuts(sentence: &'static str, request: fn(&Known) -> Vec<u8>) -> Shape {
    shape(sentence, Bare::Shuts, Stop::Gate, request)
}

pub(crate) const fn shape(
    sentence: &'static str,
    bare: Bare,
    stop: Stop,
    request: fn(&Known) -> Vec<u8>,
) -> Shape {
    Shape {
        sentence,
        bare,
        stop,
        request,
    }
}

/// A request in the making.
#[derive(Clone)]
pub(crate) struct Draft {
    line: String,
    fields: Vec<String>,
    body: Vec<u8>,
    framed: bool,
}

impl Draft {
    /// `METHOD target`, with the attacker's host, cookies and the looks of a browser.
    pub(crate) fn new(known: &Known, line: &str) -> Self {
        let mut fields = vec![
            format!("Host: {}", known.host),
            format!("User-Agent: {}", known.agent),
            "Accept: text/html,*/*;q=0.8".to_owned(),
            "Connection: close".to_owned(),
        ];
        if !known.cookie.is_empty() {
            fields.push(format!("Cookie: {}", known.cookie));
        }
        Self {
            line: format!("{line} HTTP/1.1"),
            fields,
            body: Vec::new(),
            framed: false,
        }
    }

    /// A form sent to `target`.
    pub(crate) fn form(known: &Known, target: &str, body: &str) -> Self {
        Self::new(known, &format!("POST {target}"))
            .with("Content-Type: application/x-www-form-urlencoded")
            .body(body.as_bytes())
    }

    /// One more field.
    pub(crate) fn with(mut self, field: &str) -> Self {
        self.fields.push(field.to_owned());
        self
    }

    /// Without the fields that start so.
    pub(crate) fn without(mut self, start: &str) -> Self {
        self.fields.retain(|field| !field.starts_with(start));
        self
    }

    /// `field` in place of the one that starts so.
    pub(crate) fn instead(self, start: &str, field: &str) -> Self {
        self.without(start).with(field)
    }

    /// Another request line.
    pub(crate) fn line(mut self, line: &str) -> Self {
        line.clone_into(&mut self.line);
        self
    }

    pub(crate) fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }

    /// The body is framed by fields that were added.
    pub(crate) fn framed(mut self) -> Self {
        self.framed = true;
        self
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut bytes = format!("{}\r\n{}\r\n", self.line, self.fields.join("\r\n")).into_bytes();
        if !self.framed && !self.body.is_empty() {
            bytes.extend(format!("Content-Length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(self.body);
        bytes
    }
}

/// The fields of the login form, encoded.
pub(crate) fn fields(known: &Known) -> Vec<(String, String)> {
    let pairs = [
        ("_token", known.token.as_str()),
        ("_task", "login"),
        ("_action", "login"),
        ("_timezone", "_default_"),
        ("_url", ""),
        ("_user", &known.user),
        ("_pass", &known.password),
    ];
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), encode(value)))
        .collect()
}

/// The login form as the login page sends it.
pub(crate) fn login_form(known: &Known) -> String {
    join(&fields(known))
}

/// The login form, with `name` replaced by `pair`.
pub(crate) fn replaced(known: &Known, name: &str, pair: &str) -> String {
    let kept = fields(known).into_iter().filter(|(own, _)| own != name);
    let form = join(&kept.collect::<Vec<_>>());
    if pair.is_empty() {
        form
    } else {
        format!("{form}&{pair}")
    }
}

/// The login form, with the field `from` under the name `to`.
pub(crate) fn renamed(known: &Known, from: &str, to: &str) -> String {
    let fields = fields(known).into_iter().map(|(name, value)| {
        let name = if name == from { to.to_owned() } else { name };
        (name, value)
    });
    join(&fields.collect::<Vec<_>>())
}

pub(crate) fn encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

fn join(fields: &[(String, String)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}
