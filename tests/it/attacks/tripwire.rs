//! A webmail that changes whose session it is, by a request that its profile does not know.

use anyhow::{Result, ensure};
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::house::PROFILE;
use crate::support::{Browser, House, code_at};

const ALICE: &str = "alice@optional.test";
const SWITCH: &str = "/switch?user=bob@required.test&password=correct+horse";

/// The sample webmail with a profile that does not know its account switch.
async fn house() -> Result<House> {
    let profile = PROFILE.replace("{ path = \"/switch\" },", "");
    ensure!(profile != PROFILE);
    House::built("", &profile, |store| store).await
}

/// A session of alice's, which is whole.
async fn whole(house: &House) -> Result<Browser> {
    let mut browser = house.browser();
    house.log_in(&mut browser, ALICE).await?;
    ensure!(
        browser
            .get("/mail")
            .await?
            .text()
            .contains("Private to alice")
    );
    Ok(browser)
}

/// The login has ended, with what it held before and with what it holds now.
async fn ended(house: &House, before: &Browser, mut after: Browser) -> Result<()> {
    let mut mixed = before.clone();
    mixed.cookies.extend(after.cookies.clone());
    for browser in [&mut before.clone(), &mut mixed, &mut after] {
        let page = browser.get("/mail").await?;
        ensure!(!page.text().contains("Private to"), "{}", page.text());
        ensure!(page.location() == "/", "{}", page.location());
    }
    ensure!(house.audit()?.contains("identity_changed"));
    Ok(())
}

#[tokio::test]
async fn an_answer_that_makes_it_another_mailboxs_session_is_withheld_and_the_login_ends()
-> Result<()> {
    let house = house().await?;
    for script in [false, true] {
        let before = whole(&house).await?;
        let mut after = before.clone();
        let answer = if script {
            after.script(SWITCH).await?
        } else {
            after.get(SWITCH).await?
        };
        ensure!(!answer.text().contains("bob@"), "{}", answer.text());
        ensure!(after.cookies.is_empty() || !after.cookies.contains_key("__Host-vestibule"));
        ended(&house, &before, after).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_same_by_a_request_that_asks_for_a_websocket_is_withheld_too() -> Result<()> {
    let house = house().await?;
    let before = whole(&house).await?;
    let mut after = before.clone();
    let origin = format!("http://{}", after.host);
    let headers = [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("origin", &origin),
    ];
    let answer = after.send(Method::GET, SWITCH, &headers, "").await?;
    ensure!(
        answer.status == StatusCode::UNAUTHORIZED,
        "{}",
        answer.status
    );
    ended(&house, &before, after).await
}

#[tokio::test]
async fn a_sign_out_that_asks_for_a_websocket_is_a_sign_out() -> Result<()> {
    let house = house().await?;
    let mut browser = whole(&house).await?;
    let mut kept = browser.clone();
    let origin = format!("http://{}", browser.host);
    let headers = [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("origin", &origin),
    ];
    browser.send(Method::GET, "/logout", &headers, "").await?;
    ensure!(kept.get("/mail").await?.location() == "/");
    ensure!(house.audit()?.contains("logged_out"));
    Ok(())
}

#[tokio::test]
async fn a_session_without_the_webmails_cookies_gets_no_other_ones() -> Result<()> {
    let house = house().await?;
    let before = whole(&house).await?;
    for gone in ["sample_session", "sample_auth"] {
        let mut browser = before.clone();
        browser.cookies.remove(gone);
        for target in ["/", SWITCH, "/mail"] {
            let page = browser.get(target).await?;
            ensure!(!page.text().contains("Private to"), "{gone} {target}");
        }
    }
    Ok(())
}

/// Opens the sample webmail's WebSocket in a session.
async fn tunnel(house: &House, browser: &Browser) -> Result<TcpStream> {
    let pairs = browser.cookies.iter();
    let pairs = pairs.map(|(name, value)| format!("{name}={value}"));
    let request = format!(
        "GET /ws HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookies}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        host = browser.host,
        cookies = pairs.collect::<Vec<_>>().join("; "),
    );
    let mut stream = TcpStream::connect(house.address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut head = vec![0; 1024];
    let count = stream.read(&mut head).await?;
    let head = String::from_utf8_lossy(head.get(..count).unwrap_or_default()).into_owned();
    ensure!(head.starts_with("HTTP/1.1 101"), "{head}");
    stream.write_all(b"ping").await?;
    let mut back = [0; 4];
    stream.read_exact(&mut back).await?;
    ensure!(&back == b"ping");
    Ok(stream)
}

/// Whether the other side closes soon.
async fn closes(stream: &mut TcpStream) -> Result<bool> {
    let mut byte = [0; 1];
    let limit = std::time::Duration::from_secs(5);
    match tokio::time::timeout(limit, stream.read(&mut byte)).await {
        Ok(Ok(count)) => Ok(count == 0),
        Ok(Err(_)) => Ok(true),
        Err(_) => Ok(false),
    }
}

#[tokio::test]
async fn a_websocket_ends_with_the_right_to_it() -> Result<()> {
    let house = house().await?;
    let mut browser = whole(&house).await?;
    let mut stream = tunnel(&house, &browser).await?;
    browser.get("/logout").await?;
    ensure!(closes(&mut stream).await?, "after a sign-out");

    for live in ["sign_out", "step_up"] {
        let browser = whole(&house).await?;
        let mut stream = tunnel(&house, &browser).await?;
        let policy = "\"optional.test\" = { mode = \"required\", live_sessions = ";
        house.set_policy(&format!("{policy}\"{live}\" }}"))?;
        ensure!(
            closes(&mut stream).await?,
            "after a change of the policy to {live}"
        );
        house.set_policy("\"optional.test\" = \"optional\"")?;
    }

    let browser = whole(&house).await?;
    let mut stream = tunnel(&house, &browser).await?;
    house.enroll(&mut house.browser(), ALICE).await?;
    ensure!(closes(&mut stream).await?, "after a set-up elsewhere");
    Ok(())
}

#[tokio::test]
async fn a_policy_that_rises_reaches_sessions_that_a_password_opened() -> Result<()> {
    let house = house().await?;
    let policy = |live: &str| {
        format!("\"optional.test\" = {{ mode = \"required\", live_sessions = \"{live}\" }}")
    };
    let mut browser = whole(&house).await?;
    house.set_policy(&policy("step_up"))?;
    for target in ["/mail", "/settings", "/", "/echo", "/logout", "/sent"] {
        let page = browser.get(target).await?;
        ensure!(
            page.location() == "/mfa/challenge",
            "{target}: {}",
            page.status
        );
    }
    ensure!(browser.script("/mail/unread").await?.status == StatusCode::UNAUTHORIZED);
    let key = crate::support::house::key_on(&browser.get("/mfa/enroll/app").await?.text())?;
    let token = crate::support::house::form_token(&browser.get("/mfa/enroll/app").await?.text())?;
    let code = code_at(&key, house.now())?;
    let form = [("form_token", token.as_str()), ("code", &code)];
    browser.post("/mfa/enroll/app", &form).await?;
    ensure!(
        browser
            .get("/mail")
            .await?
            .text()
            .contains("Private to alice")
    );

    let mut other = house.browser();
    house.set_policy("\"optional.test\" = \"disabled\"")?;
    house.log_in(&mut other, "bob@optional.test").await?;
    ensure!(other.get("/mail").await?.text().contains("Private to bob"));
    let mut kept = other.clone();
    house.set_policy(&policy("sign_out"))?;
    ensure!(other.get("/mail").await?.location() == "/");
    house.set_policy("\"optional.test\" = \"disabled\"")?;
    ensure!(
        kept.get("/mail").await?.location() == "/",
        "what was signed out comes back"
    );
    Ok(())
}
