//! Names of cookies and form fields, and CSS selectors.

use std::collections::HashSet;

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use crate::domain::profile::{CookieRules, ElementValue};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawCookies {
    identity: Option<Vec<Option<String>>>,
    session: Option<Vec<Option<String>>>,
    open: Option<Vec<Option<String>>>,
}

impl RawCookies {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> CookieRules {
        let mut names = |key: &str, list: Option<Vec<Option<String>>>| -> HashSet<String> {
            let names = scope.read_each(&at.key(key), list.as_deref(), read_cookie);
            names.into_iter().collect()
        };
        let rules = CookieRules {
            identity: names("identity", self.identity),
            session: names("session", self.session),
            open: names("open", self.open),
        };
        if rules.identity.is_empty() {
            let why = "names the cookie that shows whose session it is";
            scope.missing(&at.key("identity"), why);
        }
        let mut sealed = rules.identity.union(&rules.session);
        if let Some(name) = sealed.find(|name| rules.open.contains(*name)) {
            let message = format!("{name:?} is identity or session, and must be sealed");
            scope.error(&at.key("open"), message);
        }
        rules
    }
}

/// A cookie's name (RFC 6265 §4.1.1).
pub(super) fn read_cookie(text: &str) -> Result<String, String> {
    let separator = |byte: u8| b"()<>@,;:\\\"/[]?={} \t".contains(&byte);
    let token = |byte: u8| byte.is_ascii_graphic() && !separator(byte);
    if text.is_empty() || !text.bytes().all(token) {
        return Err(format!("{text:?} is not the name of a cookie"));
    }
    if text.starts_with("__Host-vestibule") {
        return Err("is the name of a cookie of Vestibule's own".to_owned());
    }
    Ok(text.to_owned())
}

/// A required element, or attribute of one.
pub(super) fn element(
    selector: Option<&str>,
    attribute: Option<String>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Option<ElementValue> {
    let selector = required_selector(selector, at, scope)?;
    Some(ElementValue {
        selector,
        attribute,
    })
}

/// A required CSS selector.
pub(super) fn required_selector(
    selector: Option<&str>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> Option<String> {
    let key = at.key("selector");
    let selector = scope.required(&key, selector, "a CSS selector");
    scope.read(&key, selector, read_selector)
}

fn read_selector(text: &str) -> Result<String, String> {
    match text.parse::<lol_html::Selector>() {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!(
            "{text:?} is not a CSS selector that can be used: {error}"
        )),
    }
}
