//! A whole story of owners and administrators with the program itself, which logs all that it can;
//! and then a search for every secret that was used.

mod administrator;
mod ledger;
mod owner;

use std::net::{SocketAddr, TcpListener};

use anyhow::{Context as _, Result, ensure};

use self::administrator::Carol;
use self::ledger::{Found, Ledger};
use self::owner::{ALICE, BOB, Owner, WRONG_PASSWORD, code};
use crate::support::house::PASSWORD;
use crate::support::{GatewayProcess, Meadow, api, meadow};

/// What the pages of the webmail's own sessions and of ours are there to show.
fn is_shown(from: &str, what: &str) -> bool {
    let page = |page: &str| from.ends_with(page);
    match what {
        "the key of an app" => page("/mfa/enroll/app"),
        "a recovery code" => page("/mfa/recovery"),
        "the key of an administrator's app" => page("/setup/finish"),
        "a code for one sign-in" => page("/bypass"),
        _ => {
            let of = what.strip_prefix("the form token of ");
            of.is_some_and(|who| from.starts_with(who))
        }
    }
}

/// Everything, but for what the watch on the policy file's folder sees: the log is written there too.
const LEVEL: &str = "trace,notify=info";

fn none(found: &[Found]) -> Result<()> {
    let told: Vec<String> = found
        .iter()
        .map(|(what, place)| format!("{what} is in {place}"))
        .collect();
    ensure!(found.is_empty(), "{}", told.join("\n"));
    Ok(())
}

/// The lines of the log, without what has six digits by itself: the time of each, and how long
/// requests took. What the database says of its pages is numbers alone.
fn lines(log: &str) -> (String, String) {
    let mut own = String::new();
    let mut store = String::new();
    for line in log.lines() {
        let rest = line.split_once('Z').map_or(line, |(_, rest)| rest);
        let rest = rest.split(" took_us=").next().unwrap_or(rest);
        let into = if rest.contains(" sled::") {
            &mut store
        } else {
            &mut own
        };
        into.push_str(rest);
        into.push('\n');
    }
    (own, store)
}

/// The program, logging all that it can, and its door for administrators.
fn start(meadow: &Meadow) -> Result<(GatewayProcess, SocketAddr)> {
    let door = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let more = format!(
        "listen = \"{door}\"\n[sms]\ngateway = \"outbox\"\ncountries = [\"DE\"]\n\
         [sms.outbox]\nfile = \"outbox.jsonl\"\n[session]\nidle = \"10m\"\n"
    );
    let gateway = GatewayProcess::start_at(LEVEL, &meadow.origin(), meadow::PROFILE, &more)?;
    gateway.set_policy(
        "\"required.test\" = { mode = \"required\", guard = \"admin_code\", trusted_days = 30 }",
    )?;
    gateway.hang_up()?;
    Ok((gateway, door))
}

/// Alice sets up an app and signs in by each way; Bob does so with a number.
async fn owners(gateway: &GatewayProcess, ledger: &mut Ledger) -> Result<()> {
    ledger.typed("a password", PASSWORD);
    ledger.typed("a wrong password", WRONG_PASSWORD);
    Owner::new("a stranger", gateway, ledger)
        .say_too_much()
        .await?;
    let mut alice = Owner::new("alice", gateway, ledger);
    alice.arrive(ALICE, gateway).await?;
    let (key, codes) = alice.set_up_app().await?;
    alice.get("/mfa/security").await?;
    alice.say_too_much().await?;
    let recovery = codes.first().context("no code")?;
    Owner::new("alice's laptop", gateway, ledger)
        .sign_in("recovery", recovery)
        .await?;
    let typed = code(&key, 0)?;
    ledger.code("a code of an app", &typed);
    Owner::new("alice's tablet", gateway, ledger)
        .sign_in("app", &typed)
        .await?;
    let mut bob = Owner::new("bob", gateway, ledger);
    bob.arrive(BOB, gateway).await?;
    bob.set_up_number(gateway).await?;
    let mut bob = Owner::new("bob's laptop", gateway, ledger);
    bob.sign_in_by_message(gateway).await?;
    bob.get("/mfa/security").await?;
    Ok(())
}

/// Carol sets up an account, lets Alice in once, makes a token, and looks at everything.
async fn administrators(
    (gateway, door): (&GatewayProcess, SocketAddr),
    ledger: &mut Ledger,
) -> Result<()> {
    let (mut carol, key) = Carol::arrive(gateway, door, ledger).await?;
    let bypass = carol.bypass(&key).await?;
    carol.use_token(gateway).await?;
    Owner::new("alice's phone", gateway, carol.ledger)
        .sign_in("recovery", &bypass)
        .await?;
    carol.look_everywhere().await
}

/// The webmail's own sessions, as it saw them.
fn sessions_of(meadow: &Meadow, ledger: &mut Ledger) {
    for seen in meadow.webmail.log() {
        let fields = seen.headers.get_all("cookie").iter();
        for pair in fields.flat_map(|field| field.as_bytes().split(|byte| *byte == b';')) {
            let pair = String::from_utf8_lossy(pair);
            if let Some((name, value)) = pair.trim().split_once('=')
                && name != "sample_language"
            {
                let (name, value) = (name.to_owned(), value.to_owned());
                ledger.cookies("the webmail's own", [(&name, &value)]);
            }
        }
    }
}

/// What the API says of all of this.
const LISTS: [&str; 8] = [
    "changes",
    "administrators",
    "tokens",
    "overview",
    "domains",
    "mailboxes?prefix=alice",
    "mailboxes/alice@required.test",
    "mailboxes/bob@required.test",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_in_any_log_line_later_page_header_or_record() -> Result<()> {
    let meadow = Meadow::open().await?;
    let (mut gateway, door) = start(&meadow)?;
    let mut ledger = Ledger::default();
    owners(&gateway, &mut ledger).await?;
    administrators((&gateway, door), &mut ledger).await?;
    sessions_of(&meadow, &mut ledger);
    ensure!(ledger.len() > 60, "hardly any secrets: {}", ledger.len());

    for list in LISTS {
        let socket = gateway.folder().join("admin.sock");
        let told = api::get_at(&socket, &format!("/api/v1/{list}")).await?;
        ensure!(told.status.is_success(), "{list}: {}", told.text);
        none(&ledger.find(list, told.text.as_bytes()))?;
    }
    none(&ledger.in_answers(is_shown)?)?;

    let mut child = gateway.terminate()?;
    ensure!(child.wait()?.success(), "it did not end well");
    ensure!(gateway.log().contains("TRACE"), "it does not log all");
    let (log, store) = lines(&gateway.log());
    ensure!(log.contains(" access: "), "no requests are logged");
    none(&ledger.find("the log", log.as_bytes()))?;
    let long = ledger.without_codes();
    none(&long.find("the log of the database", store.as_bytes()))?;
    let but = ["gateway.log", "outbox.jsonl"];
    none(&ledger.in_files(gateway.folder(), &but)?)?;
    // What is no secret is found there: in the audit trail and in the store.
    let mut known = Ledger::default();
    known.typed("a mailbox", ALICE);
    let found = known.in_files(gateway.folder(), &but)?;
    ensure!(found.len() >= 2, "{found:?}");
    Ok(())
}
