// Development: pages that reload by themselves.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { see } from "./world.mjs";

export const settings = { CARAFE_LIVE_RELOAD: "true" };

const folder = fileURLToPath(new URL("../../apps/dinkydash", import.meta.url));

/// Does something, and waits until the page has loaded again by itself.
async function reloaded(page, change) {
  const loaded = page.waitForEvent("load");
  await change();
  await loaded;
}

/// What a browser does with a tab in the background.
const hide = (page, hidden) => page.evaluate((hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}, hidden);

const countQuestions = () => {
  const { fetch } = window;
  Object.assign(window, { asked: 0, answers: [] });
  window.fetch = async (...parts) => {
    window.asked += 1;
    const answer = await fetch(...parts);
    window.answers.push(answer.status);
    return answer;
  };
};

/// Lets seconds pass in the page until it has so many answers. @return how many passed.
async function runUntil(page, count) {
  for (let seconds = 0; seconds < 100; ++seconds) {
    if (await page.evaluate(() => window.answers.length) >= count) return seconds;
    await page.clock.runFor(1_000);
  }
  return assert.fail(`fewer than ${count} answers`);
}

export const tests = {
  async "a page reloads when a template or a static file comes or goes"(world) {
    const page = await world.open();
    await page.goto("/login");
    for (const name of ["templates/reload-probe.html", "static/reload-probe.css"]) {
      const file = `${folder}/${name}`;
      try {
        await reloaded(page, () => writeFile(file, ""));
        await reloaded(page, () => rm(file));
      } finally {
        await rm(file, { force: true });
      }
    }
    await see(page.getByRole("button", { name: "Log in" }));
  },

  async "a page asks once a second, and not while its tab is hidden"(world) {
    const page = await world.open({ clock: true });
    await page.addInitScript(countQuestions);
    await page.goto("/login");
    await page.clock.pauseAt(Date.now() + 60_000);
    await runUntil(page, 1);
    assert.ok(await runUntil(page, 4) >= 3);

    await hide(page, true);
    await page.waitForFunction(() => window.asked === window.answers.length, null, { polling: 50 });
    const answers = await page.evaluate(() => window.answers);
    assert.deepEqual(answers, Array(answers.length).fill(204));
    await page.clock.runFor(10_000);
    assert.equal(await page.evaluate(() => window.asked), answers.length);

    await hide(page, false);
    await runUntil(page, answers.length + 1);
  },

  async "a page reloads when the program starts anew"(world) {
    const page = await world.open({ allow: /ERR_CONNECTION_REFUSED/ });
    await page.goto("/login");
    await reloaded(page, async () => {
      await world.program.stop();
      await world.program.start();
    });
    await see(page.getByRole("button", { name: "Log in" }));
  },
};
