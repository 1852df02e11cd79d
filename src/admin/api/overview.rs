//! How everything stands.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::super::Admin;
use super::super::access::Caller;
use super::super::problem::Problem;
use super::input::Asked;
use super::overview_models::OverviewModel;
use super::windows::DaysWanted;

/// How everything stands: who has a second factor, who signs in with what, what fails, and what should
/// be looked at. Mailboxes are counted now and then (`as_of`), and sign-ins written down once a
/// minute. Whoever has some domains alone is told of these: `days`, `counted`, `sms` and `warnings`
/// are absent then, since others have a part in them.
#[utoipa::path(
    get,
    path = "/api/v1/overview",
    operation_id = "show_overview",
    params(DaysWanted),
    responses(
        (status = 200, body = OverviewModel),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn show(
    State(admin): State<Arc<Admin>>,
    caller: Caller,
    Asked(wanted): Asked<DaysWanted>,
) -> Result<Json<OverviewModel>, Problem> {
    let desk = caller.overview_desk(&admin)?;
    let days = wanted.days.unwrap_or(DEFAULT_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        let range = format!("must be from 1 to {MOST_DAYS}");
        return Err(Problem::of_field("days", range));
    }
    let overview = desk.show(days).await?;
    Ok(Json(OverviewModel::from(&overview)))
}

const DEFAULT_DAYS: u16 = 30;
/// As long as they are kept.
const MOST_DAYS: u16 = 400;
