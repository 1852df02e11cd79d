//! A small browser: keeps cookies, follows nothing, says what a browser says of itself.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpSocket;

/// A small browser at one gateway.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    address: SocketAddr,
    /// The address it comes from.
    pub(crate) from: Ipv4Addr,
    /// The host it asks for.
    pub(crate) host: String,
    /// Its `Accept-Language`, where it has one.
    pub(crate) language: Option<&'static str>,
    /// Its cookies by name.
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What it got.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn location(&self) -> &str {
        let location = self.headers.get(LOCATION);
        location.and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub(crate) fn set_cookies(&self) -> Vec<String> {
        let fields = self.headers.get_all(SET_COOKIE).iter();
        fields
            .map(|field| String::from_utf8_lossy(field.as_bytes()).into_owned())
            .collect()
    }
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            from: Ipv4Addr::LOCALHOST,
            host: format!("localhost:{}", address.port()),
            language: None,
            cookies: BTreeMap::new(),
        }
    }

    /// Goes on at another node of the same gateway.
    pub(crate) fn go_to(&mut self, address: SocketAddr) {
        self.address = address;
        self.host = format!("localhost:{}", address.port());
    }

    /// Opens a page in its window.
    pub(crate) async fn get(&mut self, target: &str) -> Result<Answer> {
        self.send(Method::GET, target, &DOCUMENT, "").await
    }

    /// Asks as a script of the page does.
    pub(crate) async fn script(&mut self, target: &str) -> Result<Answer> {
        let headers = [
            ("sec-fetch-dest", "empty"),
            ("x-requested-with", "XMLHttpRequest"),
        ];
        self.send(Method::GET, target, &headers, "").await
    }

    /// Sends a form of the page that is in its window.
    pub(crate) async fn post(&mut self, target: &str, form: &[(&str, &str)]) -> Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let origin = format!("http://{}", self.host);
        let mut headers = DOCUMENT.to_vec();
        headers.push((CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"));
        headers.push(("origin", &origin));
        headers.push(("sec-fetch-site", "same-origin"));
        self.send(Method::POST, target, &headers, &body).await
    }

    /// Sends any request; keeps the cookies of the answer.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header(HOST, &self.host)
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))?;
        for (name, value) in headers {
            let name: HeaderName = name.parse()?;
            let value = HeaderValue::from_str(value)?;
            if name == HOST {
                request.headers_mut().insert(name, value);
            } else {
                request.headers_mut().append(name, value);
            }
        }
        if let Some(language) = self.language {
            let language = HeaderValue::from_static(language);
            request.headers_mut().insert(ACCEPT_LANGUAGE, language);
        }
        if !self.cookies.is_empty() && !request.headers().contains_key(COOKIE) {
            let pairs = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            let field = pairs.collect::<Vec<_>>().join("; ");
            request
                .headers_mut()
                .insert(COOKIE, HeaderValue::from_str(&field)?);
        }
        let answer = exchange((self.from, self.address), request).await?;
        self.keep(&answer);
        Ok(answer)
    }

    fn keep(&mut self, answer: &Answer) {
        for field in answer.set_cookies() {
            let pair = field.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if field.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

async fn exchange(
    (from, to): (Ipv4Addr, SocketAddr),
    request: Request<Full<Bytes>>,
) -> Result<Answer> {
    let socket = TcpSocket::new_v4()?;
    // Any port of the default address; a port of a chosen one.
    if from != Ipv4Addr::LOCALHOST {
        socket.bind((from, 0).into())?;
    }
    let stream = socket.connect(to).await.context("connect")?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    driver.abort();
    Ok(Answer {
        status: parts.status,
        headers: parts.headers,
        body,
    })
}

/// What a browser says when it opens a page.
pub(crate) const DOCUMENT: [(&str, &str); 3] = [
    ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
];
