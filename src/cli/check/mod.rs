//! `vestibule check`: reports every mistake in the configuration, and what `serve` would miss.

mod audit;
mod sms;
mod store;
mod tls;

use std::fmt::Display;
use std::io::Write;

use crate::config::keys::KeyFile;
use crate::config::sms::{Gateway, Sms};
use crate::config::{AuditTo, Config, KeyPath, Mail, Problem, Problems, Severity, Site};
use crate::domain::policy::Mode;

/// Checks what the files of the configuration say, and what they point to.
pub(super) fn run(config: &Config, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<u8> {
    let mut found = Found {
        config,
        problems: config.warnings.clone(),
    };
    found.look();
    let problems = found.problems;
    if !problems.is_empty() {
        writeln!(err, "{problems}")?;
    }
    if problems.has_errors() {
        return Ok(super::FAILED);
    }
    summarize(config, out)?;
    Ok(super::DONE)
}

/// What is wrong with the files and folders that the configuration names.
struct Found<'a> {
    config: &'a Config,
    problems: Problems,
}

impl Found<'_> {
    fn look(&mut self) {
        let top = KeyPath::top();
        if let Some(files) = &self.config.listen.tls {
            self.note(&top.key("listen").key("tls"), tls::check(files));
        }
        for (index, site) in self.config.sites.iter().enumerate() {
            if let Some(socket) = &site.userdb
                && !socket.exists()
            {
                let key = top.key("site").index(index).key("userdb");
                self.note::<(), _>(&key, Err(format!("there is no {}", socket.display())));
            }
            if let Some(file) = &site.upstream_ca {
                let key = top.key("site").index(index).key("upstream_ca");
                self.note(&key, tls::check_authorities(file));
            }
        }
        let keys = KeyFile::read(&self.config.keys);
        self.note(&top.key("keys").key("file"), keys);
        let store = store::check(&self.config.store.path);
        self.note(&top.key("store").key("path"), store);
        let audit = &self.config.audit;
        self.note(&audit.key, audit::check(&audit.to));
        if let Some(section) = &self.config.mail {
            self.look_at_mail(section, &top.key("mail"));
        }
        if let Some(section) = &self.config.sms {
            self.look_at_sms(section, &top.key("sms"));
        }
    }

    fn look_at_mail(&mut self, section: &Mail, at: &KeyPath) {
        if let Some(file) = &section.ca {
            self.note(&at.key("ca"), tls::check_authorities(file));
        }
        if let Some(login) = &section.login {
            self.note(&login.password.key, login.password.read());
        }
    }

    fn look_at_sms(&mut self, section: &Sms, at: &KeyPath) {
        if let Some(file) = &section.ca {
            self.note(&at.key("ca"), tls::check_authorities(file));
        }
        for file in section.secrets() {
            self.note(&file.key, file.read());
        }
        for gateway in section.gateways() {
            if let Gateway::Command(command) = gateway {
                let key = at.key("command").key("program");
                self.note(&key, sms::check_program(&command.program));
            }
        }
    }

    fn note<T, E: Display>(&mut self, key: &KeyPath, result: Result<T, E>) {
        if let Err(error) = result {
            self.problems.add(Problem {
                place: self.config.origin.place(key),
                key: Some(key.clone()),
                severity: Severity::Error,
                message: error.to_string(),
            });
        }
    }
}

fn summarize(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let listen = &config.listen;
    let scheme = listen.tls.as_ref().map_or("http", |_| "https");
    writeln!(out, "listens on {scheme}://{}", listen.address)?;
    for site in &config.sites {
        writeln!(out, "site {}", describe(site))?;
        if site.userdb.is_none() && site.aliases_file.is_none() {
            writeln!(
                out,
                "  other names of a mailbox are not known: each is a mailbox of its own, under its \
                 own domain's policy (site.userdb, site.aliases)"
            )?;
        }
    }
    let table = &config.policy.table;
    let count = |mode| table.count(mode);
    writeln!(
        out,
        "policy: {} by default; listed: {} required, {} optional, {} disabled",
        config.policy.default.mode.word(),
        count(Mode::Required),
        count(Mode::Optional),
        count(Mode::Disabled),
    )?;
    match &config.mail {
        Some(mail) => writeln!(
            out,
            "mailboxes are told of changes by {}:{}",
            mail.host, mail.port
        )?,
        None => writeln!(out, "mailboxes are not told of changes: there is no [mail]")?,
    }
    let trail = match &config.audit.to {
        AuditTo::File(path, _) => path.display().to_string(),
        AuditTo::Journald(socket) => format!("systemd's journal, {}", socket.display()),
        AuditTo::Stdout => "standard output".to_owned(),
        AuditTo::Syslog(socket) => format!("the syslog, {}", socket.display()),
    };
    writeln!(out, "the audit trail goes to {trail}")?;
    let warnings = match config.warnings.len() {
        0 => "no warnings".to_owned(),
        1 => "1 warning".to_owned(),
        more => format!("{more} warnings"),
    };
    writeln!(out, "the configuration is good; {warnings}")?;
    Ok(())
}

fn describe(site: &Site) -> String {
    let hosts = site.hosts.join(", ");
    format!("{hosts}: {} at {}", site.profile.name, site.upstream)
}
