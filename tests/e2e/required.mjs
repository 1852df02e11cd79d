// A domain whose policy is Required: the first login leads to enrollment, every later one to the
// challenge, and nothing of the mailbox opens before.
import { check, run, visibleText } from "./lib/browser.mjs";
import * as portal from "./lib/portal.mjs";
import * as roundcube from "./lib/roundcube.mjs";
import { stepNow } from "./lib/totp.mjs";

/** The webmail must not open: asking for it leads to a page of the portal. */
async function expectClosed(page, config, pathname) {
  await page.goto(`${config.base}/?_task=mail`);
  check(new URL(page.url()).pathname === pathname, `asking for the mailbox led to ${page.url()}`);
  check(!(await roundcube.inMailbox(page)), "the mailbox is open");
  check(!(await visibleText(page)).includes("LAB-SECRET"), "mail can be read");
}

await run("required", async ({ config, page, watch, step }) => {
  await step("the first login leads to enrollment", async () => {
    await roundcube.login(page, config);
    await portal.expectEnroll(page);
    await expectClosed(page, config, "/mfa/enroll/app");
  });
  const totp = await step("enroll with a code", () => portal.enroll(page, config));
  await step("the mailbox opens", () => roundcube.expectMailbox(page, config.shown));
  await roundcube.walk(page, config, step);
  await step("log out as Roundcube does", () => roundcube.logout(page));
  await step("the mailbox is closed", async () => {
    await page.goto(`${config.base}/?_task=mail`);
    await roundcube.expectLoginPage(page);
  });

  await step("log in again: challenge", async () => {
    await roundcube.login(page, config);
    await portal.expectChallenge(page);
    await expectClosed(page, config, "/mfa/challenge");
  });
  // Four refusals: one fewer than are free of a delay.
  await step("a wrong code is refused", () => portal.refused(page, watch, totp.wrong(), "a wrong code"));
  await step("the used code is refused", () =>
    portal.refused(page, watch, totp.at(totp.lastStep), "the used code"),
  );
  await step("a code from two steps ago is refused", () =>
    portal.refused(page, watch, totp.at(stepNow() - 2), "an old code"),
  );
  await step("a code from three steps ahead is refused", () =>
    portal.refused(page, watch, totp.at(stepNow() + 3), "a code of the future"),
  );
  await step("the mailbox is still closed", () => expectClosed(page, config, "/mfa/challenge"));
  await step("the right code opens the mailbox", async () => {
    await portal.answer(page, await totp.fresh());
    await roundcube.expectMailbox(page, config.shown);
  });
  await step("open a message", () => roundcube.openMessage(page, "Contract", "LAB-SECRET-MAIL-MARKER"));
});
