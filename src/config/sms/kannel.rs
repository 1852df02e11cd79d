//! `[sms.kannel]`: Kannel's `sendsms`.

use http::Uri;
use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use super::super::secret_file::SecretFile;
use super::{Shared, endpoint};

/// A Kannel.
#[derive(Debug, Clone)]
pub struct Kannel {
    /// Where `sendsms` is.
    pub url: Uri,
    /// The `sendsms-user`.
    pub user: String,
    /// Its password.
    pub password: SecretFile,
    /// The `smsc-id` to send by, where Kannel must not choose.
    pub smsc: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    url: Option<String>,
    user: Option<String>,
    password_file: Option<String>,
    smsc: Option<String>,
}

impl Raw {
    pub(super) fn build(
        self,
        at: &KeyPath,
        shared: &Shared<'_>,
        scope: &mut Scope<'_>,
    ) -> Option<Kannel> {
        let key = at.key("url");
        let url = self.url.as_deref().unwrap_or(DEFAULT_URL);
        let url = endpoint::build(url, &key, shared.allow_plain, scope);
        let key = at.key("user");
        let user = scope.required(&key, self.user.as_deref(), "the name of the sendsms-user");
        let user = scope.read(&key, user, read_word);
        let key = at.key("password_file");
        let credential = shared.credential("sms-kannel-password");
        let file = self.password_file.as_deref();
        let password = SecretFile::find(key.clone(), file, credential, scope);
        let why = "the file with the sendsms-user's password, or a credential sms-kannel-password";
        let password = scope.required(&key, password, why);
        let smsc = scope.read(&at.key("smsc"), self.smsc.as_deref(), read_word);
        Some(Kannel {
            url: url?,
            user: user?,
            password: password?,
            smsc,
        })
    }
}

/// It is sent in a header field.
fn read_word(text: &str) -> Result<String, String> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is not one word of ASCII"))
    }
}

const DEFAULT_URL: &str = "http://127.0.0.1:13013/cgi-bin/sendsms";
