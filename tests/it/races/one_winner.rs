//! One code, posted many times at once, opens one session, whichever nodes the posts come to.
//!
//! `RACES_CODES=10000 cargo nextest run -E 'test(one_session_whichever_nodes)' --no-capture`

use anyhow::{Result, ensure};
use futures_util::future::try_join_all;

use crate::support::house::form_token;
use crate::support::{Browser, House, code_at, size};

const ALICE: &str = "alice@required.test";
const POSTS: usize = 8;
/// A login waits for its code for a quarter of an hour.
const CODES_A_LOGIN: usize = 25;

/// A login that waits for a code, and the token of its form.
struct Waiting {
    browser: Browser,
    token: String,
}

/// Whether this post of the code opens the mailbox.
async fn post(waiting: &Waiting, code: &str) -> Result<bool> {
    let mut browser = waiting.browser.clone();
    let form = [("form_token", waiting.token.as_str()), ("code", code)];
    let answer = browser.post("/mfa/challenge", &form).await?;
    ensure!(!answer.status.is_server_error(), "{}", answer.text());
    let opens = answer.location() == "/mail";
    let session = |browser: &Browser| browser.cookies.get("__Host-vestibule").cloned();
    let rises = session(&waiting.browser) != session(&browser);
    ensure!(opens == rises, "{}: {:?}", answer.status, answer.headers);
    Ok(opens)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_posted_eight_times_at_once_opens_one_session_whichever_nodes_it_comes_to()
-> Result<()> {
    let codes = size("RACES_CODES", 50)?;
    let house = House::open().await?;
    let second = house.another_node().await?;
    let key = house.enroll(&mut house.browser(), ALICE).await?;
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut won_at = [0, 0];
    for number in 0..codes {
        house.wait(30);
        if number % CODES_A_LOGIN == 0 {
            waiting.clear();
            for post in 0..POSTS {
                let mut browser = house.browser();
                if post % 2 == 1 {
                    browser.go_to(second.address);
                }
                house.log_in(&mut browser, ALICE).await?;
                let token = form_token(&browser.get("/mfa/challenge").await?.text())?;
                waiting.push(Waiting { browser, token });
            }
        }
        let code = code_at(&key, house.now())?;
        let opened = try_join_all(waiting.iter().map(|waiting| post(waiting, &code))).await?;
        let winners: Vec<_> = (0..POSTS).filter(|post| opened[*post]).collect();
        ensure!(winners.len() == 1, "code {number}: {winners:?}");
        won_at[winners[0] % 2] += 1;
    }
    println!("{codes} codes, {POSTS} posts each, one winner each; by node: {won_at:?}");
    // Neither node is the only one that writes.
    ensure!(
        codes < 50 || won_at.iter().all(|count| *count > 0),
        "{won_at:?}"
    );
    Ok(())
}
