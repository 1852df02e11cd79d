//! The path of a request, DESIGN §6: facts, session, classify, decide, act.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{ACCEPT_LANGUAGE, CONNECTION, TRANSFER_ENCODING, UPGRADE, USER_AGENT};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version};
use tokio::time::Instant;
use vestibule_templates::{Frame, Locale, Message, message};

use super::answer::{self, add_cookies, see_other, signed_out};
use super::body::Body;
use super::cookies::Jar;
use super::error::GatewayError;
use super::facts::{client, destination};
use super::incoming::Incoming;
use super::state::Worker;
use super::visit::{Arrival, RequestId, Visit};
use super::{login, portal, proxy};
use crate::domain::policy::{
    Decision, LiveSessions, Outcome, Page, Place, Reason, Refusal, Requirement, decide,
};
use crate::domain::profile::{Kind, RequestView, Target};
use crate::domain::seal::KeyRing;
use crate::telemetry::{Access, log_access};

/// One connection of a browser.
#[derive(Debug)]
pub struct Link {
    /// The worker that serves it.
    pub worker: Arc<Worker>,
    /// Who is at its other end.
    pub peer: SocketAddr,
    /// Whether it is TLS.
    pub tls: bool,
    /// What the last request's cookies opened to. Whether that still counts is asked every time.
    memory: Mutex<Option<Memory>>,
}

/// The last request's Cookie fields, and what they say at which site.
#[derive(Debug)]
struct Memory {
    site: usize,
    ring: Arc<KeyRing>,
    fields: Vec<HeaderValue>,
    jar: Arc<Jar>,
}

impl Link {
    /// A connection from `peer`.
    #[must_use]
    pub const fn new(worker: Arc<Worker>, peer: SocketAddr, tls: bool) -> Self {
        Self {
            worker,
            peer,
            tls,
            memory: Mutex::new(None),
        }
    }

    /// Answers one request.
    pub async fn handle(&self, request: Request<hyper::body::Incoming>) -> Response<Body> {
        let started = Instant::now();
        let id = self.worker.next_id();
        let (parts, body) = request.into_parts();
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let http1 = parts.version != Version::HTTP_2;
        // What follows it is not looked at by `listener::strict`.
        let last = [TRANSFER_ENCODING, UPGRADE];
        let last = last.iter().any(|name| parts.headers.contains_key(name));
        let body = Incoming::new(body, self.worker.gateway.http.body.clone());
        let trusted = &self.worker.gateway.trusted;
        let (client, secure) = client(self.peer, self.tls, &parts.headers, trusted);
        let (mut response, reason) = match self.visit(id, (client, secure), &parts) {
            Ok(visit) => {
                let (mut response, reason) = self.answer(&visit, parts, body).await;
                // Never over plain HTTP (RFC 6797 §7.2), nor for a host that is not ours.
                if visit.secure {
                    let hsts = self.worker.gateway.hsts.as_ref();
                    answer::keep_to_https(response.headers_mut(), hsts);
                }
                (response, reason)
            }
            Err(error) => (stranger(id, &parts, &error), None),
        };
        let status = response.status();
        let last = last && status != StatusCode::SWITCHING_PROTOCOLS;
        if http1 && (last || status == StatusCode::REQUEST_TIMEOUT) {
            close(&mut response);
        }
        log_access(&Access {
            id: &id,
            client,
            method: &method,
            path: &path,
            status: response.status(),
            reason: reason.as_ref().map(|reason| reason as &dyn std::fmt::Debug),
            took: started.elapsed(),
        });
        response
    }

    /// Reads everything that the decision depends on.
    fn visit(
        &self,
        id: RequestId,
        (client, secure): (std::net::IpAddr, bool),
        parts: &Parts,
    ) -> Result<Visit, GatewayError> {
        let gateway = &self.worker.gateway;
        let destination = destination(parts)?;
        let site = gateway.sites.find(&destination.name);
        let site = site.ok_or_else(|| GatewayError::Misdirected(destination.name.clone()))?;
        let arrival = Arrival {
            id,
            now: gateway.clock.now(),
            site: Arc::clone(site),
            host: destination.written,
            secure,
            client,
            kind: Kind::of(&parts.method, &parts.headers),
            mount: Arc::clone(&gateway.mount),
            language: parts.headers.get(ACCEPT_LANGUAGE).cloned(),
            agent: parts.headers.get(USER_AGENT).cloned(),
        };
        let jar = self.jar(&arrival, parts);
        Ok(Visit::new(arrival, jar, &gateway.live))
    }

    /// Opens the cookies, or remembers what the same bytes opened to.
    fn jar(&self, arrival: &Arrival, parts: &Parts) -> Arc<Jar> {
        let fields = Jar::fields(&parts.headers);
        let ring = self.worker.gateway.ring.load();
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(memory) = memory.as_ref()
            && memory.site == arrival.site.index
            && Arc::ptr_eq(&memory.ring, &ring)
            && memory.fields == fields
        {
            return Arc::clone(&memory.jar);
        }
        let jar = Jar::read(&parts.headers, &arrival.site.profile.cookies, &ring);
        let jar = Arc::new(jar);
        *memory = Some(Memory {
            site: arrival.site.index,
            ring: Arc::clone(&ring),
            fields,
            jar: Arc::clone(&jar),
        });
        jar
    }

    async fn answer(
        &self,
        visit: &Visit,
        parts: Parts,
        body: Incoming,
    ) -> (Response<Body>, Option<Reason>) {
        let view = RequestView {
            method: &parts.method,
            path: parts.uri.path(),
            query: parts.uri.query(),
            kind: visit.kind,
            mount: &visit.mount,
        };
        let class = visit.site.profile.classify(&view);
        let requirement = self.requirement(visit);
        let Decision { outcome, reason } = decide(class, visit.state(), requirement);
        let worker = &self.worker;
        let acted = match outcome {
            Outcome::Forward(permit) => {
                proxy::forward(worker, visit, class, (parts, body), permit).await
            }
            Outcome::Login(permit) => login::login(worker, visit, &parts, body, permit).await,
            Outcome::Serve(Page::Portal) => portal::serve(worker, visit, parts, body).await,
            Outcome::Redirect(Place::Challenge) => {
                Ok(see_other(&format!("{}/challenge", visit.mount)))
            }
            Outcome::Redirect(Place::LoginPage) => Ok(self.to_login_page(visit, &parts)),
            Outcome::Refuse(Refusal::Forbidden) => Err(GatewayError::Forbidden),
            Outcome::Refuse(Refusal::Unauthorized) => Ok(signed_out(visit)),
            Outcome::EndSession => self.end(visit).await,
        };
        let response = acted.unwrap_or_else(|error| {
            if error.is_ours() {
                tracing::error!(id = %visit.id, %error, "a request failed");
            } else {
                tracing::info!(id = %visit.id, %error, "a request was refused");
            }
            answer::error(visit, &error)
        });
        (response, Some(reason))
    }

    /// What the policy asks of this subject now. Nobody who is not signed in is asked anything.
    fn requirement(&self, visit: &Visit) -> Requirement {
        match visit.claims() {
            Some(claims) => {
                let policy = self.worker.gateway.policy.load();
                let requirement = policy.requirement(&claims.subject);
                if claims.grace_until > Some(visit.now) {
                    requirement.in_grace()
                } else {
                    requirement
                }
            }
            None => Requirement::Required(LiveSessions::SignOut),
        }
    }

    /// Sends a browser to sign in, and remembers the page it asked for.
    fn to_login_page(&self, visit: &Visit, parts: &Parts) -> Response<Body> {
        let login_page = &visit.site.profile.login_page;
        let mut response = see_other(login_page.as_str());
        let asked = parts
            .uri
            .path_and_query()
            .map_or("/", |asked| asked.as_str());
        if parts.method == Method::GET
            && let Ok(target) = Target::parse(asked)
            && !visit.site.profile.is_logout(&target)
        {
            let remembered = self.worker.gateway.remember(visit, &target);
            add_cookies(response.headers_mut(), remembered);
        }
        response
    }

    /// Ends a session that the policy no longer lets go on.
    async fn end(&self, visit: &Visit) -> Result<Response<Body>, GatewayError> {
        let gateway = &self.worker.gateway;
        if let Some(claims) = visit.claims() {
            gateway.revoke(claims.login, visit.now).await?;
        }
        Ok(gateway.ended(visit))
    }
}

/// The answer to a request that is for no site of ours, or cannot be read.
fn stranger(id: RequestId, parts: &Parts, error: &GatewayError) -> Response<Body> {
    tracing::info!(%id, %error, "a request was refused");
    let (status, kind) = error.answer();
    let id = id.to_string();
    let language = parts.headers.get(ACCEPT_LANGUAGE);
    let frame = Frame {
        locale: Locale::negotiate(language.and_then(|value| value.to_str().ok())),
        mount: "/mfa",
        host: "",
    };
    let told = Message {
        kind,
        href: None,
        request_id: Some(&id),
    };
    let mut response = match Kind::of(&parts.method, &parts.headers) {
        Kind::Document | Kind::Frame => answer::page(status, message(&frame, &told)),
        Kind::Subresource | Kind::Upgrade => answer::plain(status, &format!("{status}\n")),
    };
    // Whatever else is on this connection cannot be trusted to be what it looks like.
    if status == StatusCode::BAD_REQUEST && parts.version != Version::HTTP_2 {
        close(&mut response);
    }
    response
}

/// Nothing more is read from this connection (RFC 9112 §6.1, §9.6).
fn close(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
}
