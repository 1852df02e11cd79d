//! The shape of a request target: a path, and what its query must hold.

use std::borrow::Cow;

/// A path and the query parameters that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The exact path; any where there is none.
    pub path: Option<String>,
    /// Parameters that must be there, each once.
    pub query: Vec<(String, ParameterValue)>,
    /// Parameters that may be there besides, in an exact match.
    pub optional: Vec<String>,
}

/// What a parameter must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterValue {
    /// Anything.
    Any,
    /// This.
    Exactly(String),
}

impl Shape {
    /// Whether the target is exactly this and holds nothing else. For what is let through.
    #[must_use]
    pub fn is_exactly(&self, path: &str, query: Option<&str>) -> bool {
        let given = parameters(query);
        let known = |name: &str| {
            let wanted = self.query.iter().any(|(wanted, _)| wanted == name);
            wanted || self.optional.iter().any(|optional| optional == name)
        };
        self.has_path(path)
            && given
                .iter()
                .all(|(name, _)| known(name) && count(&given, name) == 1)
            && self.query.iter().all(|wanted| holds(&given, wanted))
    }

    /// Whether the target may be this, whatever else it holds. For what is watched or refused.
    #[must_use]
    pub fn may_be(&self, path: &str, query: Option<&str>) -> bool {
        let given = parameters(query);
        self.has_path(path) && self.query.iter().all(|wanted| holds(&given, wanted))
    }

    fn has_path(&self, path: &str) -> bool {
        self.path.as_ref().is_none_or(|own| own == path)
    }
}

type Given<'q> = Vec<(Cow<'q, str>, Cow<'q, str>)>;

fn parameters(query: Option<&str>) -> Given<'_> {
    let query = query.unwrap_or_default().as_bytes();
    form_urlencoded::parse(query).collect()
}

fn count(given: &Given<'_>, name: &str) -> usize {
    given.iter().filter(|(other, _)| other == name).count()
}

fn holds(given: &Given<'_>, (name, value): &(String, ParameterValue)) -> bool {
    given.iter().any(|(given_name, given_value)| {
        given_name == name
            && match value {
                ParameterValue::Any => true,
                ParameterValue::Exactly(value) => given_value == value,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login_page() -> Shape {
        Shape {
            path: Some("/".to_owned()),
            query: vec![(
                "_task".to_owned(),
                ParameterValue::Exactly("login".to_owned()),
            )],
            optional: vec!["_err".to_owned()],
        }
    }

    #[test]
    fn an_exact_match_takes_what_is_listed_and_nothing_else() {
        let exactly = |path, query| login_page().is_exactly(path, Some(query));
        assert!(exactly("/", "_task=login"));
        assert!(exactly("/", "_err=session&_task=login"));
        for query in [
            "",
            "_task=mail",
            "_task=login&_action=get",
            "_task=login&_task=login",
            "_task=login&_err=a&_err=b",
            "_task=mail&_task=login",
            "_task=login&",
        ] {
            assert_eq!(exactly("/", query), query == "_task=login&", "{query}");
        }
        assert!(!exactly("/x", "_task=login"));
    }

    #[test]
    fn a_loose_match_finds_the_parameter_wherever_it_hides() {
        let may = |query| login_page().may_be("/", Some(query));
        assert!(may("_task=login"));
        assert!(may("a=b&_task=mail&_task=login"));
        assert!(may("%5Ftask=lo%67in"));
        assert!(!may("_task=mail"));
    }
}
