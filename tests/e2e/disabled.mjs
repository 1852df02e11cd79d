// A domain whose policy is Disabled: the webmail as it is without Vestibule, and no trace of MFA.
import { check, run } from "./lib/browser.mjs";
import { status } from "./lib/console.mjs";
import * as portal from "./lib/portal.mjs";
import * as roundcube from "./lib/roundcube.mjs";

await run("disabled", async ({ config, page, watch, step }) => {
  await step("log in: straight into the mailbox", async () => {
    await roundcube.login(page, config);
    await roundcube.expectMailbox(page, config.shown);
  });
  const entries = await roundcube.walk(page, config, step);
  await step("the settings have no entry", async () => {
    check(!entries.includes(portal.ENTRY), "the settings menu offers MFA");
    await roundcube.openSettings(page);
    check(!(await page.content()).includes("/mfa/"), "the settings page names the portal");
  });
  await step("the portal offers nothing", async () => {
    for (const name of ["security", "enroll", "challenge"]) {
      const offered = await watch.allowing(status("40[34]"), async () => {
        await portal.open(page, config, name);
        return page.locator(`[data-mfa-state], [data-key], #key, form[action*="/mfa/"]`).count();
      });
      check(offered === 0, `/mfa/${name} offers something`);
    }
  });
  await step("log out", async () => {
    await page.goto(`${config.base}/?_task=mail`);
    await roundcube.expectMailbox(page, config.shown);
    await roundcube.logout(page);
  });
});
