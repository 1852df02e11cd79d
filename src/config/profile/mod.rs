//! Profile files: what Vestibule knows of a webmail product, as TOML.

mod answers;
mod login;
mod names;
mod shape;

use std::path::Path;

use serde::Deserialize;

use super::document::Document;
use super::key_path::KeyPath;
use super::problem::Problems;
use super::scope::Scope;
use crate::domain::profile::{Assets, Profile, Target, check_normal_form};

/// Reads a profile file.
///
/// # Errors
/// All that is wrong with it.
pub fn load(file: &Path) -> Result<Profile, Problems> {
    let (profile, _) = build(Document::read(file)?)?;
    Ok(profile)
}

/// Reads the `text` of a profile that stands at `file`.
///
/// # Errors
/// All that is wrong with it.
pub fn read(file: &Path, text: String) -> Result<Profile, Problems> {
    let (profile, _) = build(Document::parse(file, text)?)?;
    Ok(profile)
}

/// The profiles that are part of the program.
pub const SHIPPED: [(&str, &str); 1] = [(
    "roundcube",
    include_str!("../../../config/profiles/roundcube.toml"),
)];

/// The text of a profile that is part of the program.
pub(super) fn shipped(name: &str) -> Option<&'static str> {
    let mut shipped = SHIPPED.iter();
    shipped.find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// The profile of a document, and the warnings.
pub(super) fn build(mut document: Document) -> Result<(Profile, Problems), Problems> {
    let mut problems = Problems::default();
    let raw: Raw = document.fill(&mut problems);
    let mut scope = Scope {
        document: &document,
        problems: &mut problems,
    };
    match raw.build(&mut scope) {
        Some(profile) if !problems.has_errors() => Ok((profile, problems)),
        Some(_) | None => Err(problems),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct Raw {
    name: Option<String>,
    home: Option<String>,
    login_page: Option<String>,
    login_pages: Option<shape::RawList>,
    logouts: Option<shape::RawList>,
    forbidden: Option<shape::RawList>,
    polls: Option<shape::RawList>,
    assets: Option<RawAssets>,
    submission: Option<login::RawSubmission>,
    upstream_login: Option<login::RawUpstream>,
    upstream_logout: Option<login::RawLogout>,
    subject: Option<login::RawSubject>,
    cookies: Option<names::RawCookies>,
    expired: Option<answers::RawExpired>,
    settings: Option<answers::RawSettings>,
}

impl Raw {
    fn build(self, scope: &mut Scope<'_>) -> Option<Profile> {
        let at = |key: &str| KeyPath::top().key(key);
        let name = scope.required(&at("name"), self.name, "the product's name, for people");
        let home = target(&at("home"), self.home.as_deref(), scope);
        let login_page = target(&at("login_page"), self.login_page.as_deref(), scope);
        let login_pages = shape::list(self.login_pages, &at("login_pages"), scope);
        let logouts = shape::list(self.logouts, &at("logouts"), scope);
        let forbidden = shape::list(self.forbidden, &at("forbidden"), scope);
        let polls = shape::list(self.polls, &at("polls"), scope);
        let assets = self.assets.unwrap_or_default();
        let assets = assets.build(&at("assets"), scope);
        let submission = self.submission.unwrap_or_default();
        let submission = submission.build(&at("submission"), scope);
        let login = self.upstream_login.unwrap_or_default();
        let upstream_login = login.build(&at("upstream_login"), scope);
        let logout = self.upstream_logout;
        let upstream_logout = logout.map(|raw| raw.build(&at("upstream_logout"), scope));
        let subject = self.subject.unwrap_or_default();
        let subject = subject.build(&at("subject"), scope);
        let cookies = self.cookies.unwrap_or_default();
        let cookies = cookies.build(&at("cookies"), scope);
        let expired = self.expired.unwrap_or_default();
        let expired = expired.build(&at("expired"), scope);
        let settings = self.settings;
        let settings = settings.map(|raw| raw.build(&at("settings"), scope));
        let profile = Profile {
            name: name?,
            home: home?,
            login_page: login_page?,
            login_pages,
            assets,
            logouts,
            forbidden,
            polls,
            submission: submission?,
            upstream_login: upstream_login?,
            upstream_logout: upstream_logout.flatten(),
            subject: subject?,
            cookies,
            expired,
            settings: settings.flatten(),
        };
        check_together(&profile, scope);
        Some(profile)
    }
}

/// What no key shows alone.
fn check_together(profile: &Profile, scope: &mut Scope<'_>) {
    let (path, query) = split(&profile.login_page);
    let mut pages = profile.login_pages.iter();
    if !pages.any(|page| page.is_exactly(path, query)) {
        scope.error(
            &KeyPath::top().key("login_page"),
            "none of login_pages: a browser sent there would be sent there again",
        );
    }
    if profile
        .cookies
        .open
        .contains(&profile.upstream_login.success_cookie)
    {
        scope.error(
            &KeyPath::top().key("cookies").key("open"),
            "holds upstream_login.success_cookie, which would leave the gateway unsealed",
        );
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct RawAssets {
    prefixes: Option<Vec<Option<String>>>,
    never: Option<Vec<Option<String>>>,
}

impl RawAssets {
    fn build(&self, at: &KeyPath, scope: &mut Scope<'_>) -> Assets {
        let prefixes = self.prefixes.as_deref();
        let never = self.never.as_deref();
        Assets {
            prefixes: scope.read_each(&at.key("prefixes"), prefixes, read_prefix),
            never: scope.read_each(&at.key("never"), never, read_end),
        }
    }
}

fn read_prefix(text: &str) -> Result<String, String> {
    check_normal_form(text).map_err(|error| error.to_string())?;
    if text == "/" {
        return Err("opens the whole webmail to everyone".to_owned());
    }
    Ok(text.to_owned())
}

fn read_end(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains('/') || text != text.to_lowercase() {
        return Err(format!(
            "{text:?} is not the end of a file name in lower case, such as \".php\""
        ));
    }
    Ok(text.to_owned())
}

/// A required target.
fn target(at: &KeyPath, value: Option<&str>, scope: &mut Scope<'_>) -> Option<Target> {
    let value = scope.required(
        at,
        value,
        "a path with an optional query, such as \"/?_task=mail\"",
    );
    scope.read(at, value, Target::parse)
}

fn split(target: &Target) -> (&str, Option<&str>) {
    match target.as_str().split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target.as_str(), None),
    }
}
