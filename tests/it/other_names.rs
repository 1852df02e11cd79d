//! All names of one mailbox are one mailbox: the name that is typed chooses no policy.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use http::StatusCode;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixListener;
use tokio::task::JoinSet;

use crate::support::authority::quoted;
use crate::support::{Browser, GatewayProcess, House, Lab, Meadow, code_at, steps};

/// The mailbox, in a domain that requires a second factor, and its other name in one that does not.
const MAILBOX: &str = "alice@required.test";
const OTHER: &str = "alice@disabled.test";

/// A house whose site has these lines too.
async fn house(lines: &str) -> Result<House> {
    House::build("", |webmail| format!("\"http://{webmail}\"\n{lines}")).await
}

/// Dovecot's userdb, as far as it concerns these two names.
struct Userdb {
    socket: PathBuf,
    _folder: tempfile::TempDir,
    _tasks: JoinSet<()>,
}

impl Userdb {
    /// It answers each question with `answer`, `{name}` filled in.
    fn start(answer: &'static str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let socket = folder.path().join("auth-userdb");
        let listener = UnixListener::bind(&socket)?;
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut stream = BufReader::new(stream);
                let _ = stream.write_all(b"VERSION\t1\t1\nSPID\t1\n").await;
                let mut line = String::new();
                while !line.starts_with("USER") {
                    line.clear();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        break;
                    }
                }
                let name = line.split('\t').nth(2).unwrap_or_default();
                let name = if name == OTHER { MAILBOX } else { name };
                let answer = answer.replace("{name}", name);
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Ok(Self {
            socket,
            _folder: folder,
            _tasks: tasks,
        })
    }

    fn lines(&self) -> String {
        format!("userdb = {}", quoted(&self.socket))
    }
}

fn alias_file(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("virtual");
    fs::write(&file, format!("{OTHER} {MAILBOX}\n"))?;
    Ok(file)
}

/// Signs in by the other name: it is the same mailbox, with its factor and its policy.
async fn assert_one_mailbox(house: &House) -> Result<()> {
    let mut fresh = house.browser();
    house.log_in(&mut fresh, OTHER).await?;
    let asked = fresh.get("/mfa/challenge").await?;
    assert_eq!(asked.location(), "/mfa/enroll", "the weaker policy applies");
    assert_ne!(fresh.get("/mail").await?.status, StatusCode::OK);
    let key = house.enroll(&mut house.browser(), MAILBOX).await?;
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, OTHER).await?;
    let code = code_at(&key, house.now())?;
    assert_eq!(house.answer(&mut browser, &code).await?.location(), "/mail");
    // One mailbox, one counter: a code that was used by one name is used by the other.
    let mut again = house.browser();
    house.log_in(&mut again, MAILBOX).await?;
    assert_ne!(house.answer(&mut again, &code).await?.location(), "/mail");
    let audit = house.audit()?;
    assert!(audit.contains(&format!("\"name\":\"{OTHER}\"")), "{audit}");
    assert!(
        !audit.contains(&format!("\"subject\":\"{OTHER}\"")),
        "{audit}"
    );
    Ok(())
}

#[tokio::test]
async fn a_name_of_the_alias_file_is_the_mailbox_it_stands_for() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = alias_file(folder.path())?;
    let house = house(&format!("aliases = {}", quoted(&file))).await?;
    assert_one_mailbox(&house).await
}

#[tokio::test]
async fn a_name_that_dovecot_maps_is_the_mailbox_it_opens() -> Result<()> {
    let userdb = Userdb::start("USER\t1\t{name}\tuid=1\n")?;
    let house = house(&userdb.lines()).await?;
    assert_one_mailbox(&house).await
}

#[tokio::test]
async fn without_either_each_name_is_a_mailbox_of_its_own() -> Result<()> {
    let house = house("").await?;
    let mut browser = house.browser();
    let answer = house.log_in(&mut browser, OTHER).await?;
    assert_eq!(
        answer.location(),
        "/mail",
        "this gap is what the others close"
    );
    Ok(())
}

#[tokio::test]
async fn while_dovecot_does_not_say_whose_mailbox_it_is_nobody_signs_in() -> Result<()> {
    for (answer, status) in [
        ("NOTFOUND\t1\n", StatusCode::BAD_GATEWAY),
        ("FAIL\t1\treason=down\n", StatusCode::SERVICE_UNAVAILABLE),
        ("", StatusCode::SERVICE_UNAVAILABLE),
        ("USER\t2\t{name}\n", StatusCode::SERVICE_UNAVAILABLE),
        ("USER\t1\ta@b@c.test\n", StatusCode::BAD_GATEWAY),
    ] {
        let userdb = Userdb::start(answer)?;
        let house = house(&userdb.lines()).await?;
        let mut browser = house.browser();
        let refused = house.log_in(&mut browser, "alice@disabled.test").await?;
        assert_eq!(refused.status, status, "{answer:?}");
        assert_ne!(browser.get("/mail").await?.status, StatusCode::OK);
    }
    let folder = tempfile::tempdir()?;
    let nowhere = folder.path().join("nobody-listens");
    let house = house(&format!("userdb = {}", quoted(&nowhere))).await?;
    let refused = house.log_in(&mut house.browser(), OTHER).await?;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    Ok(())
}

#[tokio::test]
async fn an_edit_of_the_aliases_counts_at_once_and_a_bad_one_not_at_all() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("virtual");
    fs::write(&file, "")?;
    let meadow = Meadow::open().await?;
    let upstream = meadow.origin();
    let gateway = GatewayProcess::start_with_site(
        &upstream,
        crate::support::meadow::PROFILE,
        (&format!("aliases = {}", quoted(&file)), ""),
    )?;
    let asked = || async {
        let mut browser = gateway.browser();
        let answer = steps::log_in(&mut browser, OTHER).await?;
        anyhow::Ok(answer.location() == "/mfa/challenge")
    };
    ensure!(!asked().await?, "it is no alias yet");
    let aside = folder.path().join("virtual.new");
    fs::write(&aside, format!("{OTHER} {MAILBOX}\n"))?;
    fs::rename(&aside, &file)?;
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !asked().await? {
        ensure!(std::time::Instant::now() < patience, "{}", gateway.log());
    }
    fs::write(&file, "lonely@name.test\n")?;
    while !gateway.log().contains("the aliases have mistakes") {
        ensure!(std::time::Instant::now() < patience, "{}", gateway.log());
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    ensure!(asked().await?, "a bad edit counted");
    Ok(())
}

/// Signs in to the real Roundcube; where that leads.
async fn sign_in(gateway: &GatewayProcess, name: &str, password: &str) -> Result<String> {
    let mut browser: Browser = gateway.browser();
    let form = [
        ("_task", "login"),
        ("_action", "login"),
        ("_user", name),
        ("_pass", password),
    ];
    let answer = browser.post("/?_task=login", &form).await?;
    Ok(answer.location().to_owned())
}

#[tokio::test]
#[ignore = "needs the lab: tests/run"]
async fn the_real_dovecot_says_whose_mailbox_a_name_of_the_real_roundcube_is() -> Result<()> {
    let lab = Lab::get()?;
    let userdb = env::var("LAB_DOVECOT_USERDB").context("LAB_DOVECOT_USERDB: run tests/run")?;
    let aliases = env::var("LAB_ALIAS_FILE").context("LAB_ALIAS_FILE: run tests/run")?;
    // sales@optional.test is bob@required.test, and info@required.test is bob@optional.test.
    let bare = GatewayProcess::start(&lab.roundcube, "roundcube")?;
    let gap = sign_in(&bare, "sales@optional.test", &lab.password).await?;
    ensure!(
        !gap.starts_with("/mfa/"),
        "the gap is closed without us: {gap}"
    );
    for lines in [
        format!("userdb = {userdb:?}"),
        format!("aliases = {aliases:?}"),
        format!("userdb = {userdb:?}\naliases = {aliases:?}"),
    ] {
        let gateway = GatewayProcess::start_with_site(&lab.roundcube, "roundcube", (&lines, ""))?;
        for (name, asked) in [
            ("sales@optional.test", true),
            ("Sales@Optional.test", true),
            ("bob@required.test", true),
            ("alice@alias.test", true),
            ("info@required.test", false),
            ("bob@optional.test", false),
        ] {
            let to = sign_in(&gateway, name, &lab.password).await?;
            ensure!(
                !to.is_empty(),
                "{lines}: {name} is refused: {}",
                gateway.log()
            );
            ensure!(
                to.starts_with("/mfa/") == asked,
                "{lines}: {name} leads to {to}"
            );
        }
        let audit = gateway.audit();
        ensure!(
            !audit.contains("\"subject\":\"sales@optional.test\""),
            "{audit}"
        );
    }
    Ok(())
}
