//! The overview.

use axum::response::Response;
use vestibule_templates::panel::{Overview, overview};

use super::failed::{Failed, see_other};
use super::inside::Inside;

pub(super) async fn home(_: Inside) -> Response {
    see_other("/overview")
}

pub(super) async fn show(inside: Inside) -> Result<Response, Failed> {
    let model = Overview::default();
    Ok(inside.page.show(|panel| overview(panel, &model)))
}
