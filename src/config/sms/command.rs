//! `[sms.command]`: a program of the operator's own.

use std::path::PathBuf;

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;

/// A program.
#[derive(Debug, Clone)]
pub struct Command {
    /// Its path.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What it is told.
    pub input: CommandInput,
}

/// What the program is told on its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandInput {
    /// A line of JSON.
    Json,
    /// The number in a line, then the text.
    Text,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct Raw {
    program: Option<Vec<Option<String>>>,
    input: Option<String>,
}

impl Raw {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Option<Command> {
        let key = at.key("program");
        let why = "the program and its arguments, such as [\"/usr/local/bin/send-sms\"]";
        let words: Vec<String> = self.program.into_iter().flatten().flatten().collect();
        let mut words = words.into_iter();
        let program = scope.required(&key, words.next(), why);
        let program = program.map(|program| scope.path(program));
        let input = self.input.as_deref().unwrap_or("json");
        let input = scope.read(&at.key("input"), Some(input), read_input);
        Some(Command {
            program: program?,
            arguments: words.collect(),
            input: input?,
        })
    }
}

fn read_input(word: &str) -> Result<CommandInput, String> {
    match word {
        "json" => Ok(CommandInput::Json),
        "text" => Ok(CommandInput::Text),
        _ => Err(format!("{word:?} is neither \"json\" nor \"text\"")),
    }
}
