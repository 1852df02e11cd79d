//! Anything at once and in any order, on two nodes, beside a small model of what may come of it.
//!
//! `RACES_CASES=1000 cargo nextest run -E 'test(whatever_people_do)' --no-capture`

#![expect(
    clippy::indexing_slicing,
    reason = "browsers and mailboxes are named by their places, which the steps draw from these"
)]

mod answers;
mod changes;
mod crossings;
mod mailbox;
mod moves;
mod rule;
mod session;
mod step;
mod town;

use std::cell::RefCell;

use anyhow::Result;
use proptest::collection::vec;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use self::step::{Step, any_step};
use self::town::{Counts, Town};
use crate::support::size;

const CASES: usize = 12;

async fn play(steps: &[Step]) -> Result<Counts> {
    let mut town = Town::open().await?;
    for step in steps {
        town.take(step).await?;
    }
    Ok(town.counts)
}

#[test]
fn whatever_people_do_at_once_nobody_gets_in_but_by_the_policy_of_that_moment() -> Result<()> {
    let cases = size("RACES_CASES", CASES)?;
    let config = Config {
        cases: u32::try_from(cases)?,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    // The same in every usual run; another one in every long run.
    let mut runner = if cases == CASES {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    } else {
        TestRunner::new(config)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let total = RefCell::new(Counts::default());
    let ended = runner.run(&vec(any_step(), 60..120), |steps| {
        let played = runtime.block_on(play(&steps));
        let counts = played.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        total.borrow_mut().add(counts);
        Ok(())
    });
    println!("{cases} cases: {:#?}", total.borrow());
    match ended {
        Ok(()) => {}
        Err(TestError::Fail(why, steps)) => anyhow::bail!("{why}\nby {steps:#?}"),
        Err(TestError::Abort(why)) => anyhow::bail!("{why}"),
    }
    total.into_inner().saw_everything()
}
