//! The forms of our pages: read strictly, and only when our own page sent them to this login.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::Context;
use crate::domain::authenticator::Code;
use crate::domain::profile::parse_form;
use crate::domain::seal::{Context as SealContext, Purpose};
use crate::domain::session::Claims;
use crate::gateway::error::GatewayError;
use crate::gateway::incoming::ReadError;
use crate::random::bytes;

/// A form that our page sent to this login.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form and checks its token against `claims`.
    pub(super) async fn read(
        context: &Context,
        claims: &Claims,
        headers: &HeaderMap,
        body: axum::body::Body,
    ) -> Result<Self, GatewayError> {
        let content_type = headers.get(CONTENT_TYPE).map(|value| value.as_bytes());
        if content_type != Some(b"application/x-www-form-urlencoded") {
            return Err(GatewayError::FormToken);
        }
        let bytes = axum::body::to_bytes(body, MAX_FORM).await;
        let bytes = bytes.map_err(|error| ReadError::Broken(error.into()))?;
        let form = Self(parse_form(&bytes)?);
        let token = form.field("form_token").unwrap_or_default();
        let ring = context.gateway().ring.load();
        let opened = ring.open(
            Purpose::FormToken,
            SealContext(&[&claims.login.0]),
            token.as_bytes(),
        );
        opened.map_err(|_| GatewayError::FormToken)?;
        Ok(form)
    }

    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter();
        let field = fields.find(|(field, _)| field == name);
        field.map(|(_, value)| value.as_str())
    }

    pub(super) fn code(&self) -> Option<Code> {
        self.field("code").and_then(Code::parse)
    }
}

/// The token that a page gives its form: it opens for this login alone.
pub(super) fn form_token(context: &Context, claims: &Claims) -> Result<String, GatewayError> {
    let gateway = context.gateway();
    let nonce = bytes(gateway.random.as_ref())?;
    let bound = SealContext(&[&claims.login.0]);
    let sealed = gateway
        .ring
        .load()
        .seal(Purpose::FormToken, bound, &nonce, b"");
    sealed.map_err(|_| GatewayError::Internal("a form token cannot be sealed"))
}

const MAX_FORM: usize = 8 * 1024;
