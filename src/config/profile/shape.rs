//! Shapes: `{ path = "/", query = { _task = "login" }, optional = ["_err"] }`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use crate::domain::profile::{ParameterValue, Shape, check_normal_form};

pub(super) type RawList = Vec<Option<RawShape>>;

#[derive(Debug, Default, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    expecting = "a table with path, query and optional"
)]
pub(super) struct RawShape {
    path: Option<String>,
    query: Option<BTreeMap<String, Option<String>>>,
    optional: Option<Vec<Option<String>>>,
}

impl RawShape {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Shape> {
        let key = at.key("path");
        let path = scope.read(&key, self.path.as_deref(), read_path);
        let wrong_path =
            path.is_none() && (self.path.is_some() || scope.document.was_refused(&key));
        let query: Vec<_> = self
            .query
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(name, value)| Some((name, parameter(value?))))
            .collect();
        if path.is_none() && query.is_empty() {
            if !wrong_path && !scope.document.was_refused(&at.key("query")) {
                scope.error(
                    at,
                    "has neither path nor query, so every request would fit it",
                );
            }
            return None;
        }
        let optional = self.optional.unwrap_or_default().into_iter().flatten();
        Some(Shape {
            path,
            query,
            optional: optional.collect(),
        })
    }
}

/// Each shape of a list.
pub(super) fn list(raw: Option<RawList>, at: &KeyPath, scope: &mut Scope<'_>) -> Vec<Shape> {
    let shapes = raw.unwrap_or_default().into_iter().enumerate();
    let built = shapes.filter_map(|(index, raw)| raw?.build(&at.index(index), scope));
    built.collect()
}

fn parameter(value: String) -> ParameterValue {
    if value == "*" {
        ParameterValue::Any
    } else {
        ParameterValue::Exactly(value)
    }
}

fn read_path(text: &str) -> Result<String, String> {
    check_normal_form(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}
