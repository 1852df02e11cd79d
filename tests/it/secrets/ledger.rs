//! Every secret of a run, and where it must not be.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};

use crate::support::Answer;

/// The secrets that were used, and the answers that were given.
#[derive(Default)]
pub(super) struct Ledger {
    secrets: Vec<Secret>,
    answers: Vec<(String, Answer)>,
}

/// A secret in every form in which it could be written down.
#[derive(Clone)]
struct Secret {
    what: String,
    forms: Vec<String>,
    raw: Option<Vec<u8>>,
    /// Six digits are found only where they stand alone: longer numbers are full of them.
    alone: bool,
}

/// A place where something was found: the secret, and what stands around it.
pub(super) type Found = (String, String);

impl Ledger {
    /// A secret that people type: it may also be written as in a form or in base64.
    pub(super) fn typed(&mut self, what: &str, value: &str) {
        let form: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let percent = form.replace('+', "%20");
        let encoded = BASE64.encode(value.as_bytes());
        let bare = value.replace('-', "");
        self.note(what, [value.to_owned(), form, percent, encoded, bare]);
    }

    /// The key of an app: as it is shown, as bytes, and as these are printed.
    pub(super) fn key(&mut self, what: &str, base32: &str) -> Result<()> {
        let bytes = BASE32_NOPAD.decode(base32.as_bytes())?;
        let printed = format!("{bytes:?}");
        let groups = base32.as_bytes().chunks(4).map(String::from_utf8_lossy);
        let groups = groups.collect::<Vec<_>>().join(" ");
        let hex = HEXLOWER.encode(&bytes);
        let small = base32.to_lowercase();
        self.note(what, [base32.to_owned(), printed, groups, hex, small]);
        for secret in &mut self.secrets {
            if secret.forms.first().is_some_and(|form| form == base32) {
                secret.raw = Some(bytes.clone());
            }
        }
        Ok(())
    }

    /// A code of six digits.
    pub(super) fn code(&mut self, what: &str, code: &str) {
        self.note(what, [code.to_owned()]);
        for secret in &mut self.secrets {
            secret.alone |= secret.forms == [code];
        }
    }

    /// The values of cookies.
    pub(super) fn cookies<'c>(
        &mut self,
        what: &str,
        cookies: impl IntoIterator<Item = (&'c String, &'c String)>,
    ) {
        for (name, value) in cookies {
            self.note(&format!("{what}: {name}"), [value.clone()]);
        }
    }

    /// Keeps an answer, to be looked at in the end.
    pub(super) fn keep(&mut self, from: impl Into<String>, answer: &Answer) {
        let kept = Answer {
            status: answer.status,
            headers: answer.headers.clone(),
            body: answer.body.clone(),
        };
        self.answers.push((from.into(), kept));
    }

    pub(super) fn len(&self) -> usize {
        self.secrets.len()
    }

    /// The answers that hold a secret: in a header field other than `Set-Cookie`, or in the body.
    /// `shown` says which secrets a page is there to show.
    pub(super) fn in_answers(&self, shown: impl Fn(&str, &str) -> bool) -> Result<Vec<Found>> {
        ensure!(self.answers.len() > 20, "hardly any answers");
        let mut all = Vec::new();
        for (from, answer) in &self.answers {
            for (name, value) in &answer.headers {
                if name != "set-cookie" {
                    all.extend(self.find(from, value.as_bytes()));
                }
            }
            let body = self.find(from, &answer.body);
            all.extend(body.into_iter().filter(|(what, _)| !shown(from, what)));
        }
        Ok(all)
    }

    /// The secrets that stand in a text, and what stands around them.
    pub(super) fn find(&self, place: &str, bytes: &[u8]) -> Vec<Found> {
        let text = String::from_utf8_lossy(bytes);
        let found = self.secrets.iter().filter_map(|secret| {
            let around = secret.is_in(bytes, &text)?;
            Some((secret.what.clone(), format!("{place}: …{around}…")))
        });
        found.collect()
    }

    /// The places in all files below `folder`, but in those that are named.
    pub(super) fn in_files(&self, folder: &Path, but: &[&str]) -> Result<Vec<Found>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if but.contains(&name.as_ref()) {
                continue;
            }
            if path.is_dir() {
                all.extend(self.in_files(&path, but)?);
            } else if path.is_file() {
                all.extend(self.find(&path.display().to_string(), &fs::read(&path)?));
            }
        }
        Ok(all)
    }

    /// The same, without what has six digits.
    pub(super) fn without_codes(&self) -> Self {
        let long = self.secrets.iter().filter(|secret| !secret.alone);
        Self {
            secrets: long.cloned().collect(),
            answers: Vec::new(),
        }
    }

    fn note(&mut self, what: &str, forms: impl IntoIterator<Item = String>) {
        let forms: Vec<String> = forms.into_iter().collect();
        let known = |secret: &Secret| secret.what == what && secret.forms == forms;
        if !self.secrets.iter().any(known) {
            self.secrets.push(Secret {
                what: what.to_owned(),
                forms,
                raw: None,
                alone: false,
            });
        }
    }
}

impl Secret {
    /// Where it stands: in `bytes`, or in `text`, which is the same with what is no text replaced.
    fn is_in(&self, bytes: &[u8], text: &str) -> Option<String> {
        let around = |at: usize| {
            let before = text.get(..at).unwrap_or_default();
            let before: Vec<char> = before.chars().rev().take(100).collect();
            let after = text.get(at..).unwrap_or_default().chars().take(100);
            before.into_iter().rev().chain(after).collect()
        };
        let forms = self.forms.iter().filter(|form| form.len() >= SHORTEST);
        for form in forms {
            let mut places = text.match_indices(form.as_str());
            let found =
                places.find(|(at, _)| !self.alone || is_alone(text.as_bytes(), *at, form.len()));
            if let Some((at, _)) = found {
                return Some(around(at));
            }
        }
        let raw = self.raw.as_deref()?;
        let mut windows = bytes.windows(raw.len());
        windows
            .any(|window| window == raw)
            .then(|| "raw bytes".to_owned())
    }
}

/// Whether no letter, digit or point stands beside it: fractions of seconds have six digits too.
fn is_alone(text: &[u8], at: usize, length: usize) -> bool {
    let joins = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.');
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !joins(before) && !joins(text.get(at + length))
}

/// What is shorter stands everywhere by chance.
const SHORTEST: usize = 6;
