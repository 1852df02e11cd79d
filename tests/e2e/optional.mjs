// A domain whose policy is Optional: straight into the mailbox until the person turns MFA on in the
// webmail's settings; then a code is asked for, until they turn it off again.
import { run } from "./lib/browser.mjs";
import * as portal from "./lib/portal.mjs";
import * as roundcube from "./lib/roundcube.mjs";

await run("optional", async ({ config, page, step }) => {
  await step("log in: straight into the mailbox", async () => {
    await roundcube.login(page, config);
    await roundcube.expectMailbox(page, config.shown);
  });
  await roundcube.walk(page, config, step);
  await step("Settings lead to the security page: Off", async () => {
    await portal.openSecurity(page);
    await portal.expectState(page, "off");
  });
  const totp = await step("turn on and enroll", async () => {
    await portal.turnOn(page);
    return portal.enroll(page, config);
  });
  await step("the security page says On", async () => {
    await portal.open(page, config, "security");
    await portal.expectState(page, "on");
  });
  await step("the webmail works as before; log out", async () => {
    await page.goto(`${config.base}/?_task=mail`);
    await roundcube.expectMailbox(page, config.shown);
    await roundcube.logout(page);
  });
  await step("log in: a code is asked for, then the mailbox opens", async () => {
    await roundcube.login(page, config);
    await portal.answer(page, await totp.fresh({ ahead: 1 }));
    await roundcube.expectMailbox(page, config.shown);
  });
  await step("turn off with a code", async () => {
    await portal.openSecurity(page);
    await portal.expectState(page, "on");
    await portal.turnOff(page, await totp.fresh());
    await portal.open(page, config, "security");
    await portal.expectState(page, "off");
  });
  await step("log out", async () => {
    await page.goto(`${config.base}/?_task=mail`);
    await roundcube.expectMailbox(page, config.shown);
    await roundcube.logout(page);
  });
  await step("log in: straight into the mailbox again", async () => {
    await roundcube.login(page, config);
    await roundcube.expectMailbox(page, config.shown);
  });
});
