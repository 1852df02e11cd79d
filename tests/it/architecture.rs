//! The house of ARCHITECTURE.md: which room may look into which.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::support::lab::repository;

/// A room, and the rooms of the crate that its files may name.
const ROOMS: [(&str, &[&str]); 16] = [
    ("main.rs", &["cli"]),
    (
        "cli",
        &[
            "admin", "cli", "app", "config", "clock", "random", "store", "domain", "gateway",
        ],
    ),
    (
        "app",
        &[
            "admin",
            "app",
            "clock",
            "config",
            "delivery",
            "domain",
            "gateway",
            "random",
            "secret",
            "store",
            "telemetry",
        ],
    ),
    (
        "admin",
        &[
            "admin",
            "clock",
            "domain",
            "random",
            "secret",
            "store",
            "telemetry",
        ],
    ),
    ("config", &["config", "clock", "domain", "random", "secret"]),
    ("gateway/proxy", &["gateway", "domain"]),
    ("gateway/portal", &["gateway", "domain", "random", "secret"]),
    ("gateway/login", &["gateway", "domain", "random"]),
    (
        "gateway",
        &[
            "delivery",
            "gateway",
            "clock",
            "domain",
            "random",
            "secret",
            "store",
            "telemetry",
        ],
    ),
    ("delivery", &["delivery", "domain", "secret"]),
    ("store", &["store", "clock", "domain"]),
    ("telemetry", &["domain"]),
    ("domain", &["domain", "secret"]),
    ("clock.rs", &[]),
    ("random.rs", &[]),
    ("secret.rs", &[]),
];

/// Rooms that must not look into one another.
const APART: [(&str, &str); 8] = [
    ("admin", "gateway"),
    ("gateway", "admin"),
    ("gateway/proxy", "gateway::portal"),
    ("gateway/proxy", "gateway::login"),
    ("gateway/portal", "gateway::proxy"),
    ("gateway/portal", "gateway::login"),
    ("gateway/login", "gateway::proxy"),
    ("gateway/login", "gateway::portal"),
];

/// What the pure rooms must not name.
const IMPURE: [&str; 10] = [
    "async fn",
    "std::fs",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "std::env",
    "tokio",
    "hyper",
    "SystemTime",
    "Instant",
];

#[test]
fn every_room_looks_only_where_it_may() -> Result<()> {
    for (path, text) in sources()? {
        let room = ROOMS.iter().find(|(room, _)| is_in(&path, room));
        let Some((room, allowed)) = room else {
            ensure!(
                path == Path::new("lib.rs") || path == Path::new("app.rs"),
                "{path:?} has no room"
            );
            continue;
        };
        for named in rooms_named(&text) {
            ensure!(
                allowed.contains(&named.as_str()),
                "{} is in {room} and must not use crate::{named}",
                path.display()
            );
        }
        for (from, to) in APART {
            ensure!(
                !is_in(&path, from) || !text.contains(&format!("crate::{to}")),
                "{} must not use {to}",
                path.display()
            );
        }
    }
    Ok(())
}

#[test]
fn the_domain_has_no_clock_no_socket_no_file_and_no_runtime() -> Result<()> {
    for (path, text) in sources()? {
        if is_in(&path, "domain") {
            let code = production(&text);
            for word in IMPURE {
                ensure!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
    Ok(())
}

#[test]
fn every_module_says_what_it_is() -> Result<()> {
    for (path, text) in sources()? {
        ensure!(
            text.starts_with("//! "),
            "{} does not begin with //!",
            path.display()
        );
    }
    Ok(())
}

#[test]
fn the_policy_decides_every_case_by_name() -> Result<()> {
    for (path, text) in sources()? {
        if is_in(&path, "domain/policy") && path.ends_with("decide.rs") {
            ensure!(
                !production(&text).contains("_ =>"),
                "{} has a wildcard",
                path.display()
            );
        }
    }
    Ok(())
}

#[test]
fn files_are_small() -> Result<()> {
    for (path, text) in sources()? {
        let lines = production(&text).lines().count();
        ensure!(lines <= 400, "{} has {lines} lines", path.display());
    }
    Ok(())
}

fn sources() -> Result<Vec<(PathBuf, String)>> {
    let root = repository().join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path)?;
                found.push((path.strip_prefix(&root)?.to_owned(), text));
            }
        }
    }
    ensure!(found.len() > 50, "the sources are not where they were");
    Ok(found)
}

fn is_in(path: &Path, room: &str) -> bool {
    path.starts_with(room)
}

/// What comes before the tests.
fn production(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

/// The rooms after `crate::` in production code.
fn rooms_named(text: &str) -> Vec<String> {
    let code = production(text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let mut named: Vec<String> = code
        .split("crate::")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect();
    named.sort();
    named.dedup();
    named
}

#[test]
fn the_readers_map_names_every_room() -> Result<()> {
    let map =
        fs::read_to_string(repository().join("ARCHITECTURE.md")).context("ARCHITECTURE.md")?;
    for (room, _) in ROOMS {
        ensure!(map.contains(room), "ARCHITECTURE.md does not name {room}");
    }
    Ok(())
}
