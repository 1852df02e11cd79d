//! Environment variables over a file: `VESTIBULE_LISTEN__ADDRESS` sets `listen.address`.

use std::collections::HashMap;

use ::config::{ConfigError, File, FileFormat, Map, Source, Value, ValueKind};

use super::document::Document;
use super::key_path::KeyPath;
use super::problem::{Place, Problem, Problems, Severity};

/// What variables of ours are called.
const PREFIX: &str = "VESTIBULE_";

impl Document {
    /// Lays the variables over the file.
    pub(super) fn overlay(
        &mut self,
        variables: &[(String, String)],
        problems: &mut Problems,
    ) -> Result<(), ConfigError> {
        let ours = variables.iter().filter_map(|(name, value)| {
            let steps = name.strip_prefix(PREFIX)?.to_ascii_lowercase();
            Some((name, steps, value))
        });
        let mut layer = Layer::default();
        for (name, steps, value) in ours {
            if let Err(message) = layer.set(name, &steps, value) {
                problems.add(Problem {
                    place: Place::Variable(name.clone()),
                    key: None,
                    severity: Severity::Error,
                    message,
                });
            }
        }
        let layered = ::config::Config::builder()
            .add_source(File::from_str(&self.text, FileFormat::Toml))
            .add_source(layer.clone())
            .build()?;
        self.tree = layered.try_deserialize()?;
        self.origin.variables = layer.names;
        Ok(())
    }
}

/// The variables, as `config` takes them.
#[derive(Debug, Clone, Default)]
struct Layer {
    names: HashMap<KeyPath, String>,
    values: Map<String, Value>,
}

impl Layer {
    fn set(&mut self, name: &str, steps: &str, value: &str) -> Result<(), String> {
        let steps: Vec<&str> = steps.split("__").collect();
        let word = |step: &&str| step.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !steps.iter().all(|step| !step.is_empty() && word(step)) {
            return Err("does not name a key; write VESTIBULE_SECTION__KEY".to_owned());
        }
        if steps.first() == Some(&"site") {
            return Err("sites can be set only in the file".to_owned());
        }
        let path = steps
            .iter()
            .fold(KeyPath::top(), |path, step| path.key(*step));
        self.names.insert(path, name.to_owned());
        let value = Value::new(Some(&name.to_owned()), kind_of(value));
        self.values.insert(steps.join("."), value);
        Ok(())
    }
}

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        Ok(self.values.clone())
    }
}

/// A truth value, a whole number or a list as TOML writes it; else the text itself.
fn kind_of(text: &str) -> ValueKind {
    match text.parse::<toml::Value>() {
        Ok(toml::Value::Boolean(value)) => ValueKind::Boolean(value),
        Ok(toml::Value::Integer(value)) => ValueKind::I64(value),
        Ok(toml::Value::Array(list)) => {
            let word = |value: &toml::Value| value.as_str().map(str::to_owned);
            let items: Option<Vec<String>> = list.iter().map(word).collect();
            items.map_or(ValueKind::String(text.to_owned()), ValueKind::from)
        }
        Ok(
            toml::Value::String(_)
            | toml::Value::Float(_)
            | toml::Value::Datetime(_)
            | toml::Value::Table(_),
        )
        | Err(_) => ValueKind::String(text.to_owned()),
    }
}
