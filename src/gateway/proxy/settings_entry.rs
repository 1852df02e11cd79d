//! The one change to a body: our entry in the webmail's own settings page.

use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    HeaderName,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use vestibule_templates::{Locale, settings_entry_label};

use super::rewrite::RewrittenBody;
use crate::domain::policy::Mode;
use crate::domain::profile::SettingsEntry;
use crate::gateway::body::Body;
use crate::gateway::state::Worker;
use crate::gateway::upstream::UpstreamBody;
use crate::gateway::visit::Visit;

/// The settings page's entry, if this request asks for that page and the policy offers anything.
pub(super) fn wanted<'v>(
    worker: &Worker,
    visit: &'v Visit,
    method: &Method,
    (path, query): (&str, Option<&str>),
) -> Option<&'v SettingsEntry> {
    let entry = visit.site.profile.settings.as_ref()?;
    let subject = &visit.verified()?.subject;
    if *method != Method::GET || !entry.page.may_be(path, query) {
        return None;
    }
    match worker.gateway.policy.load().requirement(subject).mode() {
        Mode::Disabled => None,
        Mode::Optional | Mode::Required => Some(entry),
    }
}

/// Asks for the page as it can be read.
pub(super) fn ask(headers: &mut HeaderMap) {
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
}

/// Puts the entry into the page, if the answer is one.
pub(super) fn insert(
    entry: &SettingsEntry,
    visit: &Visit,
    response: Response<UpstreamBody>,
) -> Response<Body> {
    if !is_page(&response) {
        return response.map(|body| Body::Upstream(Box::new(body)));
    }
    let (mut parts, body) = response.into_parts();
    // The page's own language, which a person may have chosen in the webmail.
    let language = text(&parts.headers, &CONTENT_LANGUAGE).and_then(Locale::for_tag);
    let locale = language.unwrap_or_else(|| visit.locale());
    let label = settings_entry_label(locale);
    let html = entry
        .html
        .replace("{href}", &format!("{}/security", visit.mount))
        .replace("{label}", &maud::html! { (label) }.into_string());
    match RewrittenBody::new(body, &entry.selector, html) {
        Ok(rewritten) => {
            // They describe the page as it was (RFC 9110 §8.6, §8.8.3).
            parts.headers.remove(CONTENT_LENGTH);
            parts.headers.remove(ETAG);
            Response::from_parts(parts, Body::Rewritten(Box::new(rewritten)))
        }
        Err(body) => Response::from_parts(parts, Body::Upstream(body)),
    }
}

fn is_page(response: &Response<UpstreamBody>) -> bool {
    let headers = response.headers();
    let html = text(headers, &CONTENT_TYPE).is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        let mut parts = value.split(';').map(str::trim);
        parts.next() == Some("text/html") && parts.all(|part| part == "charset=utf-8")
    });
    let plain = matches!(text(headers, &CONTENT_ENCODING), None | Some("identity"));
    response.status() == StatusCode::OK && html && plain
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
