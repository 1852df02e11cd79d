// Every page and every mail, in every language, as `cargo run -p vestibule-templates --example gallery`
// writes them: on the narrowest screen nothing stands outside it, and axe-core finds nothing that keeps
// somebody out, in light and in dark.
//
//   node tests/e2e/gallery.mjs FOLDER
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { check, run } from "./lib/browser.mjs";

// The width at which a page must not scroll sideways (WCAG 2.2, 1.4.10).
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
// Every kind of page, and more of them than a folder would hold that was not written anew.
const KINDS = ["challenge", "choose", "enroll", "guard", "mail", "message", "panel", "recovery", "security", "sms"];
const LANGUAGES = ["ar", "de", "en"];

const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  // It would fetch the style sheet by script, which a page from a file may not.
  preload: false,
};
// A mail program shows a mail inside a page of its own.
const MAIL_RULES = {
  ...RULES,
  rules: { ...RULES.rules, "landmark-one-main": { enabled: false }, region: { enabled: false } },
};

const folder = path.resolve(process.argv[2] ?? "target/gallery");
const files = fs.readdirSync(folder).filter((file) => /^[\w-]+\.\w+\.html$/.test(file));
process.env.VESTIBULE_E2E = JSON.stringify({ base: pathToFileURL(folder).href, user: "gallery" });

/** Opens the page with everything unfolded that is folded away at first. */
async function open(page, config, file) {
  await page.goto(`${config.base}/${file}`, { waitUntil: "domcontentloaded" });
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
}

/** What reaches out of the window, or out of what holds it. */
const outside = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [];
    for (const element of document.querySelectorAll("body *:not(.unseen, .unseen *, thead, thead *, .scroll *)")) {
      const { left, right, width: own } = element.getBoundingClientRect();
      if (own > 0 && (left < -1 || right > width + 1)) {
        found.push(`${element.tagName.toLowerCase()} from ${Math.round(left)} to ${Math.round(right)}`);
      }
    }
    return found;
  });

/** What axe-core objects to. */
async function objections(page, file) {
  await page.evaluate(axe.source);
  const rules = file.startsWith("mail-") ? MAIL_RULES : RULES;
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), rules);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`),
  );
}

await run("gallery", async ({ config, page, step }) => {
  const faults = [];
  const each = async (chosen, look) => {
    for (const file of chosen) {
      await open(page, config, file);
      faults.push(...(await look(page, file)).map((fault) => `${file}: ${fault}`));
    }
  };
  const of = (language) => files.filter((file) => file.endsWith(`.${language}.html`));

  await step("the gallery is whole", () => {
    for (const language of LANGUAGES) {
      for (const kind of KINDS) {
        check(of(language).some((file) => file.startsWith(kind)), `no ${kind} in ${language}: ${folder}`);
      }
    }
  });
  await step(`${files.length} pages fit on a narrow screen`, async () => {
    await page.setViewportSize(NARROW);
    await each(files, outside);
  });
  await step("axe-core has no objection in the dark, from right to left, on a narrow screen", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await each(of("ar"), objections);
  });
  await step("axe-core has no objection in the light, from left to right, on a wide screen", async () => {
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "light" });
    await each(of("en"), objections);
  });
  check(faults.length === 0, `${faults.length} faults:\n  ${faults.slice(0, Number(process.env.FAULTS ?? 40)).join("\n  ")}`);
});
