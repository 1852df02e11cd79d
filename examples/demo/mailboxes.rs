//! Who may sign in to the demo: two mailboxes at a domain of each mode.

/// A mailbox of the demo.
pub(crate) struct DemoMailbox {
    /// The name to sign in with.
    pub(crate) address: &'static str,
    /// The password.
    pub(crate) password: &'static str,
    /// The person's name.
    pub(crate) name: &'static str,
    /// What to try with it.
    pub(crate) worth_trying: &'static str,
}

impl DemoMailbox {
    /// What is asked of its domain, in the policy file as it is at first.
    pub(crate) fn mode(&self) -> &'static str {
        let (_, domain) = self.address.split_once('@').unwrap_or_default();
        domain.split('.').next().unwrap_or_default()
    }
}

/// All of them.
pub(crate) const MAILBOXES: [DemoMailbox; 6] = [
    DemoMailbox {
        address: "alice@required.example",
        password: "wonderland",
        name: "Alice Liddell",
        worth_trying: "sign in: an app must be set up before any mail is shown",
    },
    DemoMailbox {
        address: "bob@required.example",
        password: "builder",
        name: "Bob Tanaka",
        worth_trying: "sign in, do not set up, and try to open /mail all the same",
    },
    DemoMailbox {
        address: "carol@optional.example",
        password: "hatter",
        name: "Carol Ntumba",
        worth_trying: "Settings, Multi-Factor Authentication: turn it on, and off again",
    },
    DemoMailbox {
        address: "dave@optional.example",
        password: "teapot",
        name: "Dave Okafor",
        worth_trying: "sign in, make the domain required, sign in again",
    },
    DemoMailbox {
        address: "erin@disabled.example",
        password: "looking-glass",
        name: "Erin Sato",
        worth_trying: "the webmail as it always was",
    },
    DemoMailbox {
        address: "frank@disabled.example",
        password: "jabberwock",
        name: "Frank Novak",
        worth_trying: "Settings: nothing is offered",
    },
];
