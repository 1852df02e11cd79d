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
        let named = self.fields().filter(|(found, _)| *found == name);
        named.map(|(_, value)| value).collect()
    }

    /// The names of all fields.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.fields().map(|(name, _)| name).collect()
    }

    fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.get("headers").and_then(Value::as_array);
        fields.into_iter().flatten().filter_map(|field| {
            let part = |at: usize| field.get(at).and_then(Value::as_str);
            Some((part(0)?, part(1)?))
        })
    }

    pub(crate) fn target(&self) -> &str {
        let target = self.0.get("target").and_then(Value::as_str);
        target.unwrap_or_default()
    }
}
