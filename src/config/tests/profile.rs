//! Profile files.

use http::Method;

use super::{Folder, LEAST, config, lines};
use crate::config::profile::{SHIPPED, load};
use crate::domain::policy::Class;
use crate::domain::profile::{Kind, Profile, RequestView};

fn roundcube() -> Profile {
    let folder = Folder::new().with("roundcube.toml", SHIPPED[0].1);
    load(&folder.path("roundcube.toml")).unwrap()
}

/// Roundcube's profile with `old` replaced: what is said of it.
fn complaints(old: &str, new: &str) -> Vec<String> {
    let shipped = SHIPPED[0].1;
    assert!(shipped.contains(old), "{old}");
    let folder = Folder::new().with("p.toml", &shipped.replacen(old, new, 1));
    let problems = load(&folder.path("p.toml")).unwrap_err();
    lines(&problems, folder.0.path())
}

/// The line of `text` in the shipped profile.
fn line(text: &str) -> usize {
    let shipped = SHIPPED[0].1;
    let start = shipped.find(text).unwrap();
    shipped[..start].matches('\n').count() + 1
}

fn class(profile: &Profile, method: &Method, target: &str) -> Class {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    profile.classify(&RequestView {
        method,
        path,
        query,
        kind: Kind::Document,
        mount: "/mfa",
    })
}

#[test]
fn roundcube_is_read_as_it_behaves() {
    let profile = roundcube();
    for (method, target, expected) in [
        (Method::GET, "/", Class::LoginPage),
        (Method::GET, "/?_task=login&_err=session", Class::LoginPage),
        (Method::GET, "/?_task=mail", Class::Document),
        (Method::POST, "/?_task=login", Class::Login),
        (Method::POST, "/?_task=mail&_action=login", Class::Forbidden),
        (
            Method::POST,
            "/?_task=login&_action=oauth",
            Class::Forbidden,
        ),
        (Method::GET, "/?_autologin=1", Class::Forbidden),
        (Method::GET, "/installer/", Class::Forbidden),
        (Method::GET, "/?_task=logout&_token=x", Class::Logout),
        (Method::GET, "/skins/elastic/ui.min.js", Class::Asset),
        (Method::GET, "/program/resources/blank.webp", Class::Asset),
        (
            Method::GET,
            "/static.php/skins/elastic/ui.min.js",
            Class::Asset,
        ),
        (Method::GET, "/static.php/plugins/a/a.PHP", Class::Document),
        (
            Method::GET,
            "/plugins/jqueryui/jqueryui.php",
            Class::Document,
        ),
        (Method::GET, "/plugins/a.php/x.js", Class::Document),
        (Method::GET, "/program/lib/Roundcube/x.js", Class::Document),
    ] {
        assert_eq!(class(&profile, &method, target), expected, "{target}");
    }
    assert!(profile.is_poll("/", Some("_task=mail&_action=refresh")));
    assert!(!profile.is_poll("/", Some("_task=mail&_action=list")));
    let script = profile.expired.script.unwrap();
    let script: serde_json::Value = serde_json::from_str(&script.body).unwrap();
    assert_eq!(
        script["exec"],
        "this.session_error(\"/?_task=login&_err=session\");"
    );
}

#[test]
fn a_profile_beside_the_configuration_is_read_before_the_one_in_the_program() {
    let renamed = SHIPPED[0].1.replacen("\"Roundcube\"", "\"Ours\"", 1);
    let folder = config(LEAST).with("profiles/roundcube.toml", &renamed);
    assert_eq!(folder.load(&[]).unwrap().sites[0].profile.name, "Ours");
}

#[test]
fn a_profile_that_is_nowhere_is_named() {
    let folder = config(&LEAST.replace("\"roundcube\"", "\"rundcube\""));
    assert_eq!(
        folder.complaints(&[]),
        [
            "vestibule.toml:5: site[0].profile: there is no profiles/rundcube.toml, and no built-in \
          \"rundcube\""
        ]
    );
}

#[test]
fn a_mistake_is_named_with_its_line() {
    for (old, new, key) in [
        ("name = \"Roundcube\"", "nome = \"x\"", "name"),
        (
            "\"_err\"] },\n]",
            "\"_err\"], x = 1 },\n]",
            "login_pages[1].x",
        ),
        ("selector = \"ul#", "selector = \"ul[#", "settings.selector"),
        (
            "success_status = 302",
            "success_status = 30",
            "upstream_login.success_status",
        ),
        (
            "target = \"/?_task=logout\"",
            "target = \"//x\"",
            "upstream_logout.target",
        ),
        ("\"/skins/\"", "\"/\"", "assets.prefixes[4]"),
        ("\".php\",", "\".PHP\",", "assets.never[0]"),
        ("[\"colorMode\"]", "[\"roundcube_sessid\"]", "cookies.open"),
        ("[\"colorMode\"]", "[\"a b\"]", "cookies.open[0]"),
        (
            "[\"_token\", \"_task\"",
            "[\"_user\", \"_task\"",
            "submission",
        ),
        ("\"{href}\"", "\"\"", "settings.html"),
        (
            "\"application/json; charset=UTF-8\"",
            "\"json\"",
            "expired.script.content_type",
        ),
        (
            "{ query = { _action = \"refresh\" } }",
            "{ optional = [\"x\"] }",
            "polls[0]",
        ),
    ] {
        let complaints = complaints(old, new);
        let found = complaints
            .iter()
            .any(|line| line.contains(&format!(": {key}")));
        assert!(found, "{key}: {complaints:?}");
        assert!(complaints.iter().all(|line| line.starts_with("p.toml")));
    }
    let complaints = complaints("selector = \"ul#", "selector = \"ul[#");
    let expected = format!("p.toml:{}: settings.selector: ", line("selector = \"ul#"));
    assert!(complaints[0].starts_with(&expected), "{complaints:?}");
}

#[test]
fn a_login_page_that_is_no_login_page_would_lead_in_circles() {
    let complaints = complaints("login_page = \"/?_task=login\"", "login_page = \"/?x\"");
    assert!(
        complaints[0].contains("login_page: none of login_pages"),
        "{complaints:?}"
    );
}

#[test]
fn an_empty_profile_is_asked_for_all_that_it_needs() {
    let folder = Folder::new().with("p.toml", "");
    let problems = load(&folder.path("p.toml")).unwrap_err().to_string();
    for key in [
        "name",
        "login_page",
        "submission.shapes",
        "submission.user",
        "upstream_login.target",
        "upstream_login.success_cookie",
        "subject.selector",
        "cookies.identity",
    ] {
        assert!(
            problems.contains(&format!(" {key}: missing key")),
            "{key}\n{problems}"
        );
    }
}
