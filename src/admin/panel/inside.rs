//! Who visits a page.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{Method, StatusCode};
use maud::Markup;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use vestibule_templates::i18n::Phrase;
use vestibule_templates::panel::{PanelFrame, Visitor as Shown};
use vestibule_templates::{Frame, Locale};

use super::super::accounts::{Verdict, Visitor};
use super::super::error::AdminError;
use super::call::Call;
use super::failed::Failed;
use super::{Panel, cookie};
use crate::domain::administrator::Stage;
use crate::domain::rights::Right;

/// A page, and whoever visits it.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) panel: Arc<Panel>,
    pub(super) locale: Locale,
    pub(super) host: String,
    /// Whose session it is, however far it has come.
    pub(super) visitor: Option<Visitor>,
}

/// A page, visited by an administrator who has verified everything.
#[derive(Clone)]
pub(super) struct Inside {
    pub(super) page: Page,
    pub(super) visitor: Visitor,
}

impl Page {
    /// Who visits, as far as the request tells.
    pub(super) async fn of(parts: &mut Parts, panel: &Arc<Panel>) -> Result<Self, Failed> {
        let text = |name| {
            let value = parts.headers.get(name);
            value.and_then(|value: &http::HeaderValue| value.to_str().ok())
        };
        let visitor = match cookie::session(&parts.headers) {
            Some(session) => panel.admin.visitor(session).await?,
            None => None,
        };
        Ok(Self {
            panel: Arc::clone(panel),
            locale: Locale::negotiate(text(ACCEPT_LANGUAGE)),
            host: text(HOST).unwrap_or_default().to_owned(),
            visitor,
        })
    }

    /// What this visitor's forms carry.
    pub(super) fn form_token(&self) -> String {
        let visitor = self.visitor.as_ref();
        visitor.map_or_else(String::new, |visitor| visitor.token.form_token())
    }

    /// What the page's templates need to know.
    pub(super) fn frame<'a>(&'a self, form_token: &'a str) -> PanelFrame<'a> {
        let whole = |visitor: &&Visitor| visitor.session.stage == Stage::Full;
        let visitor = self.visitor.as_ref().filter(whole).map(|visitor| Shown {
            name: visitor.administrator.name.as_str(),
            operates: visitor.administrator.role.rights().operate,
            form_token,
        });
        frame(self.locale, &self.host, visitor)
    }

    /// The page in the answer.
    pub(super) fn show(&self, make: impl FnOnce(&PanelFrame<'_>) -> Markup) -> Response {
        self.show_as(StatusCode::OK, make)
    }

    /// The page in an answer with this status.
    pub(super) fn show_as(
        &self,
        status: StatusCode,
        make: impl FnOnce(&PanelFrame<'_>) -> Markup,
    ) -> Response {
        let token = self.form_token();
        let html = [(CONTENT_TYPE, "text/html; charset=utf-8")];
        (status, html, make(&self.frame(&token)).into_string()).into_response()
    }
}

impl Inside {
    /// The API, as this administrator.
    pub(super) fn api(&self) -> Result<Call, Failed> {
        let caller = self.visitor.caller();
        let caller = caller.ok_or_else(|| Failed::SignIn("/".to_owned()))?;
        Ok(Call::new(&self.page.panel, caller))
    }

    /// The API, as this administrator, who has typed a code for what is asked now; or what is wrong
    /// with the code, in words.
    pub(super) async fn confirmed(&self, code: &str) -> Result<Result<Call, String>, Failed> {
        let admin = &self.page.panel.admin;
        let name = &self.visitor.administrator.name;
        let verdict = admin.verify_code(name, code).await?;
        // What they may do is read anew: it may have been taken away while the code was on its way.
        let visitor = admin.visitor(self.visitor.token.expose()).await?;
        let caller = visitor.and_then(|visitor| visitor.caller());
        let caller = caller.ok_or_else(|| Failed::SignIn("/".to_owned()))?;
        Ok(match self.words(verdict) {
            None => Ok(Call::new(&self.page.panel, caller.confirmed())),
            Some(words) => Err(words),
        })
    }

    /// The same, as it is now; nothing when the session has ended meanwhile.
    pub(super) async fn again(self) -> Result<Option<Self>, Failed> {
        let visitor = self.page.panel.admin.visitor(self.visitor.token.expose());
        let visitor = visitor
            .await?
            .filter(|visitor| visitor.session.stage == Stage::Full);
        Ok(visitor.map(|visitor| Self {
            page: Page {
                visitor: Some(visitor.clone()),
                ..self.page
            },
            visitor,
        }))
    }

    /// The API, to lead back to what this administrator has just changed.
    pub(super) fn undoing(&self) -> Result<Call, Failed> {
        let caller = self.visitor.caller();
        let caller = caller.ok_or_else(|| Failed::SignIn("/".to_owned()))?;
        Ok(Call::new(&self.page.panel, caller.confirmed()))
    }

    /// What is wrong with a code.
    pub(super) fn words(&self, verdict: Verdict) -> Option<String> {
        let phrase = match verdict {
            Verdict::Accepted => return None,
            Verdict::Malformed => Phrase::CodeMalformed,
            Verdict::Suspended => Phrase::CodeSuspended,
            Verdict::Used => Phrase::CodeUsed,
            Verdict::Wait(_) => Phrase::CodeWait,
            Verdict::Wrong => Phrase::CodeWrong,
        };
        Some(self.page.locale.text(phrase))
    }

    /// Nothing is begun for whoever may change no policy; the API refuses each change as well.
    pub(super) fn must_change(&self) -> Result<(), Failed> {
        if self.rights().policy {
            Ok(())
        } else {
            Err(AdminError::Forbidden(Right::Policy.name()).into())
        }
    }

    /// What they may do.
    pub(super) fn rights(&self) -> crate::domain::rights::Rights {
        self.visitor.administrator.role.rights()
    }
}

impl FromRequestParts<Arc<Panel>> for Page {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, panel: &Arc<Panel>) -> Result<Self, Failed> {
        Self::of(parts, panel).await
    }
}

impl FromRequestParts<Arc<Panel>> for Inside {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, panel: &Arc<Panel>) -> Result<Self, Failed> {
        let page = Page::of(parts, panel).await?;
        let whole = |visitor: &Visitor| visitor.session.stage == Stage::Full;
        match page.visitor.clone().filter(whole) {
            Some(visitor) => Ok(Self { page, visitor }),
            None => {
                let asked = parts
                    .uri
                    .path_and_query()
                    .map_or("/", |asked| asked.as_str());
                let reading = parts.method == Method::GET;
                Err(Failed::SignIn(if reading { asked } else { "/" }.to_owned()))
            }
        }
    }
}

/// What templates need to know.
pub(super) const fn frame<'a>(
    locale: Locale,
    host: &'a str,
    visitor: Option<Shown<'a>>,
) -> PanelFrame<'a> {
    PanelFrame {
        frame: Frame {
            locale,
            mount: "",
            host,
        },
        visitor,
    }
}

/// Text as one value of a query, or one segment of a path (RFC 3986 §3.3).
pub(super) fn percent(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Where to go on to: a page of this host, or the first one. It never leads elsewhere.
pub(super) fn local(to: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~@?=&%+".contains(c);
    if to.starts_with('/') && !to.starts_with("//") && to.chars().all(plain) {
        to
    } else {
        "/"
    }
}

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_one_stays_on_this_host() {
        for own in ["/", "/mailboxes/a@b.test", "/audit?domain=x&cursor=3"] {
            assert_eq!(local(own), own);
        }
        for foreign in [
            "",
            "//evil.test",
            "https://evil.test",
            "/\\evil.test",
            "/a\r\nb",
            "x",
        ] {
            assert_eq!(local(foreign), "/", "{foreign:?}");
        }
    }
}
