//! Other names of a mailbox, as the operator lists them in Postfix's format (virtual(5)).

use std::collections::HashMap;

use thiserror::Error;

use super::identity::{Domain, Subject};

/// Other names of mailboxes: whole addresses, and whole domains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    names: HashMap<String, Target>,
    domains: HashMap<String, DomainTarget>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    /// Several mailboxes, or none that can sign in: a list, not a name of one mailbox.
    List,
    /// One mailbox.
    One(Subject),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DomainTarget {
    /// Every name in the domain stands for the same name in this one: `@a.test @b.test`.
    Domain(Domain),
    /// Every name in the domain stands for one mailbox: `@a.test bob@b.test`.
    One(Subject),
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {problem}")]
pub struct AliasProblem {
    /// Which, from 1 on.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// Names that stand for one another in a circle, or in a chain longer than anybody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the aliases lead in a circle")]
pub struct Circle;

impl Aliases {
    /// Reads a file. A name without a domain is of `default_domain`; where there is none, such lines
    /// are no names that anybody signs in with.
    ///
    /// # Errors
    /// Every line that cannot be used.
    pub fn read(text: &str, default_domain: Option<&Domain>) -> Result<Self, Vec<AliasProblem>> {
        let mut aliases = Self::default();
        let mut problems = Vec::new();
        for (line, entry) in logical_lines(text) {
            if let Err(problem) = aliases.add(&entry, default_domain) {
                problems.push(AliasProblem { line, problem });
            }
        }
        if problems.is_empty() {
            Ok(aliases)
        } else {
            Err(problems)
        }
    }

    /// How many names and domains there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len() + self.domains.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The mailbox that `subject` is a name of; itself where it is no alias.
    ///
    /// # Errors
    /// When the aliases lead in a circle: nobody can say whose mailbox it is.
    pub fn resolve(&self, subject: &Subject) -> Result<Subject, Circle> {
        let mut current = subject.clone();
        for _ in 0..LONGEST {
            match self.step(&current) {
                Some(next) if next == current => return Ok(current),
                Some(next) => current = next,
                None => return Ok(current),
            }
        }
        Err(Circle)
    }

    fn step(&self, subject: &Subject) -> Option<Subject> {
        match self.names.get(subject.as_str()) {
            Some(Target::One(target)) => return Some(target.clone()),
            Some(Target::List) => return None,
            None => {}
        }
        match self.domains.get(subject.domain())? {
            DomainTarget::Domain(domain) => {
                let local = subject.as_str().strip_suffix(subject.domain())?;
                Subject::parse(&format!("{local}{domain}"), None).ok()
            }
            DomainTarget::One(target) => Some(target.clone()),
        }
    }

    fn add(&mut self, entry: &str, default_domain: Option<&Domain>) -> Result<(), String> {
        let (name, targets) = entry
            .split_once(char::is_whitespace)
            .ok_or("there is a name, and nothing that it stands for")?;
        let targets: Vec<&str> = targets
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|target| !target.is_empty())
            .collect();
        if let Some(domain) = name.strip_prefix('@') {
            return self.add_domain(domain, &targets);
        }
        // "example.com anything" says that the domain has virtual aliases, and names no mailbox.
        if !name.contains('@') && name.contains('.') && Domain::parse(name).is_ok() {
            return Ok(());
        }
        let Ok(alias) = Subject::parse(name, default_domain) else {
            // What nobody can sign in as is no way around.
            return Ok(());
        };
        let target = match targets.as_slice() {
            // A program, a file, or a file with a list: aliases(5).
            [target] if target.starts_with(['|', '/', ':', '"']) => Target::List,
            [target] => match Subject::parse(target, default_domain) {
                Ok(target) => Target::One(target),
                Err(_) => Target::List,
            },
            _ => Target::List,
        };
        match self.names.insert(alias.to_string(), target.clone()) {
            Some(before) if before != target => {
                Err(format!("{alias} stands for something else already"))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn add_domain(&mut self, name: &str, targets: &[&str]) -> Result<(), String> {
        let domain = Domain::parse(name).map_err(|_| format!("{name:?} is not a domain name"))?;
        let target = match targets {
            [target] => match target.strip_prefix('@') {
                Some(other) => {
                    let other = Domain::parse(other)
                        .map_err(|_| format!("{other:?} is not a domain name"))?;
                    DomainTarget::Domain(other)
                }
                None => match Subject::parse(target, None) {
                    Ok(target) => DomainTarget::One(target),
                    Err(_) => return Ok(()),
                },
            },
            _ => return Ok(()),
        };
        match self.domains.insert(domain.to_string(), target.clone()) {
            Some(before) if before != target => {
                Err(format!("@{domain} stands for something else already"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Lines without comments; one that begins with white space continues the one before it
/// (postconf(5)). Each with its number.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::<(usize, String)>::new();
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        match lines.last_mut() {
            Some((_, last)) if line.starts_with(char::is_whitespace) => {
                last.push(' ');
                last.push_str(trimmed);
            }
            Some(_) | None => lines.push((index + 1, trimmed.to_owned())),
        }
    }
    lines
}

const LONGEST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# other names\n\
        alias.test anything\n\
        alice@alias.test  alice@required.test\n\
        Sales@Optional.test   bob@required.test\n\
        chain@a.test chain@b.test\n\
        chain@b.test bob@required.test\n\
        all@required.test alice@required.test,\n  bob@required.test\n\
        piped@required.test |/bin/program\n\
        @old.test @required.test\n\
        @catch.test bob@required.test\n\
        self@required.test self@required.test\n\
        short bob@required.test\n\
        one@loop.test two@loop.test\n\
        two@loop.test one@loop.test\n";

    fn resolved(name: &str) -> Result<String, Circle> {
        let default = Domain::parse("example.com").unwrap();
        let aliases = Aliases::read(FILE, Some(&default)).unwrap();
        let subject = Subject::parse(name, None).unwrap();
        aliases.resolve(&subject).map(|subject| subject.to_string())
    }

    #[test]
    fn every_name_of_a_mailbox_is_that_mailbox() {
        for (name, mailbox) in [
            ("alice@alias.test", "alice@required.test"),
            ("sales@optional.test", "bob@required.test"),
            ("chain@a.test", "bob@required.test"),
            ("carol@old.test", "carol@required.test"),
            ("anything@catch.test", "bob@required.test"),
            ("short@example.com", "bob@required.test"),
            ("self@required.test", "self@required.test"),
            ("alice@required.test", "alice@required.test"),
            ("nobody@elsewhere.test", "nobody@elsewhere.test"),
        ] {
            assert_eq!(resolved(name).unwrap(), mailbox, "{name}");
        }
    }

    #[test]
    fn a_list_is_no_name_of_one_mailbox() {
        for name in ["all@required.test", "piped@required.test"] {
            assert_eq!(resolved(name).unwrap(), name);
        }
    }

    #[test]
    fn a_circle_is_nobodys_mailbox() {
        assert_eq!(resolved("one@loop.test"), Err(Circle));
    }

    #[test]
    fn a_line_that_says_nothing_or_something_else_is_named_by_its_number() {
        let text = "a@x.test b@x.test\n\nlonely@x.test\na@x.test c@x.test\n@-bad.test @x.test\n";
        let problems = Aliases::read(text, None).unwrap_err();
        let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [3, 4, 5], "{problems:?}");
    }
}
