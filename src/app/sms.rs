//! From `[sms]` to what sends messages.

use std::sync::Arc;

use anyhow::Context as _;
use http::Uri;
use rustls::RootCertStore;

use super::build::{authorities, system_authorities};
use crate::config::SecretFile;
use crate::config::sms::{self as config, Gateway, Sms as Section};
use crate::delivery::HttpClient;
use crate::delivery::sms::{
    Command, CommandInput, Failover, Http, HttpSuccess, Kannel, Outbox, Sms, Twilio, TwilioSender,
};
use crate::domain::phone;
use crate::gateway::factors::{SmsChannel, SmsWatch};
use crate::secret::SecretText;

/// How codes get to phones, where SMS is offered.
///
/// # Errors
/// When a secret or an authority cannot be read.
pub fn channel(section: Option<&Section>) -> anyhow::Result<Option<SmsChannel>> {
    let Some(gateway) = sms(section)? else {
        return Ok(None);
    };
    Ok(section.map(|section| SmsChannel {
        gateway,
        countries: first(&section.countries, section.default_country),
        limits: section.budgets,
        watch: SmsWatch::new(section.alarm),
    }))
}

/// The countries, the default one in front: the pages offer it first.
fn first(countries: &phone::Countries, default: phone::Country) -> phone::Countries {
    let others = countries.as_slice().iter().copied();
    phone::Countries::new(std::iter::once(default).chain(others).collect())
}

/// What sends text messages, where SMS is offered.
///
/// # Errors
/// When a secret or an authority cannot be read.
pub fn sms(section: Option<&Section>) -> anyhow::Result<Option<Arc<dyn Sms>>> {
    let Some(section) = section else {
        return Ok(None);
    };
    phone::warm();
    let first = gateway(&section.gateway, section)?;
    let Some(fallback) = &section.fallback else {
        return Ok(Some(first));
    };
    let second = gateway(fallback, section)?;
    Ok(Some(Arc::new(Failover::new(first, second))))
}

fn gateway(gateway: &Gateway, section: &Section) -> anyhow::Result<Arc<dyn Sms>> {
    Ok(match gateway {
        Gateway::Command(command) => Arc::new(self::command(command, section)),
        Gateway::Http(http) => Arc::new(self::http(http, section)?),
        Gateway::Kannel(kannel) => Arc::new(self::kannel(kannel, section)?),
        Gateway::Outbox(outbox) => Arc::new(match &outbox.file {
            Some(file) => Outbox::to_file(file.clone()),
            None => Outbox::to_log(),
        }),
        Gateway::Twilio(twilio) => Arc::new(self::twilio(twilio, section)?),
    })
}

fn command(command: &config::Command, section: &Section) -> Command {
    Command {
        program: command.program.clone(),
        arguments: command.arguments.iter().map(Into::into).collect(),
        input: match command.input {
            config::CommandInput::Json => CommandInput::Json,
            config::CommandInput::Text => CommandInput::Text,
        },
        from: section.sender.clone(),
        limit: section.timeout,
    }
}

fn http(http: &config::Http, section: &Section) -> anyhow::Result<Http> {
    Ok(Http {
        url: http.url.clone(),
        headers: http.headers.clone(),
        body: http.body.clone(),
        from: section.sender.clone(),
        user: http.user.clone(),
        secret: http.secret.as_ref().map(secret).transpose()?,
        success: HttpSuccess {
            statuses: http.success.statuses.clone(),
            value: http.success.value.clone(),
        },
        client: client(&http.url, section)?,
    })
}

fn kannel(kannel: &config::Kannel, section: &Section) -> anyhow::Result<Kannel> {
    Ok(Kannel {
        url: kannel.url.clone(),
        user: kannel.user.clone(),
        password: secret(&kannel.password)?,
        from: section.sender.clone(),
        smsc: kannel.smsc.clone(),
        client: client(&kannel.url, section)?,
    })
}

fn twilio(twilio: &config::Twilio, section: &Section) -> anyhow::Result<Twilio> {
    Ok(Twilio {
        url: twilio.url.clone(),
        account: twilio.account.clone(),
        api_key: twilio.api_key.clone(),
        secret: secret(&twilio.secret)?,
        from: match &twilio.from {
            config::TwilioSender::MessagingService(sid) => {
                TwilioSender::MessagingService(sid.clone())
            }
            config::TwilioSender::Sender(sender) => TwilioSender::From(sender.clone()),
        },
        client: client(&twilio.url, section)?,
    })
}

fn secret(file: &SecretFile) -> anyhow::Result<SecretText> {
    file.read().with_context(|| file.key.to_string())
}

/// The system's authorities are read only where TLS is spoken: slim containers have none.
fn client(url: &Uri, section: &Section) -> anyhow::Result<HttpClient> {
    let tls = url.scheme_str() == Some("https");
    let trust = match &section.ca {
        Some(file) => authorities(file)?,
        None if tls => system_authorities(),
        None => Arc::new(RootCertStore::empty()),
    };
    Ok(HttpClient::new(trust, section.timeout))
}
