//! One request as the gateway sees it: where to, from whom, in which session.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use http::HeaderValue;
use jiff::Timestamp;
use vestibule_templates::Locale;

use super::cookies::{Jar, Presented};
use super::live::Live;
use super::site::Site;
use crate::domain::activity::Reader;
use crate::domain::browser::describe;
use crate::domain::policy::SessionState;
use crate::domain::profile::Kind;
use crate::domain::session::{Claims, Ended, Standing, stand};

/// Names a request in logs and on our error pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(pub u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// What is known of a request before it is decided.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Its name.
    pub id: RequestId,
    /// When it came.
    pub now: Timestamp,
    /// Which webmail it is for.
    pub site: Arc<Site>,
    /// The host as the browser wrote it, with a port where there was one.
    pub host: HeaderValue,
    /// Whether the browser came over TLS.
    pub secure: bool,
    /// Who asks.
    pub client: IpAddr,
    /// What the browser will do with the answer.
    pub kind: Kind,
    /// Its cookies.
    pub jar: Arc<Jar>,
    /// Where our own pages are.
    pub mount: Arc<str>,
    standing: Worth,
    language: Option<HeaderValue>,
    agent: Option<HeaderValue>,
}

/// What the presented session is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    Anonymous(Option<Ended>),
    Pending,
    Verified,
}

/// What [`Visit::new`] is told besides the cookies.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its name.
    pub id: RequestId,
    /// When it came.
    pub now: Timestamp,
    /// Which webmail it is for.
    pub site: Arc<Site>,
    /// The host as the browser wrote it.
    pub host: HeaderValue,
    /// Whether the browser came over TLS.
    pub secure: bool,
    /// Who asks.
    pub client: IpAddr,
    /// What the browser will do with the answer.
    pub kind: Kind,
    /// Where our own pages are.
    pub mount: Arc<str>,
    /// `Accept-Language`.
    pub language: Option<HeaderValue>,
    /// `User-Agent`.
    pub agent: Option<HeaderValue>,
}

impl Visit {
    /// A request that arrived with `jar`, checked against what is `live`.
    #[must_use]
    pub fn new(arrival: Arrival, jar: Arc<Jar>, live: &Live) -> Self {
        let standing = worth(&jar, &arrival.site.name, live, arrival.now);
        Self {
            id: arrival.id,
            now: arrival.now,
            site: arrival.site,
            host: arrival.host,
            secure: arrival.secure,
            client: arrival.client,
            kind: arrival.kind,
            mount: arrival.mount,
            language: arrival.language,
            agent: arrival.agent,
            jar,
            standing,
        }
    }

    /// The session's claims, if it is worth something.
    #[must_use]
    pub fn claims(&self) -> Option<&Claims> {
        match (&self.jar.session, self.standing) {
            (Presented::Claims(claims), Worth::Pending | Worth::Verified) => Some(claims),
            (Presented::Claims(_), Worth::Anonymous(_))
            | (Presented::Nothing | Presented::Unreadable, _) => None,
        }
    }

    /// The claims of a login whose second factor is still open.
    #[must_use]
    pub fn pending(&self) -> Option<&Claims> {
        self.claims().filter(|_| self.standing == Worth::Pending)
    }

    /// The claims of a verified session.
    #[must_use]
    pub fn verified(&self) -> Option<&Claims> {
        self.claims().filter(|_| self.standing == Worth::Verified)
    }

    /// What the session is worth to the policy.
    #[must_use]
    pub fn state(&self) -> SessionState {
        match (self.standing, self.claims()) {
            (Worth::Pending, Some(_)) => SessionState::Pending,
            (Worth::Verified, Some(claims)) if claims.has_second_factor() => {
                SessionState::VerifiedBySecondFactor
            }
            (Worth::Verified, Some(_)) => SessionState::VerifiedByPassword,
            (Worth::Anonymous(_), _) | (_, None) => SessionState::Anonymous,
        }
    }

    /// Why a presented session is worth nothing.
    #[must_use]
    pub const fn ended(&self) -> Option<Ended> {
        match self.standing {
            Worth::Anonymous(ended) => ended,
            Worth::Pending | Worth::Verified => None,
        }
    }

    /// The language to answer in.
    #[must_use]
    pub fn locale(&self) -> Locale {
        let language = self.language.as_ref();
        Locale::negotiate(language.and_then(|value| value.to_str().ok()))
    }

    /// What the browser calls itself, in a few words.
    #[must_use]
    pub fn browser(&self) -> String {
        let agent = self.agent.as_ref().and_then(|agent| agent.to_str().ok());
        agent.map(describe).unwrap_or_default()
    }

    /// How the visitor reads our pages.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader {
            language: self.locale().tag().to_owned(),
            host: self.host_name().to_owned(),
        }
    }

    /// The host without its port.
    #[must_use]
    pub fn host_name(&self) -> &str {
        match self.host().rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            Some(_) | None => self.host(),
        }
    }

    /// The host as text.
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.to_str().unwrap_or_default()
    }

    /// The scheme as the browser sees it.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }
}

fn worth(jar: &Jar, site: &str, live: &Live, now: Timestamp) -> Worth {
    match &jar.session {
        Presented::Nothing => Worth::Anonymous(None),
        Presented::Unreadable => Worth::Anonymous(Some(Ended::Unreadable)),
        Presented::Claims(claims) => {
            let epoch = live.epoch(&claims.subject);
            let revoked = live.is_revoked(claims.login);
            match stand(claims, site, epoch, revoked, now) {
                Standing::Anonymous(ended) => Worth::Anonymous(ended),
                Standing::Pending(_) => Worth::Pending,
                Standing::Verified(_) => Worth::Verified,
            }
        }
    }
}
