// What a person does in Roundcube (elastic skin). Nothing here knows of a gateway.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { check } from "./browser.mjs";

const LOGIN_FORM = "#login-form";
const MESSAGES = "#messagelist > tbody > tr.message";

/** Opens the webmail and submits its login form; what comes next is for the caller to say. */
export async function login(page, config, { user = config.user, password = config.password } = {}) {
  await page.goto(`${config.base}/`);
  await page.fill("#rcmloginuser", user);
  await page.fill("#rcmloginpwd", password);
  await submitLogin(page);
}

/** Presses the button of the login form that is open and waits for the next document. */
export async function submitLogin(page) {
  await Promise.all([page.waitForEvent("domcontentloaded"), page.click("#rcmloginsubmit")]);
}

export async function expectLoginPage(page) {
  await page.locator(LOGIN_FORM).waitFor();
  check((await page.locator(".header-title.username").count()) === 0, "the login page shows a mailbox");
}

/** The mailbox is open, shows the right login name, and its message list has been loaded. */
export async function expectMailbox(page, user) {
  await page.locator("body.task-mail").waitFor();
  await page.locator(MESSAGES).first().waitFor();
  const shown = (await page.locator(".header-title.username").innerText()).trim();
  check(shown === user, `the mailbox of ${shown} is open, not that of ${user}`);
}

/** True when the mailbox is what the browser shows. */
export const inMailbox = async (page) => (await page.locator("body.task-mail").count()) > 0;

const row = (page, subject) => page.locator(MESSAGES).filter({ has: page.locator(".subject", { hasText: subject }) });

export async function listMail(page) {
  await page.locator(MESSAGES).first().waitFor();
  return (await page.locator(`${MESSAGES} .subject a`).allInnerTexts()).map((text) => text.trim());
}

/** Opens a message in the preview pane and waits until its text contains `text`. */
export async function openMessage(page, subject, text) {
  await row(page, subject).first().click();
  const preview = page.frameLocator("#messagecontframe");
  await preview.locator("#messagebody", { hasText: text }).waitFor();
  return preview;
}

/** Searches the folder, checks that exactly `expected` subjects are left, and resets the search. */
export async function search(page, words, expected) {
  await page.fill("#mailsearchform", words);
  await page.press("#mailsearchform", "Enter");
  await page.waitForFunction(
    ({ messages, count }) => document.querySelectorAll(messages).length === count,
    { messages: MESSAGES, count: expected.length },
  );
  const found = await listMail(page);
  check(JSON.stringify(found) === JSON.stringify(expected), `the search for ${words} found ${found}`);
  await page.click("#layout-list .searchbar a.reset");
  await page.waitForFunction(
    ({ messages, count }) => document.querySelectorAll(messages).length > count,
    { messages: MESSAGES, count: expected.length },
  );
}

const taskMenu = (page, name) => page.click(`#taskmenu a.${name}`);

export async function openMail(page) {
  await taskMenu(page, "mail");
  await page.locator("body.task-mail:not(.action-compose)").waitFor();
  await page.locator(MESSAGES).first().waitFor();
}

/** Opens Settings and returns the entries of the menu on its left. */
export async function openSettings(page) {
  await taskMenu(page, "settings");
  await page.locator("#settings-menu").waitFor();
  return (await page.locator("#settings-menu > li > a").allInnerTexts()).map((text) => text.trim());
}

/** Opens one section of the preferences and saves it as it is. */
export async function savePreferences(page) {
  await page.click("#settings-menu > li.preferences > a");
  await page.click("#sections-table tr#rcmrowgeneral");
  const frame = page.frameLocator("#preferences-frame");
  await frame.locator("select[name=_language]").waitFor();
  await frame.locator("button.submit, button.mainaction").first().click();
  await page.locator("#messagestack .confirmation, #messagestack .ui.alert", { hasText: "Successfully saved" }).first().waitFor();
}

/** Deterministic bytes that do not compress: `size` of them, named by `seed`. */
export function fileBytes(size, seed) {
  const key = crypto.createHash("sha256").update(seed).digest();
  const cipher = crypto.createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  return cipher.update(Buffer.alloc(size));
}

/** Composes a message with one attachment and sends it. */
export async function composeAndSend(page, { to, subject, body, attachment }) {
  await page.click("#taskmenu a.compose");
  await page.locator("body.action-compose").waitFor();
  const recipients = page.locator("#compose_to .recipient-input input, #compose_to input").first();
  await recipients.fill(to);
  await recipients.press("Enter");
  await page.fill("#compose-subject", subject);
  await page.fill("#composebody", body);
  await page.setInputFiles("#uploadform input[type=file]", {
    name: attachment.name,
    mimeType: "application/octet-stream",
    buffer: attachment.bytes,
  });
  const listed = page.locator("#attachment-list > li:not(.uploading)", { hasText: attachment.name });
  await listed.locator("a.delete").waitFor({ timeout: 60_000 });
  await page.click("button.send");
  await page.locator("body.task-mail:not(.action-compose)").waitFor({ timeout: 60_000 });
}

/** Refreshes the list until the message is there (a minute at most). */
export async function waitForMessage(page, subject) {
  for (let tries = 0; tries < 60; tries += 1) {
    if ((await row(page, subject).count()) > 0) return;
    await page.click("#messagelist-header a.refresh");
    await page.waitForTimeout(1000);
  }
  throw new Error(`the message "${subject}" did not arrive`);
}

/** Downloads the attachment of the message in the preview pane, as a click does. */
export async function downloadAttachment(page, preview, name) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    preview.locator("#attachment-list a.filename", { hasText: name }).click(),
  ]);
  return fs.readFileSync(await download.path());
}

/** The webmail's own logout link. */
export async function logout(page) {
  await taskMenu(page, "logout");
  await expectLoginPage(page);
}

/** Files of the mailbox's maildir that contain `text`: a look behind the webmail's back. */
export function maildirFiles(config, text, user = config.user) {
  const at = user.lastIndexOf("@");
  const root = path.join(config.maildirs, user.slice(at + 1), user.slice(0, at), "Maildir");
  return ["new", "cur"]
    .flatMap((part) => fs.readdirSync(path.join(root, part)).map((file) => path.join(root, part, file)))
    .filter((file) => fs.readFileSync(file).includes(text));
}

/**
 * The walk that every webmail test takes, from an open mailbox back to it: list, open, compose with
 * 5 MB, send, arrives intact, search, settings. Returns the entries of the settings menu.
 */
export async function walk(page, config, step) {
  await step("list", async () => {
    const subjects = await listMail(page);
    check(subjects.includes("Contract") && subjects.includes(`Welcome ${config.user}`), `the list has only ${subjects}`);
  });
  await step("open a message", () => openMessage(page, "Contract", "LAB-SECRET-MAIL-MARKER"));

  const subject = `Sent by a test ${crypto.randomUUID()}`;
  const attachment = { name: "five-megabytes.bin", bytes: fileBytes(5 * 1024 * 1024, subject) };
  await step("compose with 5 MB and send", () =>
    composeAndSend(page, { to: config.user, subject, body: "With a large file.", attachment }),
  );
  await step("the message arrives", async () => {
    await waitForMessage(page, subject);
    if (config.maildirs) check(maildirFiles(config, subject).length === 1, "the maildir has not got the message once");
  });
  await step("its attachment is intact", async () => {
    const preview = await openMessage(page, subject, "With a large file.");
    const bytes = await downloadAttachment(page, preview, attachment.name);
    check(bytes.equals(attachment.bytes), `the attachment came back changed (${bytes.length} bytes)`);
  });
  await step("search", () => search(page, "Thursday", ["Lunch on Thursday"]));
  const entries = await step("settings", async () => {
    const menu = await openSettings(page);
    await savePreferences(page);
    return menu;
  });
  await step("back to the mailbox", () => openMail(page));
  return entries;
}
