//! The program itself, started, killed and started again on one folder and one port.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use tempfile::TempDir;

use super::Browser;

/// A running gateway with a store and keys of its own.
pub(crate) struct GatewayProcess {
    folder: TempDir,
    address: SocketAddr,
    child: Option<Child>,
    /// What it logs: `RUST_LOG`.
    level: &'static str,
}

impl GatewayProcess {
    /// Starts a gateway for `localhost` in front of `upstream`. `profile` is a name or a path.
    pub(crate) fn start(upstream: &str, profile: &str) -> Result<Self> {
        Self::start_with(upstream, profile, "")
    }

    /// With more lines at the end of the configuration.
    pub(crate) fn start_with(upstream: &str, profile: &str, more: &str) -> Result<Self> {
        Self::start_with_site(upstream, profile, ("", more))
    }

    /// With more lines about the site, and at the end.
    pub(crate) fn start_with_site(
        upstream: &str,
        profile: &str,
        lines: (&str, &str),
    ) -> Result<Self> {
        Self::begin("info", upstream, profile, lines)
    }

    /// With more lines at the end of the configuration, logging as much as `level` says.
    pub(crate) fn start_at(
        level: &'static str,
        upstream: &str,
        profile: &str,
        more: &str,
    ) -> Result<Self> {
        Self::begin(level, upstream, profile, ("", more))
    }

    fn begin(
        level: &'static str,
        upstream: &str,
        profile: &str,
        (site, more): (&str, &str),
    ) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let at = |name: &str| folder.path().join(name);
        let text = format!(
            "[listen]\naddress = \"{address}\"\n[[site]]\nhosts = [\"localhost\"]\n\
             upstream = {upstream:?}\nprofile = {profile:?}\n{site}\n[policy]\ndefault = \"required\"\n\
             file = \"policy.toml\"\n[store]\npath = {store:?}\n[keys]\nfile = {keys:?}\n\
             [audit]\nto = \"file\"\nfile = {audit:?}\n[admin]\nsocket = {admin:?}\n{more}\n",
            store = at("store"),
            keys = at("keys"),
            audit = at("audit.jsonl"),
            admin = at("admin.sock"),
        );
        fs::write(at("vestibule.toml"), text)?;
        let mut gateway = Self {
            folder,
            address,
            child: None,
            level,
        };
        gateway.set_policy(
            "\"required.test\" = \"required\"\n\"optional.test\" = \"optional\"\n\
             \"disabled.test\" = \"disabled\"",
        )?;
        let made = gateway.command("keys").arg("init").output()?;
        ensure!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        gateway.spawn()?;
        Ok(gateway)
    }

    /// SIGHUP.
    pub(crate) fn hang_up(&self) -> Result<()> {
        let pid = self.pid().context("it does not run")?.to_string();
        let told = Command::new("kill").args(["-HUP", &pid]).status()?;
        ensure!(told.success(), "the signal could not be sent");
        Ok(())
    }

    /// Runs another command of the program on the same configuration.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> Result<String> {
        let ran = self.command(name).args(arguments).output()?;
        let told = String::from_utf8_lossy(&ran.stderr);
        ensure!(ran.status.success(), "{name}: {told}");
        Ok(String::from_utf8(ran.stdout)?)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address for a real browser.
    pub(crate) fn base(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The running process's id.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Edits the policy file, as an operator does: aside, then renamed.
    pub(crate) fn set_policy(&self, domains: &str) -> Result<()> {
        let aside = self.folder.path().join("policy.toml.new");
        fs::write(&aside, format!("[domains]\n{domains}\n"))?;
        fs::rename(&aside, self.folder.path().join("policy.toml"))?;
        Ok(())
    }

    /// SIGKILL: no farewell.
    pub(crate) fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// SIGTERM; gives the process to wait for.
    pub(crate) fn terminate(&mut self) -> Result<Child> {
        let child = self.child.take().context("it does not run")?;
        let killed = Command::new("kill").arg(child.id().to_string()).status()?;
        ensure!(killed.success(), "the signal could not be sent");
        Ok(child)
    }

    /// Starts it again where it was.
    pub(crate) fn spawn(&mut self) -> Result<()> {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log_file())?;
        let child = self
            .command("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        self.child = Some(child);
        self.await_answer()
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// What it has written to the audit log.
    pub(crate) fn audit(&self) -> String {
        fs::read_to_string(self.folder.path().join("audit.jsonl")).unwrap_or_default()
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command
            .arg(name)
            .arg("--config")
            .arg(self.folder.path().join("vestibule.toml"))
            .env("RUST_LOG", self.level);
        command
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("gateway.log")
    }

    fn await_answer(&mut self) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(20);
        while Instant::now() < patience {
            if let Some(child) = &mut self.child
                && let Some(status) = child.try_wait()?
            {
                bail!("the gateway ended with {status}:\n{}", self.log());
            }
            if answers(self.address).unwrap_or(false) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(10));
        }
        bail!("the gateway does not answer:\n{}", self.log())
    }
}

impl Drop for GatewayProcess {
    fn drop(&mut self) {
        if let Err(error) = self.kill() {
            let _ = writeln!(io::stderr(), "the gateway could not be killed: {error}");
        }
        if thread::panicking() {
            let _ = writeln!(io::stderr(), "the gateway's log:\n{}", self.log());
        }
    }
}

fn answers(address: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(b"GET /mfa/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    // Over TLS it is an alert.
    Ok(answer.starts_with(b"HTTP/1.1 ") || answer.starts_with(&[21]))
}
