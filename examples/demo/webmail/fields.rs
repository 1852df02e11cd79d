//! Named values in a query or a form.

use axum::extract::Request;
use axum::http::{StatusCode, Uri};
use http_body_util::{BodyExt as _, Limited};

/// A form larger than this is refused; attachments take another way.
const LIMIT: usize = 1 << 20;

/// Names and values, in the order sent.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields of a query.
    pub(super) fn of_query(uri: &Uri) -> Self {
        Self::parse(uri.query().unwrap_or_default().as_bytes())
    }

    /// The fields of a submitted form.
    pub(super) async fn of_form(request: Request) -> Result<Self, StatusCode> {
        let body = Limited::new(request.into_body(), LIMIT).collect().await;
        let bytes = body.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?.to_bytes();
        Ok(Self::parse(&bytes))
    }

    /// The first value with this name, or an empty one.
    pub(super) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value with this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }
}
