//! The webmail as a browser meets it.

mod login;
mod pages;
mod wire;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use axum::http::{Method, StatusCode};
use cookie::Cookie;
use form_urlencoded::Serializer;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{Accounts, Webmail};

type Outcome<T = ()> = anyhow::Result<T>;

const ANN: (&str, &str) = ("ann@example.com", "first secret");
const BOB: (&str, &str) = ("bob@example.net", "second secret");

/// A webmail with two accounts.
fn webmail() -> Arc<Webmail> {
    Arc::new(Webmail::new(Accounts::new([
        (ANN.0, ANN.1, "Ann"),
        (BOB.0, BOB.1, "Bob"),
    ])))
}

/// A browser: it keeps cookies and reads answers.
struct Browser {
    webmail: Arc<Webmail>,
    jar: Vec<(String, String)>,
}

/// An answer, read to its end.
struct Page {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Page {
    fn location(&self) -> &str {
        let location = self.headers.get(LOCATION);
        location.and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> &str {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.text.split_once(&start).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split('"').next()).unwrap_or("")
    }
}

impl Browser {
    fn new(webmail: &Arc<Webmail>) -> Self {
        Self {
            webmail: Arc::clone(webmail),
            jar: Vec::new(),
        }
    }

    /// A browser in which this account is signed in.
    async fn signed_in(webmail: &Arc<Webmail>, account: (&str, &str)) -> Outcome<Self> {
        let mut browser = Self::new(webmail);
        let page = browser.login(account, "").await?;
        anyhow::ensure!(page.status == StatusCode::SEE_OTHER);
        Ok(browser)
    }

    async fn login(&mut self, account: (&str, &str), next: &str) -> Outcome<Page> {
        let csrf = self.get("/").await?.hidden("csrf").to_owned();
        let (user, password) = account;
        let form = [
            ("csrf", csrf.as_str()),
            ("user", user),
            ("password", password),
            ("next", next),
        ];
        self.post("/login", &form).await
    }

    async fn get(&mut self, target: &str) -> Outcome<Page> {
        self.send(Request::get(target).body(Body::empty())?).await
    }

    async fn post(&mut self, target: &str, form: &[(&str, &str)]) -> Outcome<Page> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(target)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))?;
        self.send(request).await
    }

    async fn send(&mut self, mut request: Request) -> Outcome<Page> {
        if !self.jar.is_empty() {
            let pairs: Vec<String> = self.jar.iter().map(|(n, v)| format!("{n}={v}")).collect();
            request
                .headers_mut()
                .insert(COOKIE, pairs.join("; ").parse()?);
        }
        let (head, body) = self.webmail.router().oneshot(request).await?.into_parts();
        for line in head.headers.get_all(SET_COOKIE) {
            let cookie = Cookie::parse(line.to_str()?)?;
            self.jar.retain(|(name, _)| name != cookie.name());
            if !cookie.value().is_empty() {
                self.jar
                    .push((cookie.name().to_owned(), cookie.value().to_owned()));
            }
        }
        let bytes = body.collect().await?.to_bytes();
        Ok(Page {
            status: head.status,
            headers: head.headers,
            text: String::from_utf8(bytes.to_vec())?,
        })
    }

    fn cookie(&self, wanted: &str) -> Option<String> {
        let found = self.jar.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    }
}
