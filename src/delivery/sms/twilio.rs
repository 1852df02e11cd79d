//! Twilio's Messages resource, API version 2010-04-01 (www.twilio.com/docs/messaging/api/message-resource).

use ::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use ::http::{HeaderValue, Method, Request, StatusCode, Uri};
use async_trait::async_trait;
use bytes::Bytes;
use data_encoding::BASE64;
use http_body_util::Full;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{Accepted, Sms, SmsError, SmsMessage, twilio_error};
use crate::delivery::HttpClient;
use crate::delivery::http::Reply;
use crate::domain::sms::Sender;
use crate::secret::SecretText;

/// A Twilio account.
#[derive(Debug)]
pub struct Twilio {
    /// `https://api.twilio.com`, without a path.
    pub url: Uri,
    /// The account's SID.
    pub account: String,
    /// The SID of an API key, where one is used: Basic authentication is then by it and its secret,
    /// else by the account's SID and its auth token.
    pub api_key: Option<String>,
    /// The auth token, or the API key's secret.
    pub secret: SecretText,
    /// Whom messages are from.
    pub from: TwilioSender,
    /// How it is asked.
    pub client: HttpClient,
}

/// Whom messages are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TwilioSender {
    /// A number of the account, or a name.
    From(Sender),
    /// A messaging service's SID; it chooses the number.
    MessagingService(String),
}

#[async_trait]
impl Sms for Twilio {
    async fn send(&self, message: &SmsMessage) -> Result<Accepted, SmsError> {
        let request = self.request(message)?;
        let reply = self.client.send(request).await?;
        outcome(&reply)
    }

    fn name(&self) -> &'static str {
        NAME
    }
}

impl Twilio {
    fn request(&self, message: &SmsMessage) -> Result<Request<Full<Bytes>>, SmsError> {
        let misconfigured = |_| SmsError::Misconfigured;
        let path = format!("/2010-04-01/Accounts/{}/Messages.json", self.account);
        let mut parts = self.url.clone().into_parts();
        parts.path_and_query = Some(path.parse().map_err(|_| SmsError::Misconfigured)?);
        let url = Uri::from_parts(parts).map_err(|_| SmsError::Misconfigured)?;
        let mut request = Request::new(Full::new(Bytes::from(self.form(message))));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url;
        let user = self.api_key.as_ref().unwrap_or(&self.account);
        let pair = Zeroizing::new(format!("{user}:{}", self.secret.expose()));
        let basic = Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())));
        let mut basic = HeaderValue::from_str(&basic).map_err(misconfigured)?;
        basic.set_sensitive(true);
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, basic);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        Ok(request)
    }

    fn form(&self, message: &SmsMessage) -> String {
        let (field, from) = match &self.from {
            TwilioSender::From(sender) => ("From", sender.as_str()),
            TwilioSender::MessagingService(sid) => ("MessagingServiceSid", sid.as_str()),
        };
        // Error 90007: "between 1 and 36,000, which is a maximum of 10 hours".
        let validity = message.seconds().min(36_000).to_string();
        form_urlencoded::Serializer::new(String::new())
            .append_pair("To", message.to.as_str())
            .append_pair(field, from)
            .append_pair("Body", message.text.expose())
            .append_pair("ValidityPeriod", &validity)
            .finish()
    }
}

/// The part of a message resource that is of interest. The rest repeats number and text.
#[derive(Deserialize)]
struct MessageResource {
    sid: String,
    status: String,
    error_code: Option<u32>,
}

/// The part of an error that is of interest (www.twilio.com/docs/usage/twilios-response).
#[derive(Deserialize)]
struct ErrorBody {
    code: u32,
}

fn outcome(reply: &Reply) -> Result<Accepted, SmsError> {
    if reply.status == StatusCode::CREATED {
        return created(&reply.body);
    }
    let body: Option<ErrorBody> = serde_json::from_slice(&reply.body).ok();
    let code = body.map(|body| body.code);
    let known = code.and_then(|code| twilio_error::of_code(code, reply.retry_after));
    let error = known.unwrap_or_else(|| SmsError::of_status(reply));
    tracing::warn!(gateway = NAME, status = %reply.status, code, %error, "message not accepted");
    Err(error)
}

/// A message resource says by its status what became of it so far.
fn created(body: &[u8]) -> Result<Accepted, SmsError> {
    let Ok(resource) = serde_json::from_slice::<MessageResource>(body) else {
        tracing::warn!(
            gateway = NAME,
            "the answer to a message is not a message resource"
        );
        return Err(SmsError::Unknown);
    };
    let is_sid = resource.sid.len() == SID_LENGTH
        && resource
            .sid
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric());
    match resource.status.as_str() {
        "accepted" | "queued" | "sending" | "sent" | "delivered" | "scheduled" if is_sid => {
            Ok(Accepted {
                gateway: NAME,
                reference: Some(resource.sid),
            })
        }
        "failed" | "undelivered" | "canceled" => {
            let known = resource.error_code;
            let known = known.and_then(|code| twilio_error::of_code(code, None));
            let error = known.unwrap_or(SmsError::Unavailable);
            let code = resource.error_code;
            tracing::warn!(gateway = NAME, code, %error, "message failed");
            Err(error)
        }
        _ => Err(SmsError::Unknown),
    }
}

const NAME: &str = "twilio";
/// Two letters and 32 hexadecimal digits.
const SID_LENGTH: usize = 34;
