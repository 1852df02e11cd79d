//! One person's mail, kept in memory.

use super::letters;

/// A letter as it lies in a folder.
#[derive(Clone)]
pub(super) struct Message {
    /// Number within the mailbox.
    pub(super) id: u32,
    /// The other side's name: who wrote it, or for sent mail who it goes to.
    pub(super) name: String,
    /// The other side's address.
    pub(super) address: String,
    /// Subject line.
    pub(super) subject: String,
    /// When it came, as shown in a list.
    pub(super) when: String,
    /// Plain text; a blank line parts paragraphs.
    pub(super) text: String,
    /// Names and sizes of attachments; their bytes are not kept.
    pub(super) attachments: Vec<String>,
    /// Not opened yet.
    pub(super) unread: bool,
}

impl Message {
    /// Whether the words occur in what a person sees of the letter.
    fn mentions(&self, words: &str) -> bool {
        [&self.name, &self.address, &self.subject, &self.text]
            .iter()
            .any(|part| part.to_lowercase().contains(words))
    }
}

/// The folders and preferences of one account.
pub(super) struct Mailbox {
    /// The name shown to the people written to.
    pub(super) name: String,
    /// The lines put under a new letter.
    pub(super) signature: String,
    /// Letters received, newest first.
    pub(super) inbox: Vec<Message>,
    /// Letters sent, newest first.
    pub(super) sent: Vec<Message>,
}

impl Mailbox {
    /// A mailbox with a few letters, one of which only this address has.
    pub(super) fn filled(address: &str, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            signature: format!("{name}\n{address}"),
            inbox: letters::inbox(address, name),
            sent: Vec::new(),
        }
    }

    /// How many letters in the inbox are unread.
    pub(super) fn unread(&self) -> usize {
        self.inbox.iter().filter(|message| message.unread).count()
    }

    /// Opens a received or sent letter, which marks it as read.
    pub(super) fn open(&mut self, id: u32) -> Option<Message> {
        let mut all = self.inbox.iter_mut().chain(self.sent.iter_mut());
        let message = all.find(|message| message.id == id)?;
        message.unread = false;
        Some(message.clone())
    }

    /// The letters that mention `words`, received ones first.
    pub(super) fn search(&self, words: &str) -> Vec<Message> {
        let words = words.trim().to_lowercase();
        let all = self.inbox.iter().chain(&self.sent);
        all.filter(|message| message.mentions(&words))
            .cloned()
            .collect()
    }

    /// Puts a letter into the Sent folder; it goes nowhere else.
    pub(super) fn send(&mut self, to: &str, subject: &str, text: &str, attachments: Vec<String>) {
        let last = self.inbox.iter().chain(&self.sent).map(|m| m.id).max();
        let message = Message {
            id: last.unwrap_or_default().saturating_add(1),
            name: to.to_owned(),
            address: to.to_owned(),
            subject: subject.to_owned(),
            when: "just now".to_owned(),
            text: text.to_owned(),
            attachments,
            unread: false,
        };
        self.sent.insert(0, message);
    }
}

#[cfg(test)]
mod tests {
    use super::Mailbox;

    #[test]
    fn every_mailbox_has_a_letter_of_its_own() {
        let ann = Mailbox::filled("ann@example.com", "Ann");
        let bob = Mailbox::filled("bob@example.com", "Bob");
        assert_eq!(ann.search("Private to ann@example.com").len(), 1);
        assert_eq!(bob.search("Private to ann@example.com").len(), 0);
    }

    #[test]
    fn opening_a_letter_marks_it_as_read() {
        let mut ann = Mailbox::filled("ann@example.com", "Ann");
        let before = ann.unread();
        assert!(ann.open(1).is_some());
        assert_eq!(ann.unread() + 1, before);
    }

    #[test]
    fn a_sent_letter_gets_a_number_of_its_own() {
        let mut ann = Mailbox::filled("ann@example.com", "Ann");
        ann.send("bob@example.com", "Tea", "At four?", Vec::new());
        ann.send("bob@example.com", "Tea again", "At five?", Vec::new());
        let ids: Vec<u32> = ann.sent.iter().map(|message| message.id).collect();
        assert!(ids.is_sorted_by(|newer, older| newer > older));
        assert!(ids.iter().all(|id| ann.inbox.iter().all(|m| m.id != *id)));
    }
}
