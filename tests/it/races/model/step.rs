//! What happens next.

use proptest::prelude::*;
use proptest::sample::select;
use vestibule::store::memory::Fault;

use super::rule::Rule;

/// What happens next: in a browser, at a node.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Somebody signs in, and does what is asked.
    Enter {
        place: Place,
        who: usize,
    },
    LogIn {
        place: Place,
        who: usize,
    },
    Read {
        place: Place,
        what: Page,
    },
    Code {
        place: Place,
        typed: Typing,
    },
    SetUp {
        place: Place,
        right: bool,
    },
    Alter {
        place: Place,
        how: Alteration,
        typed: Typing,
    },
    LogOut(Place),
    /// The webmail's own way into another mailbox.
    Switch {
        place: Place,
        who: usize,
    },
    /// All cookies of a browser are copied into another.
    Steal {
        from: usize,
        to: usize,
    },
    /// The webmail's cookies of a browser are copied into another.
    Mix {
        from: usize,
        to: usize,
    },
    /// One code, four times at once.
    Race {
        who: usize,
    },
    /// A change, and at the same time a login on the other node.
    Cross {
        place: Place,
        how: Option<Alteration>,
    },
    Policy {
        domain: usize,
        rule: Rule,
    },
    Wait(i64),
    /// The store fails in the next step: at a call of all of it, or of the form that it sends.
    Fault {
        call: u64,
        fault: Fault,
        late: bool,
    },
}

/// A browser, and the node that it is at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) slot: usize,
    pub(super) node: usize,
}

/// What is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Page {
    Inbox,
    Sent,
    Unread,
}

/// What is typed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Typing {
    /// The code of this step, or one beside it.
    Right(i64),
    Wrong,
    /// The last one of this mailbox that was accepted.
    Replayed,
    /// The right one of another mailbox.
    Others(usize),
}

/// What is altered on the security page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alteration {
    Everywhere,
    Off,
    Replace,
}

/// How many browsers there are to choose from.
pub(super) const SLOTS: usize = 3;
/// How many mailboxes.
pub(super) const PEOPLE: usize = 4;

pub(super) fn any_step() -> impl Strategy<Value = Step> {
    let place = || (0..SLOTS, 0..2_usize).prop_map(|(slot, node)| Place { slot, node });
    let alteration = || {
        select(vec![
            Alteration::Everywhere,
            Alteration::Off,
            Alteration::Off,
            Alteration::Replace,
        ])
    };
    let typing = || {
        prop_oneof![
            6 => (-1..2_i64).prop_map(Typing::Right),
            1 => Just(Typing::Wrong),
            1 => Just(Typing::Replayed),
            1 => (0..PEOPLE).prop_map(Typing::Others),
        ]
    };
    let page = select(vec![Page::Inbox, Page::Sent, Page::Unread]);
    let often = vec![1, 29, 30, 31, 60, -30];
    let rarely = vec![300, 901, 3601, 43_201, -90];
    let faults = vec![Fault::Unavailable, Fault::Unknown, Fault::UnknownApplied];
    prop_oneof![
        12 => (place(), 0..PEOPLE).prop_map(|(place, who)| Step::Enter { place, who }),
        4 => (place(), 0..PEOPLE).prop_map(|(place, who)| Step::LogIn { place, who }),
        8 => (place(), page).prop_map(|(place, what)| Step::Read { place, what }),
        8 => (place(), typing()).prop_map(|(place, typed)| Step::Code { place, typed }),
        4 => (place(), prop::bool::weighted(0.8))
            .prop_map(|(place, right)| Step::SetUp { place, right }),
        8 => (place(), alteration(), typing())
            .prop_map(|(place, how, typed)| Step::Alter { place, how, typed }),
        2 => place().prop_map(Step::LogOut),
        1 => (place(), 0..PEOPLE).prop_map(|(place, who)| Step::Switch { place, who }),
        2 => (0..SLOTS, 0..SLOTS).prop_map(|(from, to)| Step::Steal { from, to }),
        2 => (0..SLOTS, 0..SLOTS).prop_map(|(from, to)| Step::Mix { from, to }),
        3 => (0..PEOPLE).prop_map(|who| Step::Race { who }),
        4 => (place(), prop::option::of(alteration()))
            .prop_map(|(place, how)| Step::Cross { place, how }),
        3 => (0..3_usize, select(Rule::ALL.to_vec()))
            .prop_map(|(domain, rule)| Step::Policy { domain, rule }),
        5 => select(often).prop_map(Step::Wait),
        1 => select(rarely).prop_map(Step::Wait),
        6 => (prop_oneof![1..6_u64, 1..14_u64], select(faults), any::<bool>())
            .prop_map(|(call, fault, late)| Step::Fault { call, fault, late }),
    ]
}
