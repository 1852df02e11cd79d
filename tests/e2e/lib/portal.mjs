// What a person does on Vestibule's own pages, under /mfa/. What the pages must offer for this:
//   /mfa/enroll/app the base32 key in [data-key] or as the text of #key,
//                   form[action$="/mfa/enroll/app"] with input[name=code]
//   /mfa/enroll/sms form[action$="/mfa/enroll/sms"] with select[name=country], input[name=number];
//                   then form[action$="/mfa/enroll/sms/code"] with input[name=code]
//   /mfa/challenge  form[action$="/mfa/challenge"] with input[name=code], or with a button that has
//                   a message sent first
//   /mfa/security   [data-mfa-state="on"|"off"], or the badge in the section's heading, .on or not;
//                   forms that post action=on, and action=off with a code
//   /mfa/recovery   (may follow an enrollment) [data-continue], a link or button that goes on
//   everywhere      [role=alert] for what went wrong
import { check } from "./browser.mjs";
import * as roundcube from "./roundcube.mjs";
import { Totp } from "./totp.mjs";

/** The label of the entry in the webmail's settings. */
export const ENTRY = "Multi-Factor Authentication";

/** What a refused code may answer with. */
export const REFUSED = /^console error: Failed to load resource: .* status of (400|401|403|422|429) /;

const KEY = "[data-key], #key";
const STATES = {
  on: `[data-mfa-state="on"], section[aria-labelledby=factor] .heading .badge.on`,
  off: `[data-mfa-state="off"], section[aria-labelledby=factor] .heading .badge:not(.on)`,
};

const pathOf = (page) => new URL(page.url()).pathname;
const form = (name) => `form[action$="/mfa/${name}"]`;
const codeField = (page, name) => page.locator(`${form(name)} input[name=code]`);

/** The form of /mfa/security that posts this action, by its button or by a hidden field. */
const actionForm = (page, action) =>
  page.locator(`${form("security")}:has([name=action][value=${action}])`).first();

/** Presses the button that submits the form; waits for the next document. */
async function submit(page, theForm, button = "button[type=submit], button:not([type])") {
  await Promise.all([page.waitForEvent("domcontentloaded"), theForm.locator(button).first().click()]);
}

export async function expectEnroll(page) {
  await codeField(page, "enroll/app").waitFor();
  check(pathOf(page) === "/mfa/enroll/app", `enrollment is at ${page.url()}`);
}

/** Takes the key from the page as an app's camera would, and confirms it with a code. */
export async function enroll(page, config) {
  await expectEnroll(page);
  const shown = page.locator(KEY).first();
  const key = (await shown.getAttribute("data-key")) ?? (await shown.textContent());
  const totp = new Totp(key, config.oathtool);
  await codeField(page, "enroll/app").fill(await totp.fresh());
  await submit(page, page.locator(form("enroll/app")).filter({ has: page.locator("input[name=code]") }));
  check(pathOf(page) !== "/mfa/enroll/app", "the confirming code was refused");
  if (pathOf(page) === "/mfa/recovery") await keepRecoveryCodes(page);
  return totp;
}

/** Takes the new recovery codes from the page and goes on. */
export async function keepRecoveryCodes(page) {
  check(pathOf(page) === "/mfa/recovery", `the recovery codes are at ${page.url()}`);
  await page.check("input[name=saved]");
  await Promise.all([page.waitForEvent("domcontentloaded"), page.click("[data-continue]")]);
}

/** From the mailbox to the security page by the entry in the webmail's settings, as a person goes. */
export async function openSecurity(page) {
  const entries = await roundcube.openSettings(page);
  check(entries.includes(ENTRY), `the settings menu has only ${entries}`);
  await Promise.all([
    page.waitForURL("**/mfa/security"),
    page.locator("#settings-menu > li > a", { hasText: ENTRY }).click(),
  ]);
}

/** Picks text messages where the wizard asks how. */
export async function chooseSms(page) {
  const choice = page.locator('a[href$="/mfa/enroll/sms"]').first();
  await Promise.all([page.waitForEvent("domcontentloaded"), choice.click()]);
  await page.locator(`${form("enroll/sms")} input[name=number]`).waitFor();
}

/** Enters the mobile number as a person types it at home; the page for its code follows. */
export async function enterNumber(page, country, typed) {
  const theForm = page.locator(form("enroll/sms"));
  const countries = theForm.locator("select[name=country]");
  if ((await countries.count()) > 0) await countries.selectOption(country);
  await theForm.locator("input[name=number]").fill(typed);
  await submit(page, theForm);
  await codeField(page, "enroll/sms/code").waitFor();
}

/** Types the code that came to the number. */
export async function confirmNumber(page, code) {
  await codeField(page, "enroll/sms/code").fill(code);
  await submit(page, page.locator(form("enroll/sms/code")).filter({ has: page.locator("input[name=code]") }));
}

/** Has a message sent to the number of the challenge. */
export async function sendMessage(page) {
  await submit(page, page.locator(`${form("challenge")}:has([name=action][value=send])`).first());
  await codeField(page, "challenge").waitFor();
}

export async function expectChallenge(page) {
  await codeField(page, "challenge").waitFor();
  check(pathOf(page) === "/mfa/challenge", `the challenge is at ${page.url()}`);
}

/** Types a code into the challenge page and submits it. */
export async function answer(page, code) {
  await expectChallenge(page);
  await codeField(page, "challenge").fill(code);
  await submit(page, page.locator(form("challenge")).filter({ has: page.locator("input[name=code]") }));
}

/** Types a code that must be refused: an alert, and the challenge is still there. */
export async function refused(page, watch, code, what) {
  await watch.allowing(REFUSED, async () => {
    await answer(page, code);
    await page.locator("[role=alert]").first().waitFor();
    check((await codeField(page, "challenge").count()) > 0, `${what} did not lead back to the challenge`);
  });
}

export async function expectState(page, state) {
  await page.locator(STATES[state]).first().waitFor();
  check(pathOf(page) === "/mfa/security", `the security page is at ${page.url()}`);
}

/** Presses "turn on"; enrollment follows. */
export async function turnOn(page) {
  await submit(page, actionForm(page, "on"), "button[value=on], button[type=submit], button:not([type])");
}

/** Turns MFA off with a code. */
export async function turnOff(page, code) {
  const theForm = actionForm(page, "off");
  const folded = page.locator("details:not([open])", { has: page.locator("[name=action][value=off]") });
  if ((await folded.count()) > 0) await folded.locator("summary").click();
  await theForm.locator("input[name=code]").fill(code);
  await submit(page, theForm, "button[value=off], button[type=submit], button:not([type])");
}

/** Opens a portal page by its address. */
export const open = (page, config, name) => page.goto(`${config.base}/mfa/${name}`);
