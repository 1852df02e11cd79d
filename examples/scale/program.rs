//! The program on the filled folder: its files, its process, and how much memory that has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

/// A running program. It ends with this.
pub(super) struct Program(Child);

/// Says where everything is, and on which port the control panel.
pub(super) fn configure(folder: &Path, panel: u16) -> anyhow::Result<()> {
    let at = |name: &str| folder.join(name);
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/demo/profile.toml");
    let text = format!(
        "[listen]\naddress = \"127.0.0.1:0\"\n[[site]]\nhosts = [\"localhost\"]\n\
         upstream = \"http://127.0.0.1:9\"\nprofile = {profile:?}\n\
         [policy]\ndefault = \"optional\"\nfile = \"policy.toml\"\n[store]\npath = {store:?}\n\
         [keys]\nfile = {keys:?}\n[audit]\nto = \"file\"\nfile = {audit:?}\n\
         [admin]\nsocket = {socket:?}\nlisten = \"127.0.0.1:{panel}\"\n",
        store = at("store"),
        keys = at("keys"),
        audit = at("audit.jsonl"),
        socket = socket(folder),
    );
    fs::write(at("vestibule.toml"), text)?;
    Ok(())
}

/// Half of the domains are in the policy file, the others in the store.
pub(super) fn write_files(folder: &Path, domains: usize) -> anyhow::Result<()> {
    configure(folder, 0)?;
    let lines = (0..domains / 2).map(|number| {
        let mode = if number % 2 == 0 {
            "required"
        } else {
            "optional"
        };
        format!("{:?} = {mode:?}\n", domain(number))
    });
    let policy: String = lines.collect();
    fs::write(folder.join("policy.toml"), format!("[domains]\n{policy}"))?;
    let keys = command(folder, "keys")?.arg("init").output()?;
    let told = String::from_utf8_lossy(&keys.stderr);
    ensure!(keys.status.success(), "keys init: {told}");
    Ok(())
}

/// The name of a domain.
pub(super) fn domain(number: usize) -> String {
    format!("d{number:06}.example")
}

/// Where the program listens for administrators.
pub(super) fn socket(folder: &Path) -> PathBuf {
    folder.join("admin.sock")
}

/// Whether this is a command of the program, and not of the measurement.
pub(super) fn is_command(word: &str) -> bool {
    ["keys", "serve", "overview", "audit"].contains(&word)
}

impl Program {
    pub(super) fn start(folder: &Path) -> anyhow::Result<Self> {
        let log = fs::File::create(folder.join("log"))?;
        let child = command(folder, "serve")?
            .stderr(log)
            .stdout(Stdio::null())
            .spawn()?;
        Ok(Self(child))
    }

    /// Its memory in MiB: `VmRSS` (now) or `VmHWM` (at the most), of proc(5).
    pub(super) fn memory(&self, what: &str) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(what));
        let line = line.with_context(|| format!("{what} is not known"))?;
        let number: String = line.chars().filter(char::is_ascii_digit).collect();
        Ok(number.parse::<u64>()? / 1024)
    }

    /// The seconds of processor time that it has used, of proc(5).
    pub(super) fn processor(&self) -> anyhow::Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        let (_, after) = stat.rsplit_once(')').context("stat has no name")?;
        let fields: Vec<&str> = after.split_whitespace().collect();
        let ticks = fields.iter().skip(11).take(2);
        let ticks: f64 = ticks.filter_map(|field| field.parse::<f64>().ok()).sum();
        Ok(ticks / TICKS)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(folder: &Path, name: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(name);
    command.arg("--config").arg(folder.join("vestibule.toml"));
    Ok(command)
}

/// A second, to proc(5): `sysconf(_SC_CLK_TCK)` on Linux.
const TICKS: f64 = 100.0;
