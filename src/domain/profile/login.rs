//! The login form that a browser sent, and the one that Vestibule sends in its place.

use thiserror::Error;

use super::{FormError, Profile, Target, parse_form};
use crate::domain::identity::{Domain, IdentityError, Subject};
use crate::secret::SecretText;

/// What a login form said.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The name in canonical form, or as it was typed where it has no domain.
    pub user: String,
    /// The password.
    pub password: SecretText,
    /// Fields that are sent on.
    passed: Vec<(String, String)>,
    /// Where the person wanted to go, where the form said it.
    pub return_to: Option<Target>,
}

/// Why a login form is not sent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LoginRefusal {
    /// It is not a urlencoded form.
    #[error("the login is not application/x-www-form-urlencoded")]
    ContentType,
    /// It could not be read in one way.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The name could not be read in one way.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A field that the profile expects is not there.
    #[error("the login has no name or no password")]
    Missing,
    /// A field that the profile does not know.
    #[error("the login holds a field that the profile does not list")]
    UnknownField,
}

impl Profile {
    /// Reads the login form that a browser sent.
    ///
    /// # Errors
    /// When it could be read in more than one way: nothing of it is then sent on.
    pub fn read_login(
        &self,
        content_type: Option<&str>,
        body: &[u8],
        default_domain: Option<&Domain>,
    ) -> Result<Credentials, LoginRefusal> {
        if !content_type.is_some_and(is_form) {
            return Err(LoginRefusal::ContentType);
        }
        let form = &self.submission;
        let (mut user, mut password, mut deep_link) = (None, None, None);
        let mut passed = Vec::new();
        for (name, value) in parse_form(body)? {
            if name == form.user {
                user = Some(value);
            } else if name == form.password {
                password = Some(SecretText::new(value));
            } else if form.deep_link.as_ref() == Some(&name) {
                deep_link = Some(value);
            } else if form.passed.contains(&name) {
                passed.push((name, value));
            } else if !form.ignored.contains(&name) {
                return Err(LoginRefusal::UnknownField);
            }
        }
        let user = user.ok_or(LoginRefusal::Missing)?;
        let password = password.ok_or(LoginRefusal::Missing)?;
        Ok(Credentials {
            user: canonical_name(&user, default_domain)?,
            password,
            passed,
            return_to: deep_link.and_then(|query| self.deep_link(&query)),
        })
    }

    /// The body of the login that Vestibule sends: the profile's fields, the token it fetched, and
    /// what it parsed itself.
    #[must_use]
    pub fn write_login(&self, credentials: &Credentials, token: Option<&str>) -> SecretText {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&self.upstream_login.fields);
        let prefetch = self.upstream_login.prefetch.as_ref();
        if let Some((_, field)) = prefetch.and_then(|prefetch| prefetch.token.as_ref()) {
            body.append_pair(field, token.unwrap_or_default());
        }
        body.extend_pairs(&credentials.passed);
        body.append_pair(&self.submission.user, &credentials.user);
        body.append_pair(&self.submission.password, credentials.password.expose());
        SecretText::new(body.finish())
    }

    /// The target whose query a login form carried; nothing when it leads back to the login.
    fn deep_link(&self, query: &str) -> Option<Target> {
        if query.is_empty() {
            return None;
        }
        let target = format!("{}?{query}", self.login_page.path());
        let leads_to_login = |query| {
            let path = self.login_page.path();
            let mut shapes = self.login_pages.iter().chain(&self.logouts);
            shapes.any(|shape| shape.may_be(path, Some(query)) && !shape.query.is_empty())
        };
        if leads_to_login(query) {
            return None;
        }
        Target::parse(&target).ok()
    }
}

fn canonical_name(typed: &str, default_domain: Option<&Domain>) -> Result<String, IdentityError> {
    match Subject::parse(typed, default_domain) {
        Ok(subject) => Ok(subject.to_string()),
        // Some IMAP servers know bare names only; the webmail's answer then names the mailbox.
        Err(IdentityError::NoDomain) => {
            let placeholder = Domain::parse("invalid")?;
            Subject::parse(typed, Some(&placeholder))?;
            Ok(typed.trim_matches(' ').to_ascii_lowercase())
        }
        Err(error) => Err(error),
    }
}

fn is_form(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let form = parts.next() == Some("application/x-www-form-urlencoded");
    form && parts.all(|part| part.eq_ignore_ascii_case("charset=utf-8"))
}
