//! Any provider that takes a message as one POST.

use ::http::header::{AUTHORIZATION, CONTENT_TYPE};
use ::http::{HeaderName, HeaderValue, Method, Request, Uri};
use async_trait::async_trait;
use bytes::Bytes;
use data_encoding::BASE64;
use http_body_util::Full;
use zeroize::Zeroizing;

use super::{Accepted, Sms, SmsError, SmsMessage};
use crate::delivery::HttpClient;
use crate::delivery::http::Reply;
use crate::domain::sms::{Form, HeaderForm, Sender, Values};
use crate::secret::SecretText;

/// A provider, described by its request.
#[derive(Debug)]
pub struct Http {
    /// Where messages are posted. Nothing is ever filled into it: addresses are logged everywhere.
    pub url: Uri,
    /// Header fields besides those that every request has.
    pub headers: Vec<(HeaderName, HeaderForm)>,
    /// The body.
    pub body: Form,
    /// Whom messages are from.
    pub from: Option<Sender>,
    /// The user's name for Basic authentication (RFC 7617), with the secret as its password.
    pub user: Option<String>,
    /// The provider's key or password.
    pub secret: Option<SecretText>,
    /// What success looks like.
    pub success: HttpSuccess,
    /// How it is asked.
    pub client: HttpClient,
}

/// What success looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSuccess {
    /// The statuses; any of 2xx where there are none.
    pub statuses: Vec<u16>,
    /// A place in the answer (JSON pointer, RFC 6901) and what stands there, as text. Providers that
    /// answer 200 to everything need it.
    pub value: Option<(String, String)>,
}

#[async_trait]
impl Sms for Http {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let request = self.request(message)?;
        let reply = self.client.send(request).await?;
        let outcome = self.success.judge(&reply);
        if let Err(error) = &outcome {
            tracing::warn!(gateway = NAME, status = %reply.status, %error, "message not accepted");
        }
        outcome
    }

    fn name(&self) -> &'static str {
        NAME
    }
}

impl Http {
    fn request(&self, message: &SmsMessage) -> Result<Request<Full<Bytes>>, SmsError> {
        let secret = self.secret.as_ref().map_or("", SecretText::expose);
        let values = Values {
            to: message.to.as_str(),
            text: message.text.expose(),
            from: self.from.as_ref().map_or("", Sender::as_str),
            seconds: message.seconds(),
            secret,
        };
        let body = self.body.fill(&values);
        let body = Full::new(Bytes::copy_from_slice(body.as_bytes()));
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.clone();
        let headers = request.headers_mut();
        let media_type = HeaderValue::from_static(self.body.media_type());
        headers.insert(CONTENT_TYPE, media_type);
        if let Some(user) = &self.user {
            let pair = Zeroizing::new(format!("{user}:{secret}"));
            let basic = Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())));
            headers.insert(AUTHORIZATION, field(&basic)?);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), field(&value.fill(&values))?);
        }
        Ok(request)
    }
}

impl HttpSuccess {
    fn judge(&self, reply: &Reply) -> Result<Accepted, SmsError> {
        let expected = if self.statuses.is_empty() {
            reply.status.is_success()
        } else {
            self.statuses.contains(&reply.status.as_u16())
        };
        if !expected {
            return Err(SmsError::of_status(reply));
        }
        if let Some((pointer, wanted)) = &self.value {
            let answer: Option<serde_json::Value> = serde_json::from_slice(&reply.body).ok();
            let found = answer.as_ref().and_then(|answer| answer.pointer(pointer));
            match found {
                Some(value) if as_text(value) == *wanted => {}
                // It says so itself: nothing was sent, and why is the provider's own matter.
                Some(_) => return Err(SmsError::Unavailable),
                None => return Err(SmsError::Unknown),
            }
        }
        Ok(Accepted {
            gateway: NAME,
            reference: None,
        })
    }
}

fn field(value: &str) -> Result<HeaderValue, SmsError> {
    let mut value = HeaderValue::from_str(value).map_err(|_| SmsError::Misconfigured)?;
    value.set_sensitive(true);
    Ok(value)
}

fn as_text(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

const NAME: &str = "http";
