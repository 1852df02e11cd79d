//! How a login arrives, how Vestibule logs in and out for the browser, and who is then signed in.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use super::names::{element, read_cookie};
use super::{shape, target};
use crate::domain::profile::{Prefetch, SubjectProbe, Submission, UpstreamLogin, UpstreamLogout};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawSubmission {
    shapes: Option<shape::RawList>,
    user: Option<String>,
    password: Option<String>,
    passed: Option<Vec<Option<String>>>,
    ignored: Option<Vec<Option<String>>>,
    deep_link: Option<String>,
}

impl RawSubmission {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Submission> {
        let key = at.key("shapes");
        let shapes = shape::list(self.shapes, &key, scope);
        if shapes.is_empty() {
            scope.missing(&key, "says where the login form is sent to");
        }
        let why = "the login form's field";
        let user = scope.required(&at.key("user"), self.user, why);
        let password = scope.required(&at.key("password"), self.password, why);
        let fields = |list: Option<Vec<Option<String>>>| -> HashSet<String> {
            list.into_iter().flatten().flatten().collect()
        };
        let submission = Submission {
            shapes,
            user: user?,
            password: password?,
            passed: fields(self.passed),
            ignored: fields(self.ignored),
            deep_link: self.deep_link,
        };
        check_fields(&submission, at, scope);
        Some(submission)
    }
}

/// A field has one meaning.
fn check_fields(form: &Submission, at: &KeyPath, scope: &mut Scope<'_>) {
    let single = [&form.user, &form.password]
        .into_iter()
        .chain(&form.deep_link);
    let mut seen = HashSet::new();
    for name in single.chain(&form.passed).chain(&form.ignored) {
        if !seen.insert(name) {
            scope.error(at, format!("the field {name:?} has two meanings"));
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawUpstream {
    prefetch: Option<RawPrefetch>,
    target: Option<String>,
    fields: Option<BTreeMap<String, Option<String>>>,
    success_status: Option<u16>,
    success_cookie: Option<String>,
    failure_statuses: Option<Vec<Option<u16>>>,
}

impl RawUpstream {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<UpstreamLogin> {
        let prefetch = self.prefetch;
        let prefetch = prefetch.map(|raw| raw.build(&at.key("prefetch"), scope));
        let target = target(&at.key("target"), self.target.as_deref(), scope);
        let key = at.key("success_status");
        let why = "the status of the answer to a right password";
        let status = scope.required(&key, self.success_status, why);
        let success_status = status.filter(|status| check_status(*status, 200..=399, &key, scope));
        let key = at.key("success_cookie");
        let why = "the cookie that only the answer to a right password sets";
        let cookie = scope.required(&key, self.success_cookie.as_deref(), why);
        let success_cookie = scope.read(&key, cookie, read_cookie);
        let key = at.key("failure_statuses");
        let failures = self.failure_statuses.unwrap_or_default();
        if failures.is_empty() {
            scope.missing(&key, "the statuses of the answer to a wrong password");
        }
        let failures = failures.into_iter().enumerate();
        let failures = failures.filter_map(|(index, status)| Some((key.index(index), status?)));
        let failure_statuses = failures
            .filter(|(key, status)| check_status(*status, 200..=599, key, scope))
            .map(|(_, status)| status)
            .collect();
        let fields = self.fields.unwrap_or_default().into_iter();
        Some(UpstreamLogin {
            prefetch: prefetch.flatten(),
            target: target?,
            fields: fields
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            success_status: success_status?,
            success_cookie: success_cookie?,
            failure_statuses,
        })
    }
}

/// Whether `status` is in `range`; complains where it is not.
pub(super) fn check_status(
    status: u16,
    range: RangeInclusive<u16>,
    at: &KeyPath,
    scope: &mut Scope<'_>,
) -> bool {
    let fits = range.contains(&status);
    if !fits {
        let (least, most) = range.into_inner();
        scope.error(at, format!("must be a status from {least} to {most}"));
    }
    fits
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct RawPrefetch {
    target: Option<String>,
    selector: Option<String>,
    attribute: Option<String>,
    field: Option<String>,
}

impl RawPrefetch {
    fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Prefetch> {
        let target = target(&at.key("target"), self.target.as_deref(), scope);
        let with_token = self.selector.is_some() || self.field.is_some();
        let token = if with_token {
            let value = element(self.selector.as_deref(), self.attribute, at, scope);
            let why = "the field that the token is sent in";
            let field = scope.required(&at.key("field"), self.field, why);
            Some((value?, field?))
        } else {
            None
        };
        Some(Prefetch {
            target: target?,
            token,
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawLogout {
    page: Option<String>,
    selector: Option<String>,
    attribute: Option<String>,
    target: Option<String>,
    parameter: Option<String>,
}

impl RawLogout {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<UpstreamLogout> {
        let with_token = self.page.is_some() || self.selector.is_some() || self.parameter.is_some();
        let token = if with_token {
            let page = target(&at.key("page"), self.page.as_deref(), scope);
            let value = element(self.selector.as_deref(), self.attribute, at, scope);
            let why = "the query parameter that the token is sent in";
            let parameter = scope.required(&at.key("parameter"), self.parameter, why);
            Some((page?, value?, parameter?))
        } else {
            None
        };
        Some(UpstreamLogout {
            target: target(&at.key("target"), self.target.as_deref(), scope)?,
            token,
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawSubject {
    target: Option<String>,
    selector: Option<String>,
    attribute: Option<String>,
    as_sent: Option<bool>,
}

impl RawSubject {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<SubjectProbe> {
        let target = target(&at.key("target"), self.target.as_deref(), scope);
        let name = element(self.selector.as_deref(), self.attribute, at, scope);
        Some(SubjectProbe {
            target: target?,
            name: name?,
            as_sent: self.as_sent.unwrap_or(false),
        })
    }
}
