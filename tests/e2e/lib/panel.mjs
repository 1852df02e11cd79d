// What an administrator does in the control panel.
import axe from "axe-core";
import { check } from "./browser.mjs";
import { Totp } from "./totp.mjs";

const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
  // It would fetch the style sheet by script, which the page's policy forbids.
  preload: false,
};

/** Presses a button of the page by its words, and waits for the next document. */
export async function press(page, words, scope = page) {
  const button = scope.getByRole("button", { name: words, exact: true });
  await Promise.all([page.waitForEvent("domcontentloaded"), button.click()]);
}

/** Follows a link of the page by its words. */
export async function follow(page, words, scope = page) {
  const link = scope.getByRole("link", { name: words, exact: true });
  await Promise.all([page.waitForEvent("domcontentloaded"), link.first().click()]);
}

/** Fails for whatever axe-core objects to in the page that is open, everything unfolded. */
export async function accessible(page) {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  check(found.length === 0, `${page.url()}:\n  ${found.join("\n  ")}`);
}

/** Sets up the account with the code that was given out; what makes its codes. */
export async function setUp(page, config, { name, invitation, password }) {
  await page.goto(`${config.panel}/setup`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Set-up code").fill(invitation);
  await press(page, "Continue");
  const key = await page.locator("#key").textContent();
  const totp = new Totp(key, config.oathtool);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password, once more").fill(password);
  await page.getByLabel("Your own 6-digit code").fill(await totp.fresh());
  await press(page, "Finish");
  return totp;
}

/** Signs in by the keyboard alone: no pointer touches the page. */
export async function signInByKeyboard(page, config, { name, password }, totp) {
  await page.goto(`${config.panel}/login`);
  await page.locator("#name").focus();
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await Promise.all([page.waitForURL("**/login/code**"), page.keyboard.press("Enter")]);
  // The field for the code has the focus already.
  await page.keyboard.type(await totp.fresh());
  await Promise.all([page.waitForURL("**/overview"), page.keyboard.press("Enter")]);
}

/** Moves the focus to what has these words, by the Tab key alone, and presses Enter. */
export async function reach(page, words, key = "Enter") {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const own = document.activeElement;
      const label = own?.labels?.[0]?.textContent ?? own?.textContent ?? "";
      return label.trim();
    });
    if (at === words) {
      if (key) await page.keyboard.press(key);
      return;
    }
  }
  check(false, `no Tab leads to ${words} at ${page.url()}`);
}
