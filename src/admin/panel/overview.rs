//! The overview.

use axum::response::Response;
use jiff::Timestamp;
use vestibule_templates::panel::{Counted, Overview, Sms, Standing, Suspended, Warning, overview};

use super::super::api::overview_models::{
    CountsModel, DomainStandingModel, OverviewModel, StandingModel, SuspensionModel, WarningModel,
};
use super::failed::{Failed, see_other};
use super::inside::Inside;

pub(super) async fn home(_: Inside) -> Response {
    see_other("/overview")
}

pub(super) async fn show(inside: Inside) -> Result<Response, Failed> {
    let path = format!("overview?days={DAYS}");
    let said: OverviewModel = inside.api()?.get(&path).await?;
    let model = shown(said);
    Ok(inside.page.show(|panel| overview(panel, &model)))
}

fn shown(said: OverviewModel) -> Overview {
    let all = &said.mailboxes;
    let days = said.days.into_iter().flatten();
    let days = days.filter_map(|day| {
        let mailboxes = day.mailboxes?;
        Some((day.day, mailboxes.adoption_permille?.into()))
    });
    let counted = said.counted.as_ref();
    let sms = said.sms.zip(counted).map(|(sms, counted)| Sms {
        used: sms.used.into(),
        budget: sms.budget.into(),
        sent: counted.sms_sent,
        verified: counted.sms_verified,
        over: counted.sms_over_budget,
        failed: counted.sms_not_sent,
    });
    Overview {
        as_of: said.as_of.map(at),
        warnings: said
            .warnings
            .map(|all| all.into_iter().map(warning).collect()),
        all: standing(all),
        lately: all.signed_in_lately.into(),
        factors: [all.totp, all.sms, all.recovery].map(u64::from),
        days: days.collect(),
        largest: said.largest.iter().map(domain).collect(),
        least: said.least_adopted.iter().map(domain).collect(),
        counted: counted.map(|counted| (DAYS, happened(counted))),
        sms,
        suspended: said.suspended.into_iter().map(suspended).collect(),
    }
}

fn standing(of: &StandingModel) -> Standing {
    Standing {
        seen: of.seen.into(),
        enrolled: of.enrolled.into(),
    }
}

fn domain(of: &DomainStandingModel) -> (String, Standing) {
    (of.domain.clone(), standing(&of.mailboxes))
}

const fn happened(of: &CountsModel) -> Counted {
    Counted {
        signed_in: of.sign_in_app + of.sign_in_sms + of.sign_in_recovery_code,
        trusted: of.sign_in_trusted_browser,
        password: of.sign_in_password_only,
        refused: of.password_refused,
        codes: of.challenge_failed,
        suspended: of.suspended,
        enrolled: of.enrolled,
        unenrolled: of.unenrolled,
    }
}

fn warning(of: WarningModel) -> Warning {
    Warning {
        kind: of.kind,
        text: of.text,
        at: of.at.map(at),
        about: of.about,
    }
}

fn suspended(of: SuspensionModel) -> Suspended {
    Suspended {
        address: of.address,
        kind: of.kind,
        since: of.since.map(at),
    }
}

fn at(moment: Timestamp) -> String {
    format!("{moment:.0}")
}

const DAYS: u64 = 90;
