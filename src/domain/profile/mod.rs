//! What Vestibule knows of a webmail product, and how it reads a request by it.

mod classify;
mod kind;
mod login;
mod login_form;
mod shape;
mod target;

pub use classify::RequestView;
pub use kind::Kind;
pub use login::{Credentials, LoginRefusal};
pub use login_form::{FormError, parse_form};
pub use shape::{ParameterValue, Shape};
pub use target::{Target, TargetError, check_normal_form};

use std::collections::HashSet;

/// What Vestibule knows of a webmail product. Read from a TOML file by `config`.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The product's name, for people.
    pub name: String,
    /// Where someone who is signed in starts.
    pub home: Target,
    /// Where a browser is sent to sign in.
    pub login_page: Target,
    /// Requests that show the login form.
    pub login_pages: Vec<Shape>,
    /// Files that are the same for everyone.
    pub assets: Assets,
    /// The webmail's own logout.
    pub logouts: Vec<Shape>,
    /// What is refused whoever asks.
    pub forbidden: Vec<Shape>,
    /// What the webmail's script asks by itself: not a sign of a person.
    pub polls: Vec<Shape>,
    /// How the login form arrives.
    pub submission: Submission,
    /// How Vestibule logs in for the browser.
    pub upstream_login: UpstreamLogin,
    /// How Vestibule logs out for the browser, where the product lets it.
    pub upstream_logout: Option<UpstreamLogout>,
    /// Where the webmail says who is signed in.
    pub subject: SubjectProbe,
    /// Which cookies mean what.
    pub cookies: CookieRules,
    /// What the webmail's own script takes as "the session has ended".
    pub expired: ExpiredAnswers,
    /// Where the entry to our settings goes.
    pub settings: Option<SettingsEntry>,
}

/// Files that are the same for everyone.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// What their paths start with; each ends in `/`, or is a whole path.
    pub prefixes: Vec<String>,
    /// What no segment of their paths may end with, such as `.php`.
    pub never: Vec<String>,
}

/// How the login form arrives: `application/x-www-form-urlencoded` by POST.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The shapes of its target.
    pub shapes: Vec<Shape>,
    /// The field with the name.
    pub user: String,
    /// The field with the password.
    pub password: String,
    /// Fields that are sent on as they are, where present.
    pub passed: HashSet<String>,
    /// Fields that may be present and are made anew.
    pub ignored: HashSet<String>,
    /// The field with the query of a deep link, where the product has one.
    pub deep_link: Option<String>,
}

/// How Vestibule logs in for the browser.
#[derive(Debug, Clone)]
pub struct UpstreamLogin {
    /// A page that starts a session and may hold a CSRF token; read first.
    pub prefetch: Option<Prefetch>,
    /// Where the login is posted.
    pub target: Target,
    /// Fields with fixed values.
    pub fields: Vec<(String, String)>,
    /// The status that means success, together with `success_cookie`.
    pub success_status: u16,
    /// The cookie that a success sets.
    pub success_cookie: String,
    /// Statuses that mean the name or password was wrong.
    pub failure_statuses: Vec<u16>,
}

/// A page read before the login.
#[derive(Debug, Clone)]
pub struct Prefetch {
    /// Where.
    pub target: Target,
    /// The CSRF token in it, and the field it is sent in.
    pub token: Option<(ElementValue, String)>,
}

/// An attribute of the first element that a CSS selector finds.
#[derive(Debug, Clone)]
pub struct ElementValue {
    /// The selector.
    pub selector: String,
    /// The attribute; the element's text where there is none.
    pub attribute: Option<String>,
}

/// How Vestibule logs out for the browser.
#[derive(Debug, Clone)]
pub struct UpstreamLogout {
    /// The target to ask for.
    pub target: Target,
    /// A page that holds a token, the token in it, and the query parameter it is sent in.
    pub token: Option<(Target, ElementValue, String)>,
}

/// Where the webmail says who is signed in.
#[derive(Debug, Clone)]
pub struct SubjectProbe {
    /// A page that only someone who is signed in gets.
    pub target: Target,
    /// The element in it that holds the name.
    pub name: ElementValue,
    /// Whether the name must be the one that was sent, with its domain: where the webmail may show
    /// one that the person can edit instead.
    pub as_sent: bool,
}

/// Which of the webmail's cookies mean what. All that are not open are sealed.
#[derive(Debug, Clone, Default)]
pub struct CookieRules {
    /// Names the webmail's session: a new value outside a login means another session.
    pub identity: HashSet<String>,
    /// Deleted by the webmail when it signs someone out.
    pub session: HashSet<String>,
    /// Pass both ways as they are: no authority in them, and page scripts need them.
    pub open: HashSet<String>,
}

/// What the webmail's own script takes as "the session has ended".
#[derive(Debug, Clone, Default)]
pub struct ExpiredAnswers {
    /// The answer to scripts.
    pub script: Option<Canned>,
    /// The answer inside frames.
    pub frame: Option<Canned>,
}

/// A fixed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canned {
    /// Its status.
    pub status: u16,
    /// Its `Content-Type`.
    pub content_type: String,
    /// Its body.
    pub body: String,
}

/// The one entry that is put into the webmail's own settings page.
#[derive(Debug, Clone)]
pub struct SettingsEntry {
    /// The page.
    pub page: Shape,
    /// The element that the entry is appended to.
    pub selector: String,
    /// The entry's HTML; `{href}` and `{label}` are replaced.
    pub html: String,
}
