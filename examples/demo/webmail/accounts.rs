//! The accounts that may sign in.

/// One mailbox and its password.
pub(super) struct Account {
    /// The mailbox's address, in lower case.
    pub(super) address: String,
    /// The name to begin with; the person may change it in the settings.
    pub(super) name: String,
    password: String,
}

/// All accounts of this webmail.
pub(crate) struct Accounts(Vec<Account>);

impl Accounts {
    /// Accounts from a list of address, password and display name.
    pub(crate) fn new<'a>(list: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let account = |(address, password, name): (&str, &str, &str)| Account {
            address: normal_form(address),
            name: name.to_owned(),
            password: password.to_owned(),
        };
        Self(list.into_iter().map(account).collect())
    }

    /// The address of the account that this name and password open.
    pub(super) fn check(&self, typed: &str, password: &str) -> Option<&str> {
        let address = normal_form(typed);
        self.iter()
            .find(|account| account.address == address && account.password == password)
            .map(|account| account.address.as_str())
    }

    /// Every account, in the order given.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.0.iter()
    }
}

/// Webmails are forgiving about how a name is typed, and so is this one.
fn normal_form(typed: &str) -> String {
    typed.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Accounts;

    #[test]
    fn a_name_is_trimmed_and_lower_cased_but_a_password_is_not() {
        let accounts = Accounts::new([("Ann@Example.com", "Secret", "Ann")]);
        let ann = Some("ann@example.com");
        assert_eq!(accounts.check("  ANN@example.COM ", "Secret"), ann);
        assert_eq!(accounts.check("ann@example.com", "secret"), None);
        assert_eq!(accounts.check("ann@example.com", " Secret"), None);
        assert_eq!(accounts.check("ann", "Secret"), None);
    }
}
