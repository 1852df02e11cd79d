//! `[sms.budgets]` and `[sms.alarm]`: how many messages may be sent, and when that is suspicious.

use serde::Deserialize;

use super::super::key_path::KeyPath;
use super::super::scope::Scope;
use crate::domain::sms_alarm::Alarm;
use crate::domain::sms_budget::Limits;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawBudgets {
    mailbox_hour: Option<u32>,
    mailbox_day: Option<u32>,
    number_hour: Option<u32>,
    prefix_hour: Option<u32>,
    country_day: Option<u32>,
    domain_day: Option<u32>,
    all_day: Option<u32>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct RawAlarm {
    least_sent: Option<u32>,
    least_verified: Option<u32>,
}

impl RawBudgets {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Limits {
        let default = Limits::default();
        let mut read = |name: &str, value: Option<u32>, default: u32| {
            if value == Some(0) {
                let message = "must be at least 1; without [sms] no message is sent at all";
                scope.error(&at.key(name), message);
            }
            value.unwrap_or(default)
        };
        Limits {
            mailbox_hour: read("mailbox_hour", self.mailbox_hour, default.mailbox_hour),
            mailbox_day: read("mailbox_day", self.mailbox_day, default.mailbox_day),
            number_hour: read("number_hour", self.number_hour, default.number_hour),
            prefix_hour: read("prefix_hour", self.prefix_hour, default.prefix_hour),
            country_day: read("country_day", self.country_day, default.country_day),
            domain_day: read("domain_day", self.domain_day, default.domain_day),
            all_day: read("all_day", self.all_day, default.all_day),
        }
    }
}

impl RawAlarm {
    pub(super) fn build(self, at: &KeyPath, scope: &mut Scope<'_>) -> Alarm {
        let default = Alarm::default();
        let least_verified = self.least_verified.unwrap_or(default.least_verified);
        if least_verified > 100 {
            scope.error(&at.key("least_verified"), "is a percentage: at most 100");
        }
        Alarm {
            least_sent: self.least_sent.unwrap_or(default.least_sent),
            least_verified,
        }
    }
}
