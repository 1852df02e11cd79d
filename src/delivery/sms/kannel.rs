//! Kannel's `sendsms` (Kannel 1.4.5, user guide, "Using HTTP to send messages").
//!
//! By POST with header fields and the text as the body: a query would put password and code into
//! every access log on the way, Kannel's own among them. Kannel's `access-log` has the texts in it
//! all the same; the operator decides where that is.

use ::http::header::CONTENT_TYPE;
use ::http::{HeaderName, HeaderValue, Request, StatusCode, Uri};
use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::Full;

use super::{Accepted, Alphabet, Rejection, Sms, SmsError, SmsMessage};
use crate::delivery::HttpClient;
use crate::delivery::http::Reply;
use crate::domain::sms::Sender;
use crate::secret::SecretText;

/// A Kannel's `smsbox`.
#[derive(Debug)]
pub struct Kannel {
    /// Where `sendsms` is, such as `http://127.0.0.1:13013/cgi-bin/sendsms`.
    pub url: Uri,
    /// The `sendsms-user`.
    pub user: String,
    /// Its password.
    pub password: SecretText,
    /// Whom messages are from; Kannel's own default where it is not set.
    pub from: Option<Sender>,
    /// The `smsc-id` to send by; Kannel's own routing where it is not set.
    pub smsc: Option<String>,
    /// How it is asked.
    pub client: HttpClient,
}

#[async_trait]
impl Sms for Kannel {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let request = self.request(message)?;
        let reply = self.client.send(request).await?;
        let outcome = outcome(&reply);
        if let Err(error) = &outcome {
            tracing::warn!(gateway = NAME, status = %reply.status, %error, "message not accepted");
        }
        outcome
    }

    fn name(&self) -> &'static str {
        NAME
    }
}

impl Kannel {
    fn request(&self, message: &SmsMessage) -> Result<Request<Full<Bytes>>, SmsError> {
        let text = message.text.expose();
        // With the default alphabet Kannel turns what it lacks into question marks, silently.
        let coding = match Alphabet::of(text) {
            Alphabet::Gsm7 => "0",
            Alphabet::Ucs2 => "2",
        };
        let minutes = message.minutes().to_string();
        let mut fields = vec![
            ("x-kannel-username", self.user.as_str(), false),
            ("x-kannel-password", self.password.expose(), true),
            ("x-kannel-to", message.to.as_str(), true),
            ("x-kannel-coding", coding, false),
            ("x-kannel-validity", &minutes, false),
        ];
        fields.extend(
            self.from
                .as_ref()
                .map(|f| ("x-kannel-from", f.as_str(), false)),
        );
        fields.extend(
            self.smsc
                .as_ref()
                .map(|s| ("x-kannel-smsc", s.as_str(), false)),
        );
        let body = Full::new(Bytes::copy_from_slice(text.as_bytes()));
        let mut request = Request::new(body);
        *request.method_mut() = ::http::Method::POST;
        *request.uri_mut() = self.url.clone();
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=UTF-8"),
        );
        for (name, value, secret) in fields {
            let mut value = HeaderValue::from_str(value).map_err(|_| SmsError::Misconfigured)?;
            value.set_sensitive(secret);
            headers.insert(HeaderName::from_static(name), value);
        }
        Ok(request)
    }
}

/// Measured: 202 with `0: Accepted for delivery`, 202 with `3: Queued for later delivery` when the
/// network is away, 403 for a wrong password, 400 for a request that Kannel does not take, such as
/// `Sender missing and no global set, rejected`. From its
/// source: 403 and words for numbers that its lists or its routing refuse, 503 with `Temporal
/// failure, try again later.`.
fn outcome(reply: &Reply) -> Result<Accepted, SmsError> {
    let says = |words: &[u8]| reply.body.windows(words.len()).any(|part| part == words);
    match reply.status {
        StatusCode::ACCEPTED if reply.body.starts_with(b"0:") || reply.body.starts_with(b"3:") => {
            Ok(Accepted {
                gateway: NAME,
                reference: None,
            })
        }
        StatusCode::BAD_REQUEST if says(b"Sender missing") => {
            tracing::error!(
                gateway = NAME,
                "no sender: set sms.sender here, or default-sender in Kannel's sendsms-user"
            );
            Err(SmsError::Misconfigured)
        }
        StatusCode::FORBIDDEN if says(b"black-lists") => {
            Err(SmsError::Rejected(Rejection::Blocked))
        }
        StatusCode::FORBIDDEN if says(b"Not routable") => {
            Err(SmsError::Rejected(Rejection::Unreachable))
        }
        _ => Err(SmsError::of_status(reply)),
    }
}

const NAME: &str = "kannel";
