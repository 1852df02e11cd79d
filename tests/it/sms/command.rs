//! A program of the operator's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tempfile::TempDir;
use vestibule::delivery::sms::{Command, CommandInput, Outbox, Rejection, Sms as _, SmsError};
use vestibule::domain::sms::Sender;

use super::{CODE_TEXT, LIMIT, NASTY_TEXT, SHORT, message};

/// `/bin/sh` with a script, and a folder for it.
fn shell(folder: &Path, script: &str) -> Command {
    let script = format!("cd {} || exit 99\n{script}", folder.display());
    Command {
        program: PathBuf::from("/bin/sh"),
        arguments: ["-c", &script, "send-sms", "--fixed"]
            .map(Into::into)
            .to_vec(),
        input: CommandInput::Json,
        from: Sender::parse("Example"),
        limit: LIMIT * 5,
    }
}

#[tokio::test]
async fn number_and_text_are_on_its_standard_input_alone() -> Result<()> {
    let folder = TempDir::new()?;
    let script =
        "cat > input; echo \"$0 $*\" > arguments; env > environment; echo out; echo err >&2";
    let accepted = shell(folder.path(), script)
        .send(&message(NASTY_TEXT)?)
        .await?;
    assert_eq!(accepted.gateway, "command");
    let read = |name: &str| fs::read_to_string(folder.path().join(name));
    let input = read("input")?;
    ensure!(
        input.ends_with('\n') && input.lines().count() == 1,
        "{input:?}"
    );
    let value: serde_json::Value = serde_json::from_str(&input)?;
    let expected = serde_json::json!({
        "to": "+491701234567", "text": NASTY_TEXT, "from": "Example", "seconds": 300,
    });
    assert_eq!(value, expected);
    assert_eq!(read("arguments")?, "send-sms --fixed\n");
    let environment = read("environment")?;
    let shell_own = ["PATH=", "LANG=", "PWD=", "OLDPWD=", "SHLVL=", "_="];
    for line in environment.lines() {
        ensure!(shell_own.iter().any(|own| line.starts_with(own)), "{line}");
    }
    Ok(())
}

#[tokio::test]
async fn it_may_want_the_number_in_a_line_and_then_the_text() -> Result<()> {
    let folder = TempDir::new()?;
    let command = Command {
        input: CommandInput::Text,
        ..shell(folder.path(), "cat > input")
    };
    command.send(&message(CODE_TEXT)?).await?;
    let input = fs::read_to_string(folder.path().join("input"))?;
    assert_eq!(input, format!("+491701234567\n{CODE_TEXT}\n"));
    Ok(())
}

#[tokio::test]
async fn its_exit_status_says_what_happened() -> Result<()> {
    let folder = TempDir::new()?;
    for (script, expected) in [
        (
            "cat >/dev/null; exit 65",
            SmsError::Rejected(Rejection::NoSuchNumber),
        ),
        (
            "cat >/dev/null; exit 68",
            SmsError::Rejected(Rejection::Unreachable),
        ),
        ("cat >/dev/null; exit 75", SmsError::Unavailable),
        ("cat >/dev/null; exit 78", SmsError::Misconfigured),
        ("cat >/dev/null; nonsuch-program", SmsError::Misconfigured),
        ("cat >/dev/null; exit 1", SmsError::Unknown),
        ("kill -9 $$", SmsError::Unknown),
    ] {
        let outcome = shell(folder.path(), script)
            .send(&message(CODE_TEXT)?)
            .await;
        assert_eq!(outcome.err(), Some(expected), "{script}");
    }
    let missing = Command {
        program: folder.path().join("missing"),
        ..shell(folder.path(), "")
    };
    let outcome = missing.send(&message(CODE_TEXT)?).await;
    assert_eq!(outcome.err(), Some(SmsError::Misconfigured));
    Ok(())
}

#[tokio::test]
async fn one_that_hangs_is_killed_with_all_that_it_started() -> Result<()> {
    let folder = TempDir::new()?;
    let command = Command {
        limit: SHORT,
        ..shell(folder.path(), "(sleep 1; touch late) & sleep 30")
    };
    let began = Instant::now();
    let outcome = command.send(&message(CODE_TEXT)?).await;
    assert_eq!(outcome.err(), Some(SmsError::Unknown));
    ensure!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    tokio::time::sleep(Duration::from_millis(1500)).await;
    ensure!(!folder.path().join("late").exists(), "its child lived on");
    Ok(())
}

#[tokio::test]
async fn an_outbox_keeps_messages_for_its_owner() -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new()?;
    let path = folder.path().join("outbox.jsonl");
    let outbox = Outbox::to_file(path.clone());
    for text in [CODE_TEXT, NASTY_TEXT] {
        outbox.send(&message(text)?).await?;
    }
    assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
    let lines = fs::read_to_string(&path)?;
    let texts: Vec<String> = lines
        .lines()
        .map(|line| Ok(serde_json::from_str::<serde_json::Value>(line)?["text"].to_string()))
        .collect::<Result<_>>()?;
    let expected = [CODE_TEXT, NASTY_TEXT].map(|text| serde_json::Value::from(text).to_string());
    assert_eq!(texts, expected);
    let nowhere = Outbox::to_file(folder.path().join("missing/outbox"));
    let outcome = nowhere.send(&message(CODE_TEXT)?).await;
    assert_eq!(outcome.err(), Some(SmsError::Misconfigured));
    let memory = Outbox::to_memory();
    memory.clone().send(&message(CODE_TEXT)?).await?;
    assert_eq!(memory.take(), [message(CODE_TEXT)?]);
    assert_eq!(memory.take(), []);
    Ok(())
}
