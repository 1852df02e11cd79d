//! One login: the webmail's form sent anew, its answer judged, and the question who it is.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Response};

use super::fresh_session::{FreshSession, discard};
use crate::domain::identity::Subject;
use crate::domain::policy::{Carries, Permit};
use crate::domain::profile::{Credentials, Prefetch};
use crate::gateway::answer::add_cookies;
use crate::gateway::body::{Body, RequestBody};
use crate::gateway::cookies::{Sealer, SetCookie};
use crate::gateway::error::{GatewayError, SubjectError};
use crate::gateway::headers::strip_response;
use crate::gateway::state::Worker;
use crate::gateway::upstream::UpstreamBody;
use crate::gateway::visit::Visit;

/// A login on a fresh upstream session.
pub(super) struct Attempt<'a> {
    worker: &'a Worker,
    visit: &'a Visit,
    session: FreshSession<'a>,
    encodings: Option<HeaderValue>,
}

/// What the webmail said to a login.
pub(super) enum Outcome {
    /// It accepted the password.
    Accepted(Box<Accepted>),
    /// It did not; this is its own answer for the browser.
    Refused(Response<Body>),
}

/// An accepted password.
pub(super) struct Accepted {
    /// The name that the webmail shows.
    pub(super) shown: Subject,
    /// Whose mailbox was opened.
    pub(super) subject: Subject,
    /// The upstream session.
    pub(super) cookies: Vec<SetCookie>,
    /// The fields of the webmail's answer.
    pub(super) headers: HeaderMap,
}

impl<'a> Attempt<'a> {
    /// A login that is permitted to start; it carries no credential of the browser.
    pub(super) fn new(
        worker: &'a Worker,
        visit: &'a Visit,
        parts: &Parts,
        permit: &Permit,
    ) -> Result<Self, GatewayError> {
        match permit.carries() {
            Carries::Nothing => {}
            Carries::Session => return Err(GatewayError::Internal("a login carries a session")),
        }
        Ok(Self {
            worker,
            visit,
            session: FreshSession::new(worker, visit, parts)?,
            encodings: parts.headers.get(ACCEPT_ENCODING).cloned(),
        })
    }

    pub(super) async fn run(mut self, form: &Credentials) -> Result<Outcome, GatewayError> {
        let login = &self.visit.site.profile.upstream_login;
        let token = match &login.prefetch {
            Some(prefetch) => self.prefetch(prefetch).await?,
            None => None,
        };
        let (response, set) = self.submit(form, token.as_deref()).await?;
        if self.is_success(&response, &set) {
            self.session.keep(set);
            let (parts, body) = response.into_parts();
            discard(body).await;
            let shown = self.subject(&form.user).await?;
            let site = &self.visit.site;
            let domain = site.default_domain.as_ref();
            let subject = site.names.resolve(shown.clone(), domain).await?;
            return Ok(Outcome::Accepted(Box::new(Accepted {
                shown,
                subject,
                cookies: self.session.into_cookies(),
                headers: parts.headers,
            })));
        }
        let status = response.status();
        if login.failure_statuses.contains(&status.as_u16()) {
            return Ok(Outcome::Refused(self.refused(response, &set)));
        }
        Err(GatewayError::Unusable(format!(
            "status {status} to a login"
        )))
    }

    /// Starts a session and reads the CSRF token.
    async fn prefetch(&mut self, prefetch: &Prefetch) -> Result<Option<String>, GatewayError> {
        let wanted = prefetch.token.as_ref().map(|(element, _)| element);
        let mut found = self.session.values(&prefetch.target, wanted).await?;
        if wanted.is_none() {
            return Ok(None);
        }
        found.dedup();
        match (found.pop(), found.len()) {
            (Some(token), 0) if !token.is_empty() => Ok(Some(token)),
            _ => {
                let what = "the login page has no token where the profile says".to_owned();
                Err(GatewayError::Unusable(what))
            }
        }
    }

    /// Sends the login, built anew.
    async fn submit(
        &self,
        form: &Credentials,
        token: Option<&str>,
    ) -> Result<(Response<UpstreamBody>, Vec<SetCookie>), GatewayError> {
        let profile = &self.visit.site.profile;
        let target = &profile.upstream_login.target;
        let body = profile.write_login(form, token);
        let mut request = self.session.request(Method::POST, target)?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
        // The answer to a wrong password is the browser's to read.
        if let Some(encodings) = &self.encodings {
            headers.insert(ACCEPT_ENCODING, encodings.clone());
        }
        let bytes = Bytes::copy_from_slice(body.expose().as_bytes());
        *request.body_mut() = RequestBody::Full(Some(bytes));
        self.session.send(request).await
    }

    /// Asks the webmail who is signed in: one name, however often the page shows it.
    async fn subject(&mut self, sent: &str) -> Result<Subject, GatewayError> {
        let probe = &self.visit.site.profile.subject;
        let names = self
            .session
            .values(&probe.target, Some(&probe.name))
            .await?;
        let domain = self.visit.site.default_domain.as_ref();
        let mut subjects = names
            .iter()
            .map(|name| Subject::parse(name, domain))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| GatewayError::Subject(error.into()))?;
        subjects.sort_unstable();
        subjects.dedup();
        let count = subjects.len();
        match (subjects.pop(), count) {
            (Some(subject), 1) if probe.as_sent && subject.as_str() != sent => {
                Err(GatewayError::Subject(SubjectError::NotAsSent))
            }
            (Some(subject), 1) => Ok(subject),
            _ => Err(GatewayError::Subject(SubjectError::Names(count))),
        }
    }

    fn is_success(&self, response: &Response<UpstreamBody>, set: &[SetCookie]) -> bool {
        let login = &self.visit.site.profile.upstream_login;
        // The last one of a name is what a browser would keep.
        let last = set.iter().rfind(|set| set.name == login.success_cookie);
        response.status().as_u16() == login.success_status && last.is_some_and(|set| !set.deletes)
    }

    /// The webmail's own words, without the session it may have started.
    fn refused(&self, response: Response<UpstreamBody>, set: &[SetCookie]) -> Response<Body> {
        let mut response = response.map(|body| Body::Upstream(Box::new(body)));
        let headers = response.headers_mut();
        strip_response(headers);
        let gateway = &self.worker.gateway;
        let ring = gateway.ring.load();
        add_cookies(
            headers,
            Sealer::new(gateway, self.visit, &ring).anonymous(set),
        );
        response
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
