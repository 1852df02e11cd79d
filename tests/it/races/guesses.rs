//! Guessing codes from many addresses at once, at two nodes, is slowed as from one.
//!
//! `RACES_GUESSES=1000 cargo nextest run -E 'test(from_everywhere_at_once)' --no-capture`

use std::net::Ipv4Addr;

use anyhow::{Result, bail, ensure};
use futures_util::{StreamExt as _, stream};

use crate::support::house::form_token;
use crate::support::{Browser, House, Node, code_at, size};

const ALICE: &str = "alice@required.test";
/// Open at once.
const CONNECTIONS: usize = 64;
/// Different client addresses.
const ADDRESSES: usize = 1000;
/// Logins that the guesses are made in.
const LOGINS: usize = 8;

/// Somebody who has the password, and guesses the code.
struct Thief<'a> {
    house: &'a House,
    second: &'a Node,
    key: String,
    /// Logins that wait for a code, and the tokens of their forms.
    logins: Vec<(Browser, String)>,
    guesses: usize,
    made: usize,
}

impl Thief<'_> {
    /// How many of a wave of guesses are looked at.
    async fn wave(&mut self) -> Result<usize> {
        self.log_in().await?;
        let code = self.wrong_code()?;
        let posts = (0..self.guesses).zip(self.logins.iter().cycle());
        let posts = posts.map(|(number, (browser, token))| {
            let mut browser = browser.clone();
            browser.from = address(number % ADDRESSES);
            if number % 2 == 1 {
                browser.go_to(self.second.address);
            }
            let (token, code) = (token.clone(), code.clone());
            async move {
                let form = [("form_token", token.as_str()), ("code", &code)];
                let answer = browser.post("/mfa/challenge", &form).await?;
                looked_at(&answer.text())
            }
        });
        let mut posts = stream::iter(posts).buffer_unordered(CONNECTIONS);
        let mut looked = 0;
        while let Some(was) = posts.next().await {
            looked += usize::from(was?);
            self.made += 1;
        }
        Ok(looked)
    }

    /// Logs in anew: a login waits for its code for a quarter of an hour only.
    async fn log_in(&mut self) -> Result<()> {
        self.logins.clear();
        for _ in 0..LOGINS {
            let mut browser = self.house.browser();
            self.house.log_in(&mut browser, ALICE).await?;
            let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
            self.logins.push((browser, token));
        }
        Ok(())
    }

    /// One that is right neither now nor a step away.
    fn wrong_code(&self) -> Result<String> {
        let now = self.house.now().as_second();
        let mut right = Vec::new();
        for second in [now - 30, now, now + 30] {
            right.push(code_at(&self.key, jiff::Timestamp::from_second(second)?)?);
        }
        let mut all = (0..1_000_000).map(|number| format!("{number:06}"));
        let wrong = all.find(|code| !right.contains(code));
        wrong.ok_or_else(|| anyhow::anyhow!("no code is wrong"))
    }
}

/// One of the loopback network's, and never 127.0.0.1.
fn address(number: usize) -> Ipv4Addr {
    let [.., high, low] = number.to_be_bytes();
    Ipv4Addr::new(127, 77, high, low)
}

/// Whether a guess was compared with the code: that it was wrong is then said.
fn looked_at(page: &str) -> Result<bool> {
    if page.contains("That code is not right") {
        return Ok(true);
    }
    let refused = ["Too many wrong codes", "Too many codes were wrong"];
    if refused.iter().any(|words| page.contains(words)) {
        return Ok(false);
    }
    bail!("neither wrong nor refused: {page}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_from_everywhere_at_once_are_looked_at_fifty_times_and_as_slowly_as_from_one_place()
-> Result<()> {
    let house = House::open().await?;
    let second = house.another_node().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    let mut thief = Thief {
        house: &house,
        second: &second,
        key,
        logins: Vec::new(),
        guesses: size("RACES_GUESSES", 16)?,
        made: 0,
    };
    ensure!(thief.wave().await? == 5, "five are free");
    let (mut looked, mut wait) = (5, 30);
    while looked < 50 {
        house.wait(wait - 1);
        let early = thief.wave().await?;
        ensure!(early == 0, "after {looked}: {early} too early");
        house.wait(1);
        let now = thief.wave().await?;
        ensure!(now == 1, "after {looked} and {wait} s: {now}");
        looked += 1;
        wait = (wait * 2).min(3600);
    }
    // Whoever waits for a year finds it closed still, and the right code does not open it either.
    house.wait(365 * 24 * 3600);
    ensure!(thief.wave().await? == 0, "looked at a fifty-first time");
    let mut last = house.browser();
    house.log_in(&mut last, ALICE).await?;
    let code = code_at(&thief.key, house.now())?;
    let refused = house.answer(&mut last, &code).await?;
    ensure!(refused.location().is_empty(), "it opens");
    println!("{} guesses were made, {looked} looked at", thief.made);
    Ok(())
}
