//! What an administrator sets for a domain holds for that domain and for no other.

use anyhow::Result;
use http::StatusCode;

use crate::support::House;
use crate::support::house::form_token;

const WAITS: &str = "value=\"later\"";
const TRUSTS: &str = "name=\"trust\"";

#[tokio::test]
async fn two_domains_differ_in_factors_grace_and_trusted_days() -> Result<()> {
    let house = House::open().await?;
    house.set_policy(
        "\"required.test\" = { mode = \"required\", grace = \"14d\", trusted_days = 30 }\n\
         \"optional.test\" = { mode = \"required\", factors = [\"app\"], trusted_days = 0 }",
    )?;
    for (name, lenient) in [
        ("alice@required.test", true),
        ("alice@optional.test", false),
    ] {
        let mut browser = house.browser();
        house.log_in(&mut browser, name).await?;
        let sms = browser.get("/mfa/enroll/sms").await?;
        assert_eq!(sms.status == StatusCode::OK, lenient, "{name}: SMS");
        let wizard = browser.get("/mfa/enroll").await?;
        assert_eq!(wizard.text().contains(WAITS), lenient, "{name}: grace");
        let page = browser.get("/mfa/enroll/app").await?.text();
        let form = [
            ("form_token", form_token(&page)?),
            ("action", "later".to_owned()),
        ];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        let put_off = browser.post("/mfa/enroll", &form).await?;
        assert_eq!(put_off.location() == "/mail", lenient, "{name}: put off");
        let opened = browser.get("/mail").await?.status == StatusCode::OK;
        assert_eq!(opened, lenient, "{name}: the mailbox");

        house.enroll(&mut house.browser(), name).await?;
        let mut other = house.browser();
        house.log_in(&mut other, name).await?;
        let challenge = other.get("/mfa/challenge").await?.text();
        assert_eq!(challenge.contains(TRUSTS), lenient, "{name}: trust");
    }
    Ok(())
}
