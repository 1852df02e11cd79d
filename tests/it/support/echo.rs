//! What the sample webmail's `/echo` says it was sent.

use anyhow::{Context as _, Result};
use serde_json::Value;

/// A request as the webmail saw it.
#[derive(Debug)]
pub(crate) struct Echo(Value);

impl Echo {
    pub(crate) fn read(body: &str) -> Result<Self> {
        let value = serde_json::from_str(body).with_context(|| body.to_owned())?;
        Ok(Self(value))
    }

    /// Every value of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let fields = self.0["headers"].as_array().map_or(&[][..], Vec::as_slice);
        fields
            .iter()
            .filter(|field| field[0] == name)
            .filter_map(|field| field[1].as_str())
            .collect()
    }

    /// The names of all fields.
    pub(crate) fn names(&self) -> Vec<&str> {
        let fields = self.0["headers"].as_array().map_or(&[][..], Vec::as_slice);
        fields
            .iter()
            .filter_map(|field| field[0].as_str())
            .collect()
    }

    pub(crate) fn target(&self) -> &str {
        self.0["target"].as_str().unwrap_or_default()
    }
}
