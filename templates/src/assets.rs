//! Style, script and icon, each under a name that holds a hash of its content, so that browsers
//! may keep it for good.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A file that the pages refer to.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: &'static [u8],
    /// Its `Content-Type`.
    pub content_type: &'static str,
}

/// Which of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The picture of the two doors.
    Icon,
    /// The script; the pages work without it.
    Script,
    /// The style.
    Style,
}

impl Which {
    /// Every file.
    pub const ALL: &'static [Self] = &[Self::Icon, Self::Script, Self::Style];
}

/// The file of this name, which is what stands after `assets/` in the address.
#[must_use]
pub fn find(name: &str) -> Option<&'static Asset> {
    Which::ALL
        .iter()
        .map(|which| named(*which))
        .find(|named| named.name == name)
        .map(|named| &named.asset)
}

/// The address of a file under the mount point, such as `/mfa/assets/portal.3f2a9c1b.css`.
#[must_use]
pub fn href(mount: &str, which: Which) -> String {
    format!("{mount}/assets/{}", named(which).name)
}

struct Named {
    name: String,
    asset: Asset,
}

impl Named {
    fn new(extension: &str, content_type: &'static str, bytes: &'static [u8]) -> Self {
        let digest: String = HEXLOWER.encode(&Sha256::digest(bytes));
        let hash: String = digest.chars().take(HASH_LENGTH).collect();
        Self {
            name: format!("portal.{hash}.{extension}"),
            asset: Asset {
                bytes,
                content_type,
            },
        }
    }
}

fn named(which: Which) -> &'static Named {
    match which {
        Which::Icon => &ICON,
        Which::Script => &SCRIPT,
        Which::Style => &STYLE,
    }
}

const HASH_LENGTH: usize = 8;

static ICON: LazyLock<Named> = LazyLock::new(|| {
    let bytes = include_bytes!("../assets/portal.svg");
    Named::new("svg", "image/svg+xml", bytes)
});
static SCRIPT: LazyLock<Named> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../assets/script/start.js"),
        include_str!("../assets/script/code.js"),
        include_str!("../assets/script/form.js"),
        include_str!("../assets/script/wait.js"),
        include_str!("../assets/script/keep.js"),
        include_str!("../assets/script/times.js"),
        include_str!("../assets/script/file.js"),
        include_str!("../assets/script/run.js"),
    );
    Named::new("js", "text/javascript; charset=utf-8", text.as_bytes())
});
static STYLE: LazyLock<Named> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../assets/style/tokens.css"),
        include_str!("../assets/style/ground.css"),
        include_str!("../assets/style/shell.css"),
        include_str!("../assets/style/parts.css"),
        include_str!("../assets/style/form.css"),
        include_str!("../assets/style/enroll.css"),
        include_str!("../assets/style/choose.css"),
        include_str!("../assets/style/challenge.css"),
        include_str!("../assets/style/recovery.css"),
        include_str!("../assets/style/security.css"),
        include_str!("../assets/style/change.css"),
        include_str!("../assets/style/activity.css"),
        include_str!("../assets/style/message.css"),
        include_str!("../assets/style/panel.css"),
        include_str!("../assets/style/reader.css"),
        include_str!("../assets/style/print.css"),
    );
    Named::new("css", "text/css; charset=utf-8", text.as_bytes())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_its_file() {
        for which in Which::ALL {
            let href = href("/mfa", *which);
            let found = href.strip_prefix("/mfa/assets/").and_then(find);
            assert!(found.is_some_and(|asset| !asset.bytes.is_empty()), "{href}");
        }
    }

    #[test]
    fn a_name_without_its_hash_leads_nowhere() {
        for name in ["", "portal.css", "portal.00000000.css", "../portal.css"] {
            assert!(find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn an_address_has_eight_digits_of_the_hash() {
        let href = href(".", Which::Style);
        let hash = href
            .strip_prefix("./assets/portal.")
            .and_then(|rest| rest.strip_suffix(".css"));
        assert!(
            hash.is_some_and(
                |hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
            ),
            "{href}"
        );
    }
}
