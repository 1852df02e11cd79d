// The lab and the harness themselves: everything a person does, in the bare webmail with no gateway.
import { check, run } from "./lib/browser.mjs";
import { status } from "./lib/console.mjs";
import * as roundcube from "./lib/roundcube.mjs";

await run("bare", async ({ config, page, watch, step }) => {
  await step("a wrong password is refused", () =>
    watch.allowing(status(401), async () => {
      await roundcube.login(page, config, { password: "wrong" });
      await roundcube.expectLoginPage(page);
    }),
  );
  await step("log in", async () => {
    await roundcube.login(page, config);
    await roundcube.expectMailbox(page, config.shown);
  });
  const entries = await roundcube.walk(page, config, step);
  check(entries.includes("Preferences"), `the settings menu has only ${entries}`);
  await step("log out", () => roundcube.logout(page));
  await step("the mailbox is closed", async () => {
    await page.goto(`${config.base}/?_task=mail`);
    await roundcube.expectLoginPage(page);
  });
});
