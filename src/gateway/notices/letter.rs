//! A notice as a mail.

use vestibule_templates::{
    Locale, NoticeKind, NoticeMail, authenticator_app_label, mail, text_message_label,
};

use crate::delivery::mail::Letter;
use crate::domain::notice::{FactorName, News, Notice};

/// The mail that says what `notice` says, in its language.
pub(super) fn letter(id: String, notice: &Notice, contact: Option<&str>) -> Letter {
    let locale = Locale::for_tag(&notice.language).unwrap_or_default();
    let at = format!("{:.0}", notice.at);
    let name = match &notice.news {
        News::FactorAdded { factor }
        | News::FactorRemoved { factor }
        | News::FactorReplaced { factor } => called(factor, locale),
        News::AdminReset
        | News::BrowserTrusted { .. }
        | News::NumberChanged { .. }
        | News::RecoveryCodeUsed { .. }
        | News::RecoveryCodesMade
        | News::TurnedOff => String::new(),
    };
    let model = NoticeMail {
        subject: &notice.subject,
        kind: kind(&notice.news, &name),
        at: &at,
        address: notice.address.as_deref(),
        browser: notice.browser.as_deref(),
        contact,
    };
    let rendered = mail(locale, &notice.host, &model);
    Letter {
        id,
        to: notice.subject.clone(),
        at: notice.at,
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
    }
}

fn called(factor: &FactorName, locale: Locale) -> String {
    match factor {
        FactorName::App => authenticator_app_label(locale),
        FactorName::Own(name) => name.clone(),
        FactorName::Sms(masked) if masked.is_empty() => text_message_label(locale),
        FactorName::Sms(masked) => format!("{} {masked}", text_message_label(locale)),
    }
}

fn kind<'a>(news: &'a News, name: &'a str) -> NoticeKind<'a> {
    match news {
        News::AdminReset => NoticeKind::AdminReset,
        News::BrowserTrusted { days } => NoticeKind::BrowserTrusted {
            days: u64::from(*days),
        },
        News::FactorAdded { .. } => NoticeKind::FactorAdded { name },
        News::FactorRemoved { .. } => NoticeKind::FactorRemoved { name },
        News::FactorReplaced { .. } => NoticeKind::FactorReplaced { name },
        News::NumberChanged { masked } => NoticeKind::NumberChanged { masked },
        News::RecoveryCodeUsed { left } => NoticeKind::RecoveryCodeUsed { left: *left as u64 },
        News::RecoveryCodesMade => NoticeKind::RecoveryRegenerated,
        News::TurnedOff => NoticeKind::TurnedOff,
    }
}
