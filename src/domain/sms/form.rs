//! The form in which a provider takes a message: text with places that are filled in.
//!
//! ```text
//! {to}  +491701234567     {digits}  491701234567     {text}  the message
//! {from}  the sender      {seconds}  how long it is of use      {secret}  the provider's key
//! ```
//!
//! What is filled in is escaped for where it stands, so no number, text or key can end a string,
//! add a field or start a header. Braces around anything else are themselves.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

/// What is filled in.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// The number, with its plus.
    pub to: &'a str,
    /// The message.
    pub text: &'a str,
    /// The sender, empty where there is none.
    pub from: &'a str,
    /// How long the message is of use, in seconds.
    pub seconds: u64,
    /// The provider's key, empty where there is none.
    pub secret: &'a str,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyForm {
    /// `application/x-www-form-urlencoded` (WHATWG URL §5).
    Form,
    /// `application/json` (RFC 8259).
    Json,
}

/// A body with places to fill in.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    kind: BodyForm,
    parts: Vec<Part>,
}

/// A header field's value with places to fill in.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderForm(Vec<Part>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Digits,
    From,
    Seconds,
    Secret,
    Text,
    To,
}

#[derive(Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Place(Place),
}

/// Why a form is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FormError {
    /// Filled in, it is not JSON.
    #[error("is not JSON when filled in; a place stands inside a string: \"{{text}}\"")]
    Json,
    /// It cannot stand in a header field.
    #[error("has a character that a header field cannot have")]
    Header,
    /// The message would not be in it.
    #[error("has no {{text}}, so nobody would get a code")]
    NoText,
    /// The number would not be in it.
    #[error("has neither {{to}} nor {{digits}}, so nobody would get a code")]
    NoNumber,
    /// Number and message belong in the body.
    #[error("may have {{secret}} and {{from}}; number and text belong in the body")]
    NotInHeader,
    /// It has characters that would have to be escaped.
    #[error("is not a form: write \"to={{to}}&text={{text}}\"")]
    Encoding,
}

impl Form {
    /// Reads a body.
    ///
    /// # Errors
    /// When it lacks number or message, or is not of its kind.
    pub fn parse(kind: BodyForm, text: &str) -> Result<Self, FormError> {
        let parts = split(text);
        let has = |place: Place| parts.contains(&Part::Place(place));
        if !has(Place::Text) {
            return Err(FormError::NoText);
        }
        if !has(Place::To) && !has(Place::Digits) {
            return Err(FormError::NoNumber);
        }
        let form = Self { kind, parts };
        match kind {
            BodyForm::Form if !form.is_encoded() => Err(FormError::Encoding),
            BodyForm::Json if !form.is_json() => Err(FormError::Json),
            BodyForm::Form | BodyForm::Json => Ok(form),
        }
    }

    /// The body's media type.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        match self.kind {
            BodyForm::Form => "application/x-www-form-urlencoded",
            BodyForm::Json => "application/json",
        }
    }

    /// Whether it has a place for the provider's key.
    #[must_use]
    pub fn wants_secret(&self) -> bool {
        self.parts.contains(&Part::Place(Place::Secret))
    }

    /// The body, filled in.
    #[must_use]
    pub fn fill(&self, values: &Values<'_>) -> Zeroizing<String> {
        let escape = match self.kind {
            BodyForm::Form => percent_encoded,
            BodyForm::Json => json_escaped,
        };
        fill(&self.parts, values, escape)
    }

    /// Whether it stays JSON whatever is filled in: a value that is a bare word where a place stands
    /// outside a string must not be possible.
    fn is_json(&self) -> bool {
        let awkward = Values {
            to: "+1\"",
            text: "\"\\\n",
            from: "\"",
            seconds: 300,
            secret: "\"",
        };
        let plain = Values {
            to: "a b",
            text: "a b",
            from: "a b",
            seconds: 300,
            secret: "a b",
        };
        [awkward, plain].iter().all(|values| {
            let filled = self.fill(values);
            serde_json::from_str::<serde_json::Value>(&filled).is_ok()
        })
    }

    fn is_encoded(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Place(_) => true,
            Part::Literal(text) => text
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}' | b'"' | b'#')),
        })
    }
}

impl HeaderForm {
    /// Reads a header field's value.
    ///
    /// # Errors
    /// When it cannot be one, or has number or message in it.
    pub fn parse(text: &str) -> Result<Self, FormError> {
        let visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        if !text.bytes().all(visible) {
            return Err(FormError::Header);
        }
        let parts = split(text);
        let allowed = parts.iter().all(|part| match part {
            Part::Literal(_) | Part::Place(Place::Secret | Place::From) => true,
            Part::Place(Place::Digits | Place::Seconds | Place::Text | Place::To) => false,
        });
        if allowed {
            Ok(Self(parts))
        } else {
            Err(FormError::NotInHeader)
        }
    }

    /// Whether it has a place for the provider's key.
    #[must_use]
    pub fn wants_secret(&self) -> bool {
        self.0.contains(&Part::Place(Place::Secret))
    }

    /// The value, filled in. A key with characters that a header cannot have is refused later,
    /// where the header is made.
    #[must_use]
    pub fn fill(&self, values: &Values<'_>) -> Zeroizing<String> {
        fill(&self.0, values, str::to_owned)
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({:?})", self.kind)
    }
}

impl fmt::Debug for HeaderForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeaderForm(…)")
    }
}

/// Filled in once, so that a brace in what was filled in is no place again.
fn fill(parts: &[Part], values: &Values<'_>, escape: fn(&str) -> String) -> Zeroizing<String> {
    let mut filled = Zeroizing::new(String::new());
    for part in parts {
        match part {
            Part::Literal(text) => filled.push_str(text),
            Part::Place(place) => {
                let value = Zeroizing::new(escape(&place.value(values)));
                filled.push_str(&value);
            }
        }
    }
    filled
}

impl Place {
    const ALL: [(&'static str, Self); 6] = [
        ("{digits}", Self::Digits),
        ("{from}", Self::From),
        ("{seconds}", Self::Seconds),
        ("{secret}", Self::Secret),
        ("{text}", Self::Text),
        ("{to}", Self::To),
    ];

    fn value(self, values: &Values<'_>) -> Zeroizing<String> {
        let value = match self {
            Self::Digits => values.to.trim_start_matches('+').to_owned(),
            Self::From => values.from.to_owned(),
            Self::Seconds => values.seconds.to_string(),
            Self::Secret => values.secret.to_owned(),
            Self::Text => values.text.to_owned(),
            Self::To => values.to.to_owned(),
        };
        Zeroizing::new(value)
    }
}

fn split(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    let next = |rest: &str| {
        let found = Place::ALL
            .iter()
            .filter_map(|(name, place)| Some((rest.find(name)?, *name, *place)));
        found.min_by_key(|(at, _, _)| *at)
    };
    while let Some((at, name, place)) = next(rest) {
        let (before, from_place) = rest.split_at(at);
        if !before.is_empty() {
            parts.push(Part::Literal(before.to_owned()));
        }
        parts.push(Part::Place(place));
        rest = from_place.strip_prefix(name).unwrap_or_default();
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    parts
}

fn percent_encoded(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// Without the quotes around it, which the form has itself.
fn json_escaped(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    let bare = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    bare.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'static> = Values {
        to: "+491701234567",
        text: "1 \"2\" {to}&x=\\\n@h #123456",
        from: "A&B",
        seconds: 300,
        secret: "s{text}=&\"",
    };

    #[test]
    fn what_is_filled_in_cannot_leave_its_string() {
        let text =
            r#"{"to": "{to}", "body": {"text": "{text}", "key": "{secret}"}, "ttl": {seconds}}"#;
        let form = Form::parse(BodyForm::Json, text).unwrap();
        let filled = form.fill(&VALUES);
        let value: serde_json::Value = serde_json::from_str(&filled).unwrap();
        assert_eq!(value["to"], VALUES.to);
        assert_eq!(value["body"]["text"], VALUES.text);
        assert_eq!(value["body"]["key"], VALUES.secret);
        assert_eq!(value["ttl"], 300);
    }

    #[test]
    fn what_is_filled_in_cannot_add_a_field() {
        let text = "to={digits}&text={text}&from={from}&key={secret}&v=1";
        let form = Form::parse(BodyForm::Form, text).unwrap();
        let filled = form.fill(&VALUES);
        let fields: Vec<_> = form_urlencoded::parse(filled.as_bytes()).collect();
        let expected = [
            ("to", "491701234567"),
            ("text", VALUES.text),
            ("from", VALUES.from),
            ("key", VALUES.secret),
            ("v", "1"),
        ];
        let fields: Vec<_> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_form_that_would_lose_the_message_is_refused() {
        let json = |text| Form::parse(BodyForm::Json, text).err();
        assert_eq!(json(r#"{"to": "{to}"}"#), Some(FormError::NoText));
        assert_eq!(json(r#"{"t": "{text}"}"#), Some(FormError::NoNumber));
        assert_eq!(
            json(r#"{"to": {to}, "t": "{text}"}"#),
            Some(FormError::Json)
        );
        assert_eq!(
            json(r#"{"to": "{to}", "t": {text}}"#),
            Some(FormError::Json)
        );
        assert_eq!(
            json(r#"{"to": "{to}", "t": "{text}""#),
            Some(FormError::Json)
        );
        let form = |text| Form::parse(BodyForm::Form, text).err();
        assert_eq!(form("to={to}&t={text} x"), Some(FormError::Encoding));
        assert_eq!(form("to={to}&t={text}&u={user}"), Some(FormError::Encoding));
    }

    #[test]
    fn a_header_has_keys_and_no_messages() {
        let header = HeaderForm::parse("Bearer {secret}").unwrap();
        assert_eq!(&**header.fill(&VALUES), "Bearer s{text}=&\"");
        assert_eq!(HeaderForm::parse("{to}"), Err(FormError::NotInHeader));
        assert_eq!(HeaderForm::parse("a\r\nX: y"), Err(FormError::Header));
    }
}
