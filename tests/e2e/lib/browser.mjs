// Runs one browser test: reads its configuration, starts Debian's Chromium, fails on whatever the
// browser complains about, and leaves a screenshot behind when it fails.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Watch } from "./console.mjs";

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The lab's settings: from the environment, else from the lab that runs in `.lab`. */
function lab() {
  const settings = { ...process.env };
  const file = path.join(REPOSITORY, ".lab/lab.env");
  if (!settings.LAB_ROUNDCUBE_URL && fs.existsSync(file)) {
    for (const line of fs.readFileSync(file, "utf8").split("\n")) {
      const found = /^(LAB_\w+)='(.*)'$/.exec(line);
      if (found) settings[found[1]] = found[2];
    }
  }
  return settings;
}

/**
 * What a test is told: JSON in VESTIBULE_E2E, everything optional.
 *   base      address of the webmail as the browser sees it (default: the bare Roundcube)
 *   user, password, maildirs, chromium, oathtool, screenshots, headers
 *   shown     the login name that the webmail shows, where that is not `user` (IDN is shown decoded)
 *   trace     a file that gets one JSON line for each request
 *   timeout   milliseconds that one action may take (default 20,000)
 */
function readConfig() {
  const env = lab();
  const given = JSON.parse(process.env.VESTIBULE_E2E ?? "{}");
  const config = {
    base: env.LAB_ROUNDCUBE_URL,
    user: "user1@required.test",
    password: env.LAB_PASSWORD,
    maildirs: env.LAB_MAILDIR_ROOT,
    chromium: env.LAB_CHROMIUM ?? "/usr/bin/chromium",
    oathtool: env.LAB_OATHTOOL ?? "oathtool",
    screenshots: env.LAB_SCREENSHOTS ?? path.join(REPOSITORY, ".lab/screenshots"),
    timeout: 20_000,
    ...given,
  };
  if (!config.base) throw new Error("no address to test: start the lab or set VESTIBULE_E2E");
  config.shown ??= config.user;
  config.base = config.base.replace(/\/+$/, "");
  return config;
}

/** Writes one JSON line for each answer: what was asked, how, and which cookies came back. */
function traceTo(file, context) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  context.on("response", async (response) => {
    const request = response.request();
    const asked = await request.allHeaders().catch(() => ({}));
    const answered = await response.headersArray().catch(() => []);
    const named = (name) => answered.filter((h) => h.name.toLowerCase() === name).map((h) => h.value);
    const entry = {
      method: request.method(),
      url: request.url(),
      status: response.status(),
      type: request.resourceType(),
      requestedWith: asked["x-requested-with"],
      roundcubeRequest: asked["x-roundcube-request"] ? true : undefined,
      dest: asked["sec-fetch-dest"],
      fetchMode: asked["sec-fetch-mode"],
      requestType: asked["content-type"]?.split(";")[0],
      contentType: named("content-type")[0],
      location: named("location")[0],
      setCookie: named("set-cookie"),
    };
    fs.appendFileSync(file, `${JSON.stringify(entry)}\n`);
  });
}

/** Runs `test({ config, page, context, watch, step })` as the spec `name`; sets the exit code. */
export async function run(name, test) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  const config = readConfig();
  let doing = "starting the browser";
  const step = async (text, action) => {
    doing = text;
    const result = await action();
    console.log(`${name}: ${text} (${seconds()} s)`);
    return result;
  };

  const browser = await chromium.launch({
    executablePath: config.chromium,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  let page;
  let failure;
  try {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      locale: "en-US",
      viewport: { width: 1280, height: 900 },
      extraHTTPHeaders: config.headers,
    });
    context.setDefaultTimeout(config.timeout);
    const watch = new Watch(context);
    if (config.trace) traceTo(config.trace, context);
    page = await context.newPage();
    await test({ config, page, context, watch, step });
    await page.waitForTimeout(200); // the last complaints arrive late
    if (watch.complaints.length) {
      doing = "reading the browser's console";
      throw new Error(`the browser complained:\n  ${watch.complaints.join("\n  ")}`);
    }
    console.log(`${name}: passed in ${seconds()} s`);
  } catch (error) {
    failure = error;
    console.error(`${name}: FAILED while ${doing}, after ${seconds()} s\n${error.stack ?? error}`);
    if (page) console.error(`${name}: the page was ${page.url()}`);
    try {
      fs.mkdirSync(config.screenshots, { recursive: true });
      const file = path.join(config.screenshots, `${name}-${config.user}-${process.pid}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.error(`${name}: screenshot ${file}`);
    } catch (error) {
      console.error(`${name}: no screenshot: ${error.message}`);
    }
  } finally {
    await browser.close();
  }
  process.exitCode = failure ? 1 : 0;
}

/** Throws with `message` unless `condition` holds. */
export function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** The text that a person would read on the page, for messages and searches. */
export const visibleText = async (page) => (await page.locator("body").innerText()).replace(/\s+/g, " ");
