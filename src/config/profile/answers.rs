//! What Vestibule says in the webmail's own words: "the session has ended", and the Settings entry.

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use super::login::check_status;
use super::names::required_selector;
use super::shape::RawShape;
use crate::domain::profile::{Canned, ExpiredAnswers, SettingsEntry};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawExpired {
    script: Option<RawCanned>,
    frame: Option<RawCanned>,
}

impl RawExpired {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> ExpiredAnswers {
        let mut canned = |key: &str, raw: Option<RawCanned>| raw?.build(&at.key(key), scope);
        ExpiredAnswers {
            script: canned("script", self.script),
            frame: canned("frame", self.frame),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct RawCanned {
    status: Option<u16>,
    content_type: Option<String>,
    body: Option<String>,
}

impl RawCanned {
    fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Canned> {
        let key = at.key("status");
        let status = scope.required(&key, self.status, "the answer's status");
        let status = status.filter(|status| check_status(*status, 200..=599, &key, scope));
        let key = at.key("content_type");
        let why = "such as \"application/json\"";
        let content_type = scope.required(&key, self.content_type.as_deref(), why);
        let content_type = scope.read(&key, content_type, read_content_type);
        let body = scope.required(&at.key("body"), self.body, "the answer's text");
        Some(Canned {
            status: status?,
            content_type: content_type?,
            body: body?,
        })
    }
}

fn read_content_type(text: &str) -> Result<String, String> {
    let visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if text.contains('/') && text.bytes().all(visible) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is not a media type"))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawSettings {
    page: Option<RawShape>,
    selector: Option<String>,
    html: Option<String>,
}

impl RawSettings {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<SettingsEntry> {
        let key = at.key("page");
        let page = scope.required(&key, self.page, "the page that the entry is put into");
        let page = page.and_then(|page| page.build(&key, scope));
        let selector = required_selector(self.selector.as_deref(), at, scope);
        let key = at.key("html");
        let html = scope.required(&key, self.html.as_deref(), "the entry itself");
        let html = scope.read(&key, html, read_html);
        Some(SettingsEntry {
            page: page?,
            selector: selector?,
            html: html?,
        })
    }
}

fn read_html(text: &str) -> Result<String, String> {
    if text.contains("{href}") && text.contains("{label}") {
        Ok(text.to_owned())
    } else {
        Err("must hold {href} and {label}, where the link and its words go".to_owned())
    }
}
