//! Values out of the webmail's pages: the text or an attribute of what a CSS selector finds.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use http_body::Body as _;
use http_body_util::BodyExt as _;
use lol_html::send::Settings;
use lol_html::{ElementContentHandlers, MemorySettings, Selector};
use thiserror::Error;

use super::UpstreamBody;
use crate::domain::profile::ElementValue;
use crate::gateway::body::BodyError;

/// Why a page gave no value.
#[derive(Debug, Error)]
pub enum ElementError {
    /// The page broke off.
    #[error("the webmail's page broke off: {0}")]
    Broken(BodyError),
    /// The page is longer than any that is worth reading.
    #[error("the webmail's page is too long")]
    TooLong,
    /// It cannot be read as HTML, or the selector is not one.
    #[error("the webmail's page could not be read: {0}")]
    Unreadable(String),
}

/// Reads the page to its end and gives the values, in order, of what `wanted` selects.
///
/// # Errors
/// When the page cannot be read.
pub async fn find_values(
    mut page: UpstreamBody,
    wanted: &ElementValue,
) -> Result<Vec<String>, ElementError> {
    let found = Arc::new(Mutex::new(Vec::<String>::new()));
    let selector: Selector = wanted
        .selector
        .parse()
        .map_err(|error| ElementError::Unreadable(format!("{error:?}")))?;
    let memory = MemorySettings::new().with_max_allowed_memory_usage(MAX_MEMORY);
    let handlers = handlers(wanted.attribute.clone(), &found);
    let settings = Settings::new_send()
        .with_memory_settings(memory)
        .with_strict(false)
        .append_element_content_handler((Cow::Owned(selector), handlers));
    let mut reader = lol_html::send::HtmlRewriter::new(settings, |_: &[u8]| {});
    let mut length = 0;
    while let Some(frame) = page.frame().await {
        let Ok(data) = frame.map_err(ElementError::Broken)?.into_data() else {
            continue;
        };
        length += data.len();
        if length > MAX_PAGE {
            return Err(ElementError::TooLong);
        }
        let written = reader.write(&data);
        written.map_err(|error| ElementError::Unreadable(error.to_string()))?;
        if page.is_end_stream() {
            break;
        }
    }
    let ended = reader.end();
    ended.map_err(|error| ElementError::Unreadable(error.to_string()))?;
    let found = found.lock().unwrap_or_else(PoisonError::into_inner);
    let decode = |value: &String| htmlize::unescape(value.as_str()).trim().to_owned();
    Ok(found.iter().map(decode).collect())
}

fn handlers(
    attribute: Option<String>,
    found: &Arc<Mutex<Vec<String>>>,
) -> lol_html::send::ElementContentHandlers<'static> {
    let handlers = ElementContentHandlers::default();
    let begun = Arc::clone(found);
    match attribute {
        Some(name) => handlers.element(move |element: &mut lol_html::send::Element<'_, '_>| {
            let value = element.get_attribute(&name).unwrap_or_default();
            begun
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(value);
            Ok(())
        }),
        None => {
            let written = Arc::clone(found);
            handlers
                .element(move |_: &mut lol_html::send::Element<'_, '_>| {
                    let mut found = begun.lock().unwrap_or_else(PoisonError::into_inner);
                    found.push(String::new());
                    Ok(())
                })
                .text(move |text: &mut lol_html::html_content::TextChunk<'_>| {
                    let mut found = written.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(last) = found.last_mut() {
                        last.push_str(text.as_str());
                    }
                    Ok(())
                })
        }
    }
}

const MAX_PAGE: usize = 4 * 1024 * 1024;
const MAX_MEMORY: usize = 1024 * 1024;
