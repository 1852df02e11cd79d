//! Part of a list.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Part of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// The `cursor` of the next question; absent: that is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}
