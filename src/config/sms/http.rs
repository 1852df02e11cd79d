//! `[sms.http]`: any provider that takes a message as one POST.

use std::collections::BTreeMap;

use http::{HeaderName, Uri, header};
use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use super::super::secret_file::SecretFile;
use super::{Shared, endpoint};
use crate::domain::sms::{BodyForm, Form, HeaderForm};

/// A provider.
#[derive(Debug, Clone)]
pub struct Http {
    /// Where messages are posted.
    pub url: Uri,
    /// Header fields.
    pub headers: Vec<(HeaderName, HeaderForm)>,
    /// The body.
    pub body: Form,
    /// The user of Basic authentication.
    pub user: Option<String>,
    /// The provider's key, or the user's password.
    pub secret: Option<SecretFile>,
    /// What success looks like.
    pub success: Success,
}

/// What success looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Success {
    /// The statuses; any of 2xx where there are none.
    pub statuses: Vec<u16>,
    /// A place in the answer (RFC 6901), and what stands there.
    pub value: Option<(String, String)>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    url: Option<String>,
    content_type: Option<String>,
    body: Option<String>,
    headers: Option<BTreeMap<String, String>>,
    user: Option<String>,
    secret_file: Option<String>,
    success: Option<Vec<Option<u16>>>,
    success_pointer: Option<String>,
    success_value: Option<String>,
}

impl Raw {
    pub(super) fn build(
        self,
        at: &KeyPath,
        shared: &Shared<'_>,
        scope: &mut Scope<'_>,
    ) -> Option<Http> {
        let key = at.key("url");
        let url = scope.required(&key, self.url.as_deref(), "where messages are posted");
        let url = url.and_then(|url| endpoint::build(url, &key, shared.allow_plain, scope));
        let body = self.body(at, scope);
        let headers = self.headers(&at.key("headers"), scope);
        let user = scope.read(&at.key("user"), self.user.as_deref(), read_user);
        let wanted = self.user.is_some()
            || body.as_ref().is_some_and(Form::wants_secret)
            || headers.iter().any(|(_, value)| value.wants_secret());
        let secret = self.secret(&at.key("secret_file"), wanted, shared, scope);
        let success = self.success(at, scope);
        Some(Http {
            url: url?,
            headers,
            body: body?,
            user,
            secret,
            success: success?,
        })
    }

    fn body(&self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Form> {
        let kind = self.content_type.as_deref().unwrap_or("json");
        let kind = scope.read(&at.key("content_type"), Some(kind), read_kind)?;
        let key = at.key("body");
        let why = "what is posted, such as '{\"to\": \"{to}\", \"text\": \"{text}\"}'";
        let body = scope.required(&key, self.body.as_deref(), why);
        scope.read(&key, body, |text| Form::parse(kind, text))
    }

    fn headers(&self, at: &KeyPath, scope: &mut Scope<'_>) -> Vec<(HeaderName, HeaderForm)> {
        let mut headers = Vec::new();
        for (name, value) in self.headers.iter().flatten() {
            let at = at.key(name.as_str());
            let form = scope.read(&at, Some(value), HeaderForm::parse);
            let name = scope.read(&at, Some(name), read_name);
            if self.user.is_some() && name.as_ref() == Some(&header::AUTHORIZATION) {
                scope.error(&at, "is what user sets; use one of them");
            }
            headers.extend(name.zip(form));
        }
        headers
    }

    fn secret(
        &self,
        at: &KeyPath,
        wanted: bool,
        shared: &Shared<'_>,
        scope: &mut Scope<'_>,
    ) -> Option<SecretFile> {
        let file = self.secret_file.as_deref();
        if !wanted {
            if file.is_some() {
                scope.warn(at, "has no effect: there is no user and no {secret}");
            }
            return None;
        }
        let credential = shared.credential("sms-http-secret");
        let secret = SecretFile::find(at.clone(), file, credential, scope);
        let why = "the file with the provider's key, or a credential sms-http-secret";
        scope.required(at, secret, why)
    }

    fn success(&self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Success> {
        let statuses: Vec<u16> = self.success.iter().flatten().flatten().copied().collect();
        if statuses.iter().any(|status| !(200..=299).contains(status)) {
            scope.error(&at.key("success"), "may have statuses from 200 to 299");
        }
        let pointer = at.key("success_pointer");
        let read = scope.read(&pointer, self.success_pointer.as_deref(), read_pointer);
        let value = match (&self.success_pointer, &self.success_value) {
            (None, None) => None,
            (Some(_), Some(value)) => Some((read?, value.clone())),
            (Some(_), None) => {
                scope.missing(&at.key("success_value"), "what stands there in a success");
                None
            }
            (None, Some(_)) => {
                scope.missing(&pointer, "where success_value stands, such as \"/status\"");
                None
            }
        };
        Some(Success { statuses, value })
    }
}

fn read_kind(word: &str) -> Result<BodyForm, String> {
    match word {
        "form" => Ok(BodyForm::Form),
        "json" => Ok(BodyForm::Json),
        _ => Err(format!("{word:?} is neither \"json\" nor \"form\"")),
    }
}

fn read_name(text: &str) -> Result<HeaderName, String> {
    let name: HeaderName = text
        .parse()
        .map_err(|_| format!("{text:?} is not the name of a header field"))?;
    let framing = [
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::HOST,
        header::TRANSFER_ENCODING,
    ];
    if framing.contains(&name) {
        return Err(format!("{text:?} is set by the program itself"));
    }
    Ok(name)
}

/// A colon ends the user's name (RFC 7617 §2).
fn read_user(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(':') || text.chars().any(char::is_control) {
        return Err("must not be empty, or have a colon in it".to_owned());
    }
    Ok(text.to_owned())
}

fn read_pointer(text: &str) -> Result<String, String> {
    if text.starts_with('/') {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "{text:?} is not a JSON pointer, such as \"/messages/0/status\""
        ))
    }
}
