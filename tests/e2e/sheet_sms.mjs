// The instruction sheet that an operator gives to the users, for SMS, line by line: Webmail ->
// Settings -> Security -> On -> SMS -> the number -> the code -> confirmed; logins then ask for one.
import { check, run, visibleText } from "./lib/browser.mjs";
import { Phone } from "./lib/phone.mjs";
import * as portal from "./lib/portal.mjs";
import * as roundcube from "./lib/roundcube.mjs";

await run("sheet-sms", async ({ config, page, watch, step }) => {
  const phone = new Phone(config.phoneLog, config.phone);
  await step("log in: straight into the mailbox", async () => {
    await roundcube.login(page, config);
    await roundcube.expectMailbox(page, config.shown);
  });
  await step("Settings lead to Security; switch it On", async () => {
    await portal.openSecurity(page);
    await portal.expectState(page, "off");
    await portal.turnOn(page);
  });
  await step("choose SMS", () => portal.chooseSms(page));
  await step("enter the number", () => portal.enterNumber(page, "DE", config.typed));
  await step("a wrong code is refused", async () => {
    const code = await phone.nextCode("localhost");
    await watch.allowing(portal.REFUSED, async () => {
      await portal.confirmNumber(page, code === "000000" ? "000001" : "000000");
      await page.locator("[role=alert]").first().waitFor();
    });
    await portal.confirmNumber(page, code);
  });
  await step("keep the recovery codes", () => portal.keepRecoveryCodes(page));
  await step("the security page says On and does not spell out the number", async () => {
    await portal.open(page, config, "security");
    await portal.expectState(page, "on");
    const text = await visibleText(page);
    check(!text.replace(/\D/g, "").includes(config.phone.slice(3)), "the whole number is shown");
    check(text.includes(config.phone.slice(-2)), "the number cannot be told from others");
  });
  await step("log out", async () => {
    await page.goto(`${config.base}/?_task=mail`);
    await roundcube.expectMailbox(page, config.shown);
    await roundcube.logout(page);
  });
  await step("log in: a message is sent for the asking, its code opens the mailbox", async () => {
    await roundcube.login(page, config);
    await portal.sendMessage(page);
    await portal.answer(page, await phone.nextCode("localhost"));
    await roundcube.expectMailbox(page, config.shown);
  });
  await step("the mailbox was told of it by mail", async () => {
    const subject = "localhost: An authenticator was added";
    await roundcube.waitForMessage(page, subject);
    const preview = await roundcube.openMessage(page, subject, config.shown);
    const text = await preview.locator("body").innerText();
    check(!text.replace(/\D/g, "").includes(config.phone.slice(3)), "the mail has the whole number");
  });
});
