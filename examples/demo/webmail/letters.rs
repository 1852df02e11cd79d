//! The letters that a new mailbox starts with.

use super::mailbox::Message;

/// Sender, sender's address, subject, text.
type Letter = (&'static str, &'static str, &'static str, &'static str);

/// When the letters came, newest first.
const TIMES: [&str; 6] = ["10:42", "09:15", "Yesterday", "Yesterday", "Mon", "Sun"];

/// Letters that anyone could have got; a mailbox has five of them.
const LETTERS: [Letter; 8] = [
    (
        "Ruth Okafor",
        "ruth.okafor@harbour.example",
        "Minutes of Tuesday's meeting",
        "Here are the minutes. Two things are still open: who books the hall, and whether we print the \
         programme or only hang it up.\n\nIf I hear nothing by Friday I will ask for two hundred copies.\n\nRuth",
    ),
    (
        "Northline Trains",
        "tickets@northline.example",
        "Your tickets to Ghent",
        "Thank you for travelling with us.\n\nOut: Saturday, 08:04, coach 7, seats 41 and 42.\nBack: \
         Sunday, 18:26, coach 3, seats 11 and 12.\n\nYou can change your journey free of charge until the evening before.",
    ),
    (
        "Jonas Feld",
        "jonas@feldandsons.example",
        "Invoice 2041",
        "Good morning,\n\nthe gutters are done, and the back door no longer sticks. The invoice comes to \
         340.00, payable within thirty days.\n\nIt was a pleasure to work in such a tidy yard.\n\nJonas Feld",
    ),
    (
        "Mira Sandoval",
        "mira@sandoval.example",
        "The garden on Saturday",
        "I will bring the spade and the seed potatoes if you bring coffee. The forecast says dry until \
         four, so let us begin early.\n\nThe neighbours asked whether we have a fig cutting to spare. Have we?",
    ),
    (
        "Town Library",
        "desk@library.example",
        "Two books are due next week",
        "Dear reader,\n\n\"A Field Guide to Clouds\" and \"Bread at Home\" are due on Thursday. Nobody is \
         waiting for them, so you may keep both for three more weeks: just answer this letter.",
    ),
    (
        "Tomas Lindqvist",
        "tomas@choir.example",
        "New piece for the spring concert",
        "Dear all,\n\nthe new piece is shorter than it looks. Please read through pages three to eight \
         before Wednesday; altos, mind the entry after the rest.\n\nTea afterwards, as always.\n\nTomas",
    ),
    (
        "Priya Raman",
        "priya@brightwater.example",
        "Photographs from the lake",
        "They came out better than I feared, even the ones in the rain. I have put the best thirty in an \
         album and will bring prints on Thursday.\n\nYou owe me a picture of the heron.",
    ),
    (
        "Green Street Cycles",
        "workshop@greenstreet.example",
        "Your bicycle is ready",
        "Hello,\n\nnew chain, new brake blocks, and we trued the rear wheel. We are open until six, and \
         on Saturday until one.\n\nRide safely!",
    ),
];

/// The inbox of a new mailbox, newest first, two letters unread.
pub(super) fn inbox(address: &str, name: &str) -> Vec<Message> {
    let start = address.bytes().map(usize::from).sum::<usize>() % LETTERS.len();
    let chosen = LETTERS.iter().cycle().skip(start).take(5);
    let mut messages: Vec<Message> = chosen.map(received).collect();
    messages.insert(1, welcome(address, name));
    for ((id, time), message) in (1..).zip(TIMES).zip(&mut messages) {
        message.id = id;
        message.when = time.to_owned();
        message.unread = id <= 2;
    }
    messages
}

fn received(letter: &Letter) -> Message {
    let (name, address, subject, text) = *letter;
    Message {
        id: 0,
        name: name.to_owned(),
        address: address.to_owned(),
        subject: subject.to_owned(),
        when: String::new(),
        text: text.to_owned(),
        attachments: Vec::new(),
        unread: false,
    }
}

/// The letter whose text no other mailbox has.
fn welcome(address: &str, name: &str) -> Message {
    let domain = address.rsplit('@').next().unwrap_or(address);
    Message {
        id: 0,
        name: "Postmaster".to_owned(),
        address: format!("postmaster@{domain}"),
        subject: format!("Welcome, {name}"),
        when: String::new(),
        text: format!(
            "Private to {address}.\n\nYour mailbox is ready. Write a letter with the button on the left; \
             this sample keeps it in your Sent folder and delivers it nowhere."
        ),
        attachments: Vec::new(),
        unread: true,
    }
}
