//! Addresses that a page links to.

/// `address` if it leads to a web page, otherwise the root of this host, so that no view model can
/// put a script into a link.
pub(crate) fn web(address: &str) -> &str {
    let leads_to_web = WEB.iter().any(|start| address.starts_with(start));
    let leaves_host = address.starts_with("//") || address.contains('\\');
    if leads_to_web && !leaves_host {
        address
    } else {
        "/"
    }
}

/// `address` if it opens an authenticator app.
pub(crate) fn authenticator(address: &str) -> Option<&str> {
    address.starts_with("otpauth://").then_some(address)
}

const WEB: [&str; 3] = ["/", "https://", "http://"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_a_web_address_are_kept() {
        for address in ["/", "/mail?_task=mail", "https://webmail.example.com/"] {
            assert_eq!(web(address), address);
        }
    }

    #[test]
    fn everything_else_leads_to_the_root() {
        for address in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "//other.example",
            "/\\other.example",
        ] {
            assert_eq!(web(address), "/");
        }
    }

    #[test]
    fn only_an_otpauth_address_opens_an_app() {
        assert_eq!(authenticator("otpauth://totp/a"), Some("otpauth://totp/a"));
        assert_eq!(authenticator("https://other.example"), None);
    }
}
