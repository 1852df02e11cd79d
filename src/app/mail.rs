//! From `[mail]` to what sends mails.

use anyhow::Context as _;

use crate::config::mail::{Mail as Section, Protection};
use crate::delivery::mail::{Login, Protection as Protected, Smtp, SmtpSettings};

/// The mail server that takes notices, where there is one.
///
/// # Errors
/// When a secret or an authority cannot be read.
pub fn mail_server(section: Option<&Section>) -> anyhow::Result<Option<Smtp>> {
    let Some(section) = section else {
        return Ok(None);
    };
    let authorities = match &section.ca {
        Some(file) => Some(std::fs::read(file).with_context(|| file.display().to_string())?),
        None => None,
    };
    let login = match &section.login {
        Some(login) => Some(Login {
            user: login.user.clone(),
            password: login
                .password
                .read()
                .with_context(|| login.password.key.to_string())?,
        }),
        None => None,
    };
    let settings = SmtpSettings {
        host: section.host.clone(),
        port: section.port,
        protection: match section.protection {
            Protection::Implicit => Protected::Implicit,
            Protection::None => Protected::None,
            Protection::StartTls => Protected::StartTls,
        },
        authorities,
        login,
        from: section.from.clone(),
        timeout: section.timeout,
    };
    Ok(Some(Smtp::new(settings)?))
}
