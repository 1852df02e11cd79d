//! The audit trail: every login outcome and every change, with nothing in it that opens anything.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vestibule::clock::{Clock as _, SystemClock};

use crate::support::house::{PASSWORD, form_token, recovery_codes_on};
use crate::support::{Api, GatewayProcess, House, Meadow, Relay, code_at, steps};

const ALICE: &str = "alice@required.test";

/// The lines, each of which is one JSON object in printable ASCII.
fn lines(trail: &str) -> Result<Vec<Value>> {
    ensure!(trail.is_empty() || trail.ends_with('\n'), "{trail}");
    let printable = |byte: u8| byte == b'\n' || (b' '..=b'~').contains(&byte);
    ensure!(trail.bytes().all(printable), "{trail}");
    let lines = trail.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}

fn last(house: &House) -> Result<Value> {
    let all = lines(&house.audit()?)?;
    all.into_iter().next_back().context("nothing was written")
}

#[tokio::test]
async fn a_sign_in_says_how_it_ended_and_which_policy_was_in_force_and_why() -> Result<()> {
    let house = House::open().await?;
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    let line = last(&house)?;
    assert_eq!(line["v"], 1);
    assert_eq!(line["time"], "2026-11-24T12:00:00.000Z");
    assert_eq!(line["event"], "password_accepted");
    assert_eq!(line["outcome"], "pending");
    assert_eq!(line["reason"], "must_enroll");
    assert_eq!(line["subject"], ALICE);
    assert_eq!(line["domain"], "required.test");
    assert_eq!(line["site"], "localhost");
    assert_eq!(line["client"], "127.0.0.1");
    assert_eq!(line["methods"], json!(["pwd"]));
    let file = json!({ "mode": "required", "source": "file" });
    assert_eq!(line["policy"], file);

    let key = steps::enroll(&mut browser, house.now()).await?;
    let line = last(&house)?;
    assert_eq!(line["event"], "enrolled");
    assert_eq!(line["methods"], json!(["pwd", "otp"]));
    house.wait(60);
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    assert_eq!(last(&house)?["reason"], "must_verify");
    house.answer(&mut browser, "000000").await?;
    let refused = last(&house)?;
    assert_eq!(refused["event"], "code_refused");
    assert_eq!(refused["outcome"], "failure");
    assert_eq!(refused["reason"], "wrong");
    house
        .answer(&mut browser, &code_at(&key, house.now())?)
        .await?;
    let accepted = last(&house)?;
    assert_eq!(accepted["event"], "code_accepted");
    assert_eq!(accepted["outcome"], "success");
    assert_eq!(accepted["methods"], json!(["pwd", "otp"]));
    assert_eq!(accepted["login"], refused["login"]);
    assert_eq!(accepted["policy"], file);

    let mut browser = house.browser();
    let form = [
        ("user", "alice@optional.test"),
        ("password", "not it"),
        ("csrf", "stale"),
    ];
    browser.post("/login", &form).await?;
    let failed = last(&house)?;
    assert_eq!(failed["event"], "login_failed");
    assert_eq!(failed["reason"], "webmail_refused");
    assert_eq!(failed["name"], "alice@optional.test");
    assert_eq!(
        failed["subject"],
        Value::Null,
        "nobody has shown whose it is"
    );
    Ok(())
}

#[tokio::test]
async fn the_policy_in_force_is_named_with_its_place_wherever_that_is() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let enter = async |name: &str| {
        house.log_in(&mut house.browser(), name).await?;
        last(&house)
    };
    let line = enter("alice@disabled.test").await?;
    assert_eq!(line["event"], "logged_in");
    assert_eq!(line["reason"], "mfa_disabled");
    let file = json!({ "mode": "disabled", "source": "file" });
    assert_eq!(line["policy"], file);

    let until = json!({ "mode": "required", "until": "2027-01-01T00:00:00Z", "reason": "board" });
    let path = "/api/v1/mailboxes/alice@disabled.test/exception";
    let none = [("if-none-match", "*")];
    let set = api.ask(http::Method::PUT, path, &none, Some(until)).await?;
    assert_eq!(set.status, 204, "{}", set.text);
    let line = enter("alice@disabled.test").await?;
    let exception = json!({ "mode": "required", "source": "exception" });
    assert_eq!(line["policy"], exception);
    assert_eq!(enter("bob@disabled.test").await?["policy"], file);

    house.set_policy("\"none.test\" = \"required\"")?;
    let line = enter("alice@optional.test").await?;
    let default = json!({ "mode": "required", "source": "default" });
    assert_eq!(line["policy"], default);

    let terms = json!({ "terms": { "mode": "optional" } });
    let path = "/api/v1/domains/optional.test";
    let set = api.ask(http::Method::PUT, path, &none, Some(terms)).await?;
    assert_eq!(set.status, 204, "{}", set.text);
    let line = enter("alice@optional.test").await?;
    assert_eq!(line["reason"], "not_enrolled");
    let store = json!({ "mode": "optional", "source": "store" });
    assert_eq!(line["policy"], store);
    Ok(())
}

#[tokio::test]
async fn a_change_has_one_line_that_names_its_place_in_the_journal() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    let why = json!({ "reason": "lost phone \u{202e}" });
    let reset = format!("/api/v1/mailboxes/{ALICE}/reset");
    let done = api.post(&reset, why).await?;
    assert_eq!(done.status, 200, "{}", done.text);
    let lines = lines(&house.audit()?)?;
    let changes = api.get("/api/v1/changes?order=oldest").await?.json()?;
    let changes = changes["items"].as_array().context("no items")?.clone();
    assert_eq!(changes.len(), 2);
    for change in changes {
        let mut own = lines.iter().filter(|line| line["event"] == change["event"]);
        let line = own.next().context("no line")?;
        assert!(own.next().is_none(), "it is there twice");
        assert_eq!(line["journal"]["number"], change["number"]);
        assert_eq!(line["journal"]["hash"], change["hash"]);
        assert_eq!(line["why"], change["reason"]);
    }
    let line = lines.last().context("nothing was written")?;
    assert_eq!(line["event"], "admin_reset");
    let actor = line["actor"].as_str().unwrap_or_default();
    assert!(actor.starts_with("uid "), "{actor}");
    Ok(())
}

#[tokio::test]
async fn no_password_code_key_or_token_is_ever_in_it() -> Result<()> {
    let house = House::open().await?;
    let api = Api::of(&house).await?;
    let mut secrets = vec![PASSWORD.to_owned(), "a wrong password".to_owned()];
    let mut browser = house.browser();
    let wrong = [
        ("user", ALICE),
        ("password", "a wrong password"),
        ("csrf", "stale"),
    ];
    browser.post("/login", &wrong).await?;
    let key = house.enroll(&mut browser, ALICE).await?;
    secrets.push(key.clone());
    let page = browser.get("/mfa/recovery").await?.text();
    let recovery = recovery_codes_on(&page);
    assert_eq!(recovery.len(), 10);
    house.wait(60);
    let mut other = house.browser();
    house.log_in(&mut other, ALICE).await?;
    house.answer(&mut other, "135797").await?;
    let code = code_at(&key, house.now())?;
    house.answer(&mut other, &code).await?;
    secrets.extend(["135797".to_owned(), code]);
    let mut third = house.browser();
    house.log_in(&mut third, ALICE).await?;
    let page = third.get("/mfa/challenge?factor=recovery").await?.text();
    let token = form_token(&page)?;
    let form = [
        ("form_token", token.as_str()),
        ("factor", "recovery"),
        ("code", &recovery[0]),
    ];
    third.post("/mfa/challenge", &form).await?;
    assert_eq!(last(&house)?["event"], "recovery_code_used");
    secrets.extend(recovery);
    secrets.push(token);
    let why = json!({ "reason": "lost phone" });
    for what in ["bypass", "setup-code"] {
        let path = format!("/api/v1/mailboxes/{ALICE}/{what}");
        let given = api.post(&path, why.clone()).await?.json()?;
        secrets.push(given["code"].as_str().context("no code")?.to_owned());
    }
    let wanted = json!({
        "name": "panel", "rights": ["read"], "expires": "2027-01-01T00:00:00Z",
    });
    let made = api.post("/api/v1/tokens", wanted).await?.json()?;
    let token = made["token"].as_str().context("no token")?;
    // vst_ID_SECRET, and the secret may have such a line in it too.
    secrets.extend(token.splitn(3, '_').nth(2).map(str::to_owned));
    let trail = house.audit()?;
    assert!(trail.contains("token_made") && trail.contains("admin_bypass"));
    for secret in secrets {
        assert!(secret.len() > 5 && !trail.contains(&secret), "{secret}");
        let bare = secret.replace('-', "");
        assert!(!trail.contains(&bare), "{secret}");
    }
    Ok(())
}

#[tokio::test]
async fn a_login_that_nobody_could_carry_out_is_in_it_with_its_reason() -> Result<()> {
    let relay = Relay::open().await?;
    let house = House::behind(&relay, "").await?;
    relay.lead_to("127.0.0.1:1".parse()?);
    house.log_in(&mut house.browser(), ALICE).await?;
    let line = last(&house)?;
    assert_eq!(line["event"], "login_aborted");
    assert_eq!(line["reason"], "webmail");
    assert_eq!(line["name"], ALICE);
    Ok(())
}

#[tokio::test]
async fn a_login_that_is_not_read_in_one_way_is_one_line_whatever_was_in_it() -> Result<()> {
    let house = House::open().await?;
    for (at, name) in [
        "alice@required.test\n{\"v\":1,\"event\":\"logged_in\"}",
        "alice\u{202e}@required.test",
        "\u{1b}[2J@required.test",
        "a@b@required.test",
    ]
    .into_iter()
    .enumerate()
    {
        house.log_in(&mut house.browser(), name).await?;
        let all = lines(&house.audit()?)?;
        assert_eq!(all.len(), at + 1, "{name:?}");
        assert_eq!(all[at]["event"], "login_refused", "{name:?}");
        assert_eq!(all[at]["reason"], "ambiguous", "{name:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_full_disk_locks_nobody_out() -> Result<()> {
    // Linux has a device for it (full(4)).
    let house = House::with("[audit]\nto = \"file\"\nfile = \"/dev/full\"").await?;
    let mut browser = house.browser();
    steps::enter(&mut browser, "alice@disabled.test").await?;
    assert_eq!(browser.get("/mail").await?.status, 200);
    assert!(house.gateway.audit.flush(Duration::from_secs(60)));
    assert_eq!(house.gateway.audit.lost(), 1);
    Ok(())
}

/// Waits until something is so.
fn wait_until(what: &str, is_so: impl Fn() -> bool) -> Result<()> {
    let patience = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        ensure!(Instant::now() < patience, "not {what}");
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// Waits until the trail has this event.
fn await_event(gateway: &GatewayProcess, event: &str) -> Result<()> {
    wait_until(event, || {
        let found = lines(&gateway.audit()).unwrap_or_default();
        found.iter().any(|line| line["event"] == event)
    })
}

#[tokio::test]
async fn logrotate_moves_the_file_and_a_hangup_opens_a_new_one() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    steps::enter(&mut gateway.browser(), "alice@disabled.test").await?;
    await_event(&gateway, "logged_in")?;
    let (file, aside) = ("audit.jsonl", "audit.jsonl.1");
    let at = |name: &str| gateway.folder().join(name);
    fs::rename(at(file), at(aside))?;
    // Whatever else is wrong: the file is opened anew.
    fs::write(at("policy.toml"), "[domains]\n\"a.test\" = \"perhaps\"\n")?;
    gateway.hang_up()?;
    wait_until("opened anew", || at(file).exists())?;
    steps::enter(&mut gateway.browser(), "alice@disabled.test").await?;
    await_event(&gateway, "logged_in")?;
    let before = lines(&fs::read_to_string(at(aside))?)?;
    assert!(before.iter().any(|line| line["event"] == "logged_in"));
    Ok(())
}

#[tokio::test]
async fn an_edit_of_the_policy_file_is_in_it_whether_it_took_effect_or_not() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    gateway.set_policy("\"a.test\" = \"perhaps\"")?;
    await_event(&gateway, "policy_file_refused")?;
    gateway.set_policy("\"a.test\" = \"optional\"")?;
    await_event(&gateway, "policy_file_read")?;
    Ok(())
}

#[tokio::test]
async fn what_was_written_last_is_there_after_the_program_has_ended() -> Result<()> {
    let meadow = Meadow::open().await?;
    let mut gateway = meadow.gateway("")?;
    let mut browser = gateway.browser();
    for _ in 0..20 {
        steps::log_in(&mut browser, ALICE).await?;
    }
    let mut child = gateway.terminate()?;
    assert!(child.wait()?.success());
    let written = lines(&gateway.audit())?;
    assert_eq!(written.len(), 20);
    Ok(())
}

#[tokio::test]
async fn the_journal_is_written_out_in_order_for_a_time_or_a_domain() -> Result<()> {
    let meadow = Meadow::open().await?;
    let gateway = meadow.gateway("")?;
    let before = SystemClock.now();
    for number in 0..7 {
        gateway.run("domain", &["set", &format!("d{number}.test"), "optional"])?;
    }
    let after = SystemClock.now();
    let export = |more: &[&str]| -> Result<Vec<Value>> {
        let said = gateway.run("audit", &[&["export", "--json"][..], more].concat())?;
        lines(&said)
    };
    let domains = |all: &[Value]| {
        let names = all.iter().map(|line| line["domain"].clone());
        names.collect::<Vec<_>>()
    };
    let all = export(&[])?;
    let expected: Vec<_> = (0..7)
        .map(|number| json!(format!("d{number}.test")))
        .collect();
    assert_eq!(domains(&all), expected);
    let one = export(&["--domain", "d3.test"])?;
    assert_eq!(domains(&one), [json!("d3.test")]);
    let rest = export(&["--after", "5"])?;
    assert_eq!(domains(&rest), expected[5..]);
    let (before, after) = (before.to_string(), after.to_string());
    assert_eq!(export(&["--since", &before, "--until", &after])?.len(), 7);
    assert!(export(&["--until", &before])?.is_empty());
    assert!(export(&["--since", &after])?.is_empty());
    let third = all[2]["at"].as_str().context("no time")?;
    assert_eq!(export(&["--since", third])?.len(), 5);
    assert_eq!(export(&["--until", third])?.len(), 2);
    assert_eq!(export(&["--since", "2020-01-01"])?.len(), 7);
    let said = gateway.run("audit", &["export"])?;
    assert_eq!(said.lines().count(), 7);
    assert!(said.contains("policy_set  d0.test  by uid "), "{said}");
    assert!(
        gateway
            .run("audit", &["export", "--since", "lately"])
            .is_err()
    );
    Ok(())
}
