//! What the demo says first.

use std::io::{self, IsTerminal as _, Write};
use std::net::SocketAddr;
use std::path::Path;

use vestibule::secret::SecretText;

use super::demo::ADMINISTRATOR;
use super::mailboxes::{DemoMailbox, MAILBOXES};

/// The control panel, and how to get into it.
pub(crate) struct Panel {
    /// Its port on localhost.
    pub(crate) port: u16,
    /// The code by which the administrator sets up an account.
    pub(crate) invitation: SecretText,
}

/// Says what to open, who may sign in, and what to try.
pub(crate) fn print(
    out: &mut dyn Write,
    address: SocketAddr,
    admin: (&Path, &Panel),
) -> io::Result<()> {
    let colours = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    out.write_all(text(address, admin, colours).as_bytes())?;
    out.flush()
}

fn text(address: SocketAddr, (policy, panel): (&Path, &Panel), colours: bool) -> String {
    let bold = |text: &str| paint(text, "1", colours);
    let dim = |text: &str| paint(text, "2", colours);
    let open = paint(
        &format!("http://localhost:{}/", address.port()),
        "1;36",
        colours,
    );
    let mut lines = vec![
        String::new(),
        bold("Vestibule, in front of a sample webmail that knows nothing of a second factor"),
        String::new(),
        format!("  Open     {open}"),
        dim("           Chromium, Chrome, Edge or Firefox. Safari does not keep Secure cookies on"),
        dim("           http://localhost, so nobody can sign in with it here."),
        String::new(),
        bold(&row("Mailbox", "Password", "Policy", "Try")),
    ];
    lines.extend(MAILBOXES.iter().map(mailbox));
    lines.extend([
        String::new(),
        "  Codes    The set-up page shows a QR code for any authenticator app. Without a phone,"
            .to_owned(),
        "           copy the key that stands below it and run".to_owned(),
        bold("             oathtool --totp -b KEY"),
        "           A code is good for one sign-in; the next one comes within 30 seconds."
            .to_owned(),
        format!(
            "  Admin    {}   name: {}   code: {}",
            paint(&format!("http://localhost:{}/setup", panel.port), "1;36", colours),
            bold(ADMINISTRATOR),
            bold(panel.invitation.expose())
        ),
        "           Choose a password and scan the key. Then Settings: make optional.example required."
            .to_owned(),
        format!("  Policy   {}", bold(&policy.display().to_string())),
        "           The other two are set there. Edit it and watch: the next request obeys."
            .to_owned(),
        "  Stop     Ctrl-C. Everything was in memory or in that folder, which is then removed."
            .to_owned(),
        String::new(),
        bold("What happens:"),
        String::new(),
    ]);
    lines.join("\n")
}

fn mailbox(mailbox: &DemoMailbox) -> String {
    row(
        mailbox.address,
        mailbox.password,
        mailbox.mode(),
        mailbox.worth_trying,
    )
}

fn row(mailbox: &str, password: &str, policy: &str, worth_trying: &str) -> String {
    format!("  {mailbox:<23} {password:<14} {policy:<9} {worth_trying}")
}

/// `text` in a style of the terminal (ECMA-48 §8.3.117).
fn paint(text: &str, style: &str, colours: bool) -> String {
    if colours {
        format!("\u{1b}[{style}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_terminal_there_are_no_colours_and_every_mailbox_is_named() {
        let address = SocketAddr::from(([127, 0, 0, 1], 8080));
        let panel = Panel {
            port: 8444,
            invitation: SecretText::new("ABCD-EFGH-IJKL-MNOP-QRST".to_owned()),
        };
        let plain = text(address, (Path::new("/tmp/policy.toml"), &panel), false);
        assert!(plain.contains("http://localhost:8444/setup"));
        assert!(plain.contains("ABCD-EFGH-IJKL-MNOP-QRST"));
        assert!(!plain.contains('\u{1b}'));
        assert!(plain.contains("http://localhost:8080/"));
        for mailbox in &MAILBOXES {
            assert!(plain.contains(mailbox.address) && plain.contains(mailbox.password));
        }
        assert!(plain.lines().all(|line| line.len() <= 120));
    }
}
