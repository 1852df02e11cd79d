//! A fresh upstream session: requests of our own, and the cookies that the webmail sets on them.

use http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, Version};

use crate::domain::profile::{ElementValue, Target};
use crate::gateway::body::RequestBody;
use crate::gateway::cookies::{Sealer, SetCookie};
use crate::gateway::error::GatewayError;
use crate::gateway::headers::finish_headers;
use crate::gateway::state::Worker;
use crate::gateway::upstream::{Client, UpstreamBody, find_values};
use crate::gateway::visit::Visit;

/// A fresh upstream session.
pub(super) struct FreshSession<'a> {
    worker: &'a Worker,
    visit: &'a Visit,
    client: &'a Client,
    /// What of the browser's request the webmail's pages may depend on.
    traits: Vec<(HeaderName, HeaderValue)>,
    /// What a browser would keep of the cookies that were set.
    cookies: Vec<SetCookie>,
}

impl<'a> FreshSession<'a> {
    pub(super) fn new(
        worker: &'a Worker,
        visit: &'a Visit,
        parts: &Parts,
    ) -> Result<Self, GatewayError> {
        let value = |name: HeaderName| {
            let value = parts.headers.get(&name)?.clone();
            Some((name, value))
        };
        Ok(Self {
            worker,
            visit,
            client: worker.client(visit.site.index)?,
            traits: [USER_AGENT, ACCEPT_LANGUAGE]
                .into_iter()
                .filter_map(value)
                .collect(),
            cookies: Vec::new(),
        })
    }

    /// Sends a request in this session. Gives the answer without its cookies, and those.
    pub(super) async fn send(
        &self,
        request: Request<RequestBody>,
    ) -> Result<(Response<UpstreamBody>, Vec<SetCookie>), GatewayError> {
        let mut response = self.client.send(request).await?;
        let gateway = &self.worker.gateway;
        let ring = gateway.ring.load();
        let set = Sealer::new(gateway, self.visit, &ring).take(response.headers_mut());
        Ok((response, set))
    }

    /// Reads a page in this session, and gives the values in it.
    pub(super) async fn values(
        &mut self,
        target: &Target,
        wanted: Option<&ElementValue>,
    ) -> Result<Vec<String>, GatewayError> {
        let (response, set) = self.send(self.request(Method::GET, target)?).await?;
        self.keep(set);
        let status = response.status();
        if !status.is_success() {
            let path = target.path();
            return Err(GatewayError::Unusable(format!("status {status} to {path}")));
        }
        match wanted {
            Some(wanted) => Ok(find_values(response.into_body(), wanted).await?),
            None => {
                discard(response.into_body()).await;
                Ok(Vec::new())
            }
        }
    }

    /// A request in this session, without a body.
    pub(super) fn request(
        &self,
        method: Method,
        target: &Target,
    ) -> Result<Request<RequestBody>, GatewayError> {
        let mut request = Request::new(RequestBody::Empty);
        *request.method_mut() = method;
        let uri = target.as_str().parse();
        *request.uri_mut() = uri.map_err(|_| GatewayError::Internal("a target is no URI"))?;
        let headers = request.headers_mut();
        headers.extend(self.traits.iter().cloned());
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        finish_headers(headers, self.visit, Version::HTTP_11);
        if let Some(cookies) = self.cookie_field() {
            headers.insert(COOKIE, cookies);
        }
        Ok(request)
    }

    /// Keeps what a browser would keep.
    pub(super) fn keep(&mut self, set: Vec<SetCookie>) {
        for cookie in set {
            self.cookies.retain(|kept| kept.name != cookie.name);
            if !cookie.deletes {
                self.cookies.push(cookie);
            }
        }
    }

    /// The session's cookies.
    pub(super) fn into_cookies(self) -> Vec<SetCookie> {
        self.cookies
    }

    fn cookie_field(&self) -> Option<HeaderValue> {
        let pair = |cookie: &SetCookie| format!("{}={}", cookie.name, cookie.value);
        let pairs: Vec<String> = self.cookies.iter().map(pair).collect();
        if pairs.is_empty() {
            return None;
        }
        let mut value = HeaderValue::try_from(pairs.join("; ")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// Reads the rest of a short answer, so that its connection can be used again.
pub(super) async fn discard(body: UpstreamBody) {
    let rest = http_body_util::Limited::new(body, DISCARDED);
    if let Err(error) = http_body_util::BodyExt::collect(rest).await {
        tracing::debug!(%error, "an answer to a login was not read to its end");
    }
}

const DISCARDED: usize = 256 * 1024;
