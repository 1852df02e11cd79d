//! A list of domains and policies, as comma-separated values (RFC 4180).

use std::collections::HashSet;

use vestibule_templates::panel::ImportProblem;

use crate::domain::identity::Domain;
use crate::domain::policy::Mode;

/// What a list asks of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The domain.
    pub domain: String,
    /// What is asked.
    pub mode: Mode,
}

/// What is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// With some lines: their numbers.
    Lines(Vec<(u64, ImportProblem)>),
    /// With all of it.
    List(ImportProblem),
}

/// Reads a list; commas, semicolons and tabs are taken alike, as spreadsheets write them.
///
/// # Errors
/// Everything that is wrong, at most twenty lines of it.
pub fn read(text: &str) -> Result<Vec<Wish>, Wrong> {
    if text.lines().count() > MOST {
        return Err(Wrong::List(ImportProblem::Long));
    }
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t']
        .into_iter()
        .find(|mark| first.as_bytes().contains(mark));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let (mut wishes, mut problems, mut names) = (Vec::new(), Vec::new(), HashSet::new());
    for (place, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            problems.push((place as u64 + 1, ImportProblem::Domain));
            continue;
        };
        let line = record
            .position()
            .map_or(place as u64 + 1, csv::Position::line);
        let name = record.get(0).unwrap_or_default();
        let domain = Domain::parse(name);
        let mode = Mode::parse(&record.get(1).unwrap_or_default().to_lowercase());
        match (&domain, mode) {
            // A first line that names neither a policy nor a domain is a heading.
            (_, None) if place == 0 && !(domain.is_ok() && name.contains('.')) => {}
            (Err(_), _) => problems.push((line, ImportProblem::Domain)),
            (Ok(_), None) => problems.push((line, ImportProblem::Mode)),
            (Ok(domain), Some(mode)) => {
                let domain = domain.to_string();
                if names.insert(domain.clone()) {
                    wishes.push(Wish { domain, mode });
                } else {
                    problems.push((line, ImportProblem::Twice));
                }
            }
        }
    }
    if !problems.is_empty() {
        problems.truncate(TOLD);
        return Err(Wrong::Lines(problems));
    }
    if wishes.is_empty() {
        return Err(Wrong::List(ImportProblem::Empty));
    }
    Ok(wishes)
}

const MOST: usize = 10_000;
const TOLD: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn read_names(text: &str) -> Vec<(String, &'static str)> {
        let wishes = read(text).unwrap().into_iter();
        wishes.map(|wish| (wish.domain, wish.mode.word())).collect()
    }

    #[test]
    fn a_list_is_read_as_spreadsheets_write_it() {
        let expected = vec![
            ("example.com".to_owned(), "required"),
            ("example.org".to_owned(), "optional"),
        ];
        for text in [
            "example.com,required\nexample.org,optional",
            "Domain,Policy\r\nexample.com,Required\r\nExample.ORG, optional\r\n",
            "\u{feff}domain;policy;note\nexample.com;required;x\nexample.org;OPTIONAL;\n",
            "\"example.com\",\"required\"\n\n\"example.org\",optional",
        ] {
            assert_eq!(read_names(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_nothing_is_guessed() {
        let text = "example.com,required\nnot a domain,required\nexample.org,maybe\n\
                    example.net\nexample.com,optional";
        assert_eq!(
            read(text),
            Err(Wrong::Lines(vec![
                (2, ImportProblem::Domain),
                (3, ImportProblem::Mode),
                (4, ImportProblem::Mode),
                (5, ImportProblem::Twice),
            ]))
        );
        assert_eq!(read(""), Err(Wrong::List(ImportProblem::Empty)));
        assert_eq!(
            read("domain,policy"),
            Err(Wrong::List(ImportProblem::Empty))
        );
        // A heading names no domain: a slip in the first line is not taken for one.
        let slip = read("example.com,requierd\nexample.org,required");
        assert_eq!(slip, Err(Wrong::Lines(vec![(1, ImportProblem::Mode)])));
        let long = "a.test,required\n".repeat(10_001);
        assert_eq!(read(&long), Err(Wrong::List(ImportProblem::Long)));
    }
}
