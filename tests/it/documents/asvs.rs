//! docs/asvs.md: what of OWASP ASVS 5.0.0 is met, made from the verdicts in docs/asvs.tsv.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, bail, ensure};

use super::inventory::{has_file, quoted, tests};
use crate::support::lab::repository;

/// How many requirements each section of the standard has: they are numbered from one on.
const SECTIONS: &[(&str, usize)] = &[
    ("V1.1", 2),
    ("V1.2", 10),
    ("V1.3", 12),
    ("V1.4", 3),
    ("V1.5", 3),
    ("V2.1", 3),
    ("V2.2", 3),
    ("V2.3", 5),
    ("V2.4", 2),
    ("V3.1", 1),
    ("V3.2", 3),
    ("V3.3", 5),
    ("V3.4", 8),
    ("V3.5", 8),
    ("V3.6", 1),
    ("V3.7", 5),
    ("V4.1", 5),
    ("V4.2", 5),
    ("V4.3", 2),
    ("V4.4", 4),
    ("V5.1", 1),
    ("V5.2", 6),
    ("V5.3", 3),
    ("V5.4", 3),
    ("V6.1", 3),
    ("V6.2", 12),
    ("V6.3", 8),
    ("V6.4", 6),
    ("V6.5", 8),
    ("V6.6", 4),
    ("V6.7", 2),
    ("V6.8", 4),
    ("V7.1", 3),
    ("V7.2", 4),
    ("V7.3", 2),
    ("V7.4", 5),
    ("V7.5", 3),
    ("V7.6", 2),
    ("V8.1", 4),
    ("V8.2", 4),
    ("V8.3", 3),
    ("V8.4", 2),
    ("V9.1", 3),
    ("V9.2", 4),
    ("V10.1", 2),
    ("V10.2", 3),
    ("V10.3", 5),
    ("V10.4", 16),
    ("V10.5", 5),
    ("V10.6", 2),
    ("V10.7", 3),
    ("V11.1", 4),
    ("V11.2", 5),
    ("V11.3", 5),
    ("V11.4", 4),
    ("V11.5", 2),
    ("V11.6", 2),
    ("V11.7", 2),
    ("V12.1", 5),
    ("V12.2", 2),
    ("V12.3", 5),
    ("V13.1", 4),
    ("V13.2", 6),
    ("V13.3", 4),
    ("V13.4", 7),
    ("V14.1", 2),
    ("V14.2", 8),
    ("V14.3", 3),
    ("V15.1", 5),
    ("V15.2", 5),
    ("V15.3", 7),
    ("V15.4", 4),
    ("V16.1", 1),
    ("V16.2", 5),
    ("V16.3", 4),
    ("V16.4", 3),
    ("V16.5", 4),
    ("V17.1", 2),
    ("V17.2", 8),
    ("V17.3", 2),
];

const CHAPTERS: [&str; 17] = [
    "Encoding and sanitization",
    "Validation and business logic",
    "Web frontend security",
    "API and web service",
    "File handling",
    "Authentication",
    "Session management",
    "Authorization",
    "Self-contained tokens",
    "OAuth and OIDC",
    "Cryptography",
    "Secure communication",
    "Configuration",
    "Data protection",
    "Secure coding and architecture",
    "Security logging and error handling",
    "WebRTC",
];

const HEAD: &str = include_str!("asvs_head.md");

/// One requirement.
struct Row {
    id: String,
    level: u8,
    verdict: Verdict,
    meaning: String,
    how: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Met,
    NotMet,
    NotApplicable,
}

impl Verdict {
    fn parse(word: &str) -> Result<Self> {
        Ok(match word {
            "met" => Self::Met,
            "not" => Self::NotMet,
            "n/a" => Self::NotApplicable,
            _ => bail!("{word:?} is no verdict"),
        })
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "**not met**",
            Self::NotApplicable => "not applicable",
        }
    }
}

impl Row {
    fn parse(line: &str) -> Result<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, level, verdict, meaning, how] = fields.as_slice() else {
            bail!("{line:?} has {} fields and not 5", fields.len());
        };
        Ok(Self {
            id: (*id).to_owned(),
            level: level.parse()?,
            verdict: Verdict::parse(verdict).with_context(|| line.to_owned())?,
            meaning: (*meaning).to_owned(),
            how: (*how).to_owned(),
        })
    }

    fn chapter(&self) -> Result<usize> {
        let number = self.id.trim_start_matches('V').split('.').next();
        Ok(number.context("no chapter")?.parse()?)
    }
}

fn rows() -> Result<Vec<Row>> {
    let text = fs::read_to_string(repository().join("docs/asvs.tsv")).context("docs/asvs.tsv")?;
    text.lines().skip(1).map(Row::parse).collect()
}

#[test]
fn every_requirement_has_a_verdict_and_what_it_rests_on_exists() -> Result<()> {
    let (rows, tests) = (rows()?, tests()?);
    let wanted = SECTIONS
        .iter()
        .flat_map(|(section, last)| (1..=*last).map(move |number| format!("{section}.{number}")));
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    ensure!(ids.len() == rows.len(), "a requirement stands there twice");
    let wanted: Vec<String> = wanted.collect();
    for id in &wanted {
        ensure!(ids.contains(id.as_str()), "no verdict on {id}");
    }
    ensure!(
        ids.len() == wanted.len(),
        "there are more than there should be"
    );
    for row in &rows {
        let mut rests = 0;
        for named in quoted(&row.how) {
            let is_test = named.contains("::") && tests.contains(named);
            if is_test || has_file(named) {
                rests += 1;
            } else {
                let path = named.contains("::") || named.contains('/') || named.ends_with(".rs");
                ensure!(!path, "{}: there is no {named}", row.id);
            }
        }
        match row.verdict {
            Verdict::Met => ensure!(rests > 0, "{} rests on nothing", row.id),
            Verdict::NotMet | Verdict::NotApplicable => {
                ensure!(row.how.len() > 10, "{} does not say why", row.id);
            }
        }
    }
    Ok(())
}

#[test]
fn the_table_is_what_the_verdicts_say() -> Result<()> {
    let file = repository().join("docs/asvs.md");
    let made = document(&rows()?)?;
    if std::env::var_os("WRITE_DOCUMENTS").is_some() {
        fs::write(&file, &made)?;
    }
    let kept = fs::read_to_string(&file).context("docs/asvs.md")?;
    ensure!(
        kept == made,
        "docs/asvs.md is not what docs/asvs.tsv says; WRITE_DOCUMENTS=1 cargo test \
         the_table_is_what_the_verdicts_say writes it"
    );
    Ok(())
}

fn document(rows: &[Row]) -> Result<String> {
    let mut text = HEAD.to_owned();
    text.push_str(&sums(rows)?);
    for (number, title) in (1..).zip(CHAPTERS) {
        let mut chapter = String::new();
        for row in rows {
            if row.chapter()? == number {
                let Row {
                    id, level, meaning, ..
                } = row;
                let (verdict, how) = (row.verdict.word(), &row.how);
                writeln!(
                    chapter,
                    "| {id} | {level} | {meaning} | {verdict} | {how} |"
                )?;
            }
        }
        write!(
            text,
            "\n## V{number} {title}\n\n| | L | Requirement, in short | Verdict | By what, or why |\n\
             |---|---|---|---|---|\n{chapter}"
        )?;
    }
    Ok(text)
}

/// How many are met, by level.
fn sums(rows: &[Row]) -> Result<String> {
    let mut counts: BTreeMap<u8, [usize; 3]> = BTreeMap::new();
    for row in rows {
        let [met, not, none] = counts.entry(row.level).or_default();
        match row.verdict {
            Verdict::Met => *met += 1,
            Verdict::NotMet => *not += 1,
            Verdict::NotApplicable => *none += 1,
        }
    }
    let mut text = "\n| level | met | not met | not applicable |\n|---|---|---|---|\n".to_owned();
    for (level, [met, not, none]) in counts {
        writeln!(text, "| {level} | {met} | {not} | {none} |")?;
    }
    Ok(text)
}
