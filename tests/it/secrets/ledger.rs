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
    forms: Vec<Vec<u8>>,
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
        if let Some(secret) = self.secrets.last_mut() {
            secret.forms.push(bytes);
        }
        Ok(())
    }

    /// A code of six digits.
    pub(super) fn code(&mut self, what: &str, code: &str) {
        self.note(what, [code.to_owned()]);
        if let Some(secret) = self.secrets.last_mut() {
            secret.alone = true;
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

    /// The places in a text where a secret stands.
    pub(super) fn find(&self, place: &str, text: &[u8]) -> Vec<Found> {
        let mut all = Vec::new();
        for secret in &self.secrets {
            if let Some(at) = secret.place_in(text) {
                let around = text.get(at.saturating_sub(100)..).unwrap_or_default();
                let around = around.get(..200.min(around.len())).unwrap_or_default();
                let around = String::from_utf8_lossy(around);
                all.push((secret.what.clone(), format!("{place}: …{around}…")));
            }
        }
        all
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
        self.secrets.push(Secret {
            what: what.to_owned(),
            forms: forms.into_iter().map(String::into_bytes).collect(),
            alone: false,
        });
    }
}

impl Secret {
    fn place_in(&self, text: &[u8]) -> Option<usize> {
        let forms = self.forms.iter().filter(|form| form.len() >= 6);
        forms
            .filter_map(|form| {
                let length = form.len();
                let mut windows = text.windows(length).enumerate();
                let stands = |(at, window): &(usize, &[u8])| {
                    window == form && (!self.alone || is_alone(text, *at, length))
                };
                windows.find(stands).map(|(at, _)| at)
            })
            .min()
    }
}

/// Whether no letter, digit or point stands beside it: fractions of seconds have six digits too.
fn is_alone(text: &[u8], at: usize, length: usize) -> bool {
    let joins = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.');
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !joins(before) && !joins(text.get(at + length))
}
