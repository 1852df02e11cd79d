// An administrator with the control panel and nothing else: sets up an account, makes a domain Required
// with grace after a look at who is affected, undoes and repeats it, helps somebody who has lost the
// phone, and finds it all in the audit. A person at the webmail sees what comes of it.
import { check, run } from "./lib/browser.mjs";
import { accessible, follow, press, reach, setUp, signInByKeyboard } from "./lib/panel.mjs";
import * as portal from "./lib/portal.mjs";
import * as roundcube from "./lib/roundcube.mjs";

const PASSWORD = "seven brown foxes at sea";
const shows = async (page, text) =>
  check((await page.locator("main").innerText()).includes(text), `no ${JSON.stringify(text)} at ${page.url()}`);

await run("panel", async ({ config, page, context, step }) => {
  const domain = config.user.split("@")[1];
  const webmail = await context.newPage();
  const lost = await step("somebody uses the webmail, and turns a second factor on", async () => {
    await roundcube.login(webmail, config);
    await roundcube.expectMailbox(webmail, config.shown);
    await portal.openSecurity(webmail);
    await portal.turnOn(webmail);
    const totp = await portal.enroll(webmail, config);
    await webmail.goto(`${config.base}/?_task=mail`);
    await roundcube.expectMailbox(webmail, config.shown);
    return totp;
  });
  check(lost, "no app was set up");
  const totp = await step("an invited operator sets up password and app", async () => {
    const account = { name: "carol", invitation: config.invitation, password: PASSWORD };
    const made = await setUp(page, config, account);
    await page.waitForURL("**/overview");
    await accessible(page);
    return made;
  });
  await step("sign out, and in again with the keyboard alone", async () => {
    await press(page, "Sign out");
    await shows(page, "You are signed out.");
    await signInByKeyboard(page, config, { name: "carol", password: PASSWORD }, totp);
  });
  await step("Settings, Webmail Settings, Multi-Factor Authentication: add the domain", async () => {
    await follow(page, "Settings");
    await accessible(page);
    await page.getByLabel("Add or open a domain").fill(domain);
    await press(page, "Open");
    await accessible(page);
  });
  await step("Required, Save: first it says who is affected, and offers grace", async () => {
    await page.getByLabel("Required", { exact: true }).check();
    await press(page, "Save");
    await shows(page, "Before you save");
    const seen = await page.locator("dt", { hasText: "Mailboxes seen" }).locator("+ dd").innerText();
    check(Number(seen) >= 1, `${seen} mailboxes seen`);
    await accessible(page);
    await page.getByLabel("Time to set it up").selectOption("72");
    await press(page, "Require it");
    await shows(page, "Saved.");
  });
  await step("undo, and make it Required again with the keyboard alone", async () => {
    await press(page, "Undo");
    await shows(page, "Undone: everything is as before.");
    await page.goto(`${config.panel}/settings/webmail/mfa/domain/${domain}`);
    // Tab leads to the one that is chosen; the arrows choose another.
    await reach(page, "Optional", "ArrowUp");
    await Promise.all([page.waitForEvent("domcontentloaded"), reach(page, "Save")]);
    await Promise.all([page.waitForEvent("domcontentloaded"), reach(page, "Require it")]);
    await shows(page, "Saved.");
  });
  await step("find the mailbox, and reset it with a code of one's own", async () => {
    await follow(page, "Mailboxes");
    await page.getByLabel("Address").fill(config.user.slice(0, 6));
    await press(page, "Search");
    await accessible(page);
    await follow(page, config.user);
    await shows(page, "Authenticator app");
    await accessible(page);
    const reset = page.locator("details.action").first();
    await reset.getByLabel("Reason").fill("lost phone, seen in person");
    await reset.getByLabel("Your own 6-digit code").fill(await totp.fresh());
    await press(page, "Reset this mailbox", reset);
    await shows(page, "The second factors are removed");
  });
  await step("it is in the audit, which is whole", async () => {
    await follow(page, "Audit");
    await accessible(page);
    for (const text of ["admin_reset", config.user, "lost phone, seen in person", "policy_set"]) {
      await shows(page, text);
    }
    await follow(page, "Check that nothing is missing");
    await shows(page, "Whole:");
  });
  await step("in the webmail the session has ended; the next login must set up anew", async () => {
    await webmail.goto(`${config.base}/?_task=mail`);
    await roundcube.login(webmail, config);
    await portal.chooseApp?.(webmail);
    await webmail.waitForURL("**/mfa/enroll**");
    check(!(await webmail.content()).includes("messagelist"), "the mailbox opened");
  });
  await step("invite another administrator; a reader sees and changes nothing", async () => {
    await follow(page, "Administrators");
    await accessible(page);
    await page.getByLabel("Name").fill("rita");
    await page.getByLabel("Reader", { exact: true }).check();
    await page.getByLabel("Your own 6-digit code").fill(await totp.fresh());
    await press(page, "Add an administrator");
    const invitation = await page.locator("#given").innerText();
    await accessible(page);
    const other = await context.browser().newContext({ locale: "en-US" });
    const reader = await other.newPage();
    await setUp(reader, config, { name: "rita", invitation, password: "nine grey geese on a roof" });
    await reader.goto(`${config.panel}/mailboxes/${config.user}`);
    check((await reader.getByLabel("Your own 6-digit code").count()) === 0, "a reader is offered help");
    await reader.goto(`${config.panel}/administrators`).catch(() => undefined);
    await shows(reader, "Not for you");
    await other.close();
  });
  for (const part of ["Overview", "API tokens"]) {
    await step(`${part} is accessible`, async () => {
      await follow(page, part);
      await accessible(page);
    });
  }
});
