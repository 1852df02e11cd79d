//! When something is wrong.

use super::super::*;
use super::Pages;

pub(super) fn errors(inside: &PanelFrame<'_>, door: &PanelFrame<'_>) -> Pages {
    let with = |panel, kind| {
        let model = PanelError {
            kind,
            detail: Some("this needs the right \"reset\"".to_owned()),
            back: "/".to_owned(),
        };
        panel_error(panel, &model)
    };
    vec![
        ("error-failed", with(inside, PanelErrorKind::Failed)),
        ("error-forbidden", with(inside, PanelErrorKind::Forbidden)),
        ("error-form", with(door, PanelErrorKind::Form)),
        ("error-not-found", with(inside, PanelErrorKind::NotFound)),
        ("error-store", with(inside, PanelErrorKind::Store)),
    ]
}
