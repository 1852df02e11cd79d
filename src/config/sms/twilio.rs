//! `[sms.twilio]`: a Twilio account.

use http::Uri;
use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use super::super::secret_file::SecretFile;
use super::{Shared, endpoint};
use crate::domain::sms::Sender;

/// A Twilio account.
#[derive(Debug, Clone)]
pub struct Twilio {
    /// The API's origin.
    pub url: Uri,
    /// The account's SID.
    pub account: String,
    /// The SID of an API key, where one is used instead of the account's auth token.
    pub api_key: Option<String>,
    /// The auth token, or the API key's secret.
    pub secret: SecretFile,
    /// Whom messages are from.
    pub from: TwilioSender,
}

/// Whom messages are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TwilioSender {
    /// The SID of a messaging service, which chooses.
    MessagingService(String),
    /// `sms.sender`.
    Sender(Sender),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    account: Option<String>,
    api_key: Option<String>,
    secret_file: Option<String>,
    messaging_service: Option<String>,
    url: Option<String>,
}

impl Raw {
    pub(super) fn build(
        self,
        at: &KeyPath,
        shared: &Shared<'_>,
        scope: &mut Scope<'_>,
    ) -> Option<Twilio> {
        let key = at.key("url");
        let text = self.url.as_deref().unwrap_or(DEFAULT_URL);
        let url = endpoint::build(text, &key, shared.allow_plain, scope);
        let has_path = |url: &Uri| url.path() != "/" || url.query().is_some();
        if url.as_ref().is_some_and(has_path) {
            scope.error(&key, "must not have a path");
        }
        let key = at.key("account");
        let account = scope.required(&key, self.account.as_deref(), "the account's SID");
        let account = scope.read(&key, account, |text| read_sid(text, "AC"));
        let read_key = |text: &str| read_sid(text, "SK");
        let api_key = scope.read(&at.key("api_key"), self.api_key.as_deref(), read_key);
        let key = at.key("secret_file");
        let credential = shared.credential("sms-twilio-secret");
        let file = self.secret_file.as_deref();
        let secret = SecretFile::find(key.clone(), file, credential, scope);
        let why = "the file with the auth token or the API key's secret, or a credential \
                   sms-twilio-secret";
        let secret = scope.required(&key, secret, why);
        let from = self.from(&at.key("messaging_service"), shared, scope);
        Some(Twilio {
            url: url?,
            account: account?,
            api_key,
            secret: secret?,
            from: from?,
        })
    }

    fn from(
        &self,
        at: &KeyPath,
        shared: &Shared<'_>,
        scope: &mut Scope<'_>,
    ) -> Option<TwilioSender> {
        let sender = shared.sender.cloned().map(TwilioSender::Sender);
        if self.messaging_service.is_some() {
            let read = |text: &str| read_sid(text, "MG");
            let service = scope.read(at, self.messaging_service.as_deref(), read)?;
            return Some(TwilioSender::MessagingService(service));
        }
        scope.required(
            at,
            sender,
            "or set sms.sender: Twilio must know whom messages are from",
        )
    }
}

/// Two letters and 32 hexadecimal digits.
fn read_sid(text: &str, kind: &str) -> Result<String, String> {
    let digits = text.strip_prefix(kind).unwrap_or_default();
    if digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(text.to_owned())
    } else {
        Err(format!("is not {kind} with 32 hexadecimal digits after it"))
    }
}

const DEFAULT_URL: &str = "https://api.twilio.com";
