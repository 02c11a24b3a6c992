// Browser tests of dinkydash:   node tests/browser/run.mjs [WORDS OF A TEST]
// DINKYDASH: the program (default build/dev/bin/dinkydash). PICTURES: a folder that gets a picture of every page.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Program } from "./program.mjs";
import { World } from "./world.mjs";
import { tests as families } from "./families.mjs";
import { tests as logins } from "./logins.mjs";
import { tests as walls } from "./walls.mjs";
import { tests as pages } from "./pages.mjs";
import { tests as reload, settings as reloadSettings } from "./reload.mjs";

// The lanes run side by side; each group of a lane gets a program of its own, so that limits of one do not hit another.
const lanes = [[families, walls], [pages, logins, reload]];
const settings = new Map([[reload, reloadSettings]]);
const results = fileURLToPath(new URL("results", import.meta.url));
const switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function savePictures(world, name) {
  await mkdir(results, { recursive: true });
  const file = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60);
  for (const [index, page] of world.pages().entries()) {
    await page.screenshot({ path: join(results, `${file}-${index + 1}.png`) }).catch(() => {});
  }
}

async function runTest(world, name, test) {
  const start = Date.now();
  let fault = null;
  try {
    await test(world);
  } catch (error) {
    fault = error.stack ?? String(error);
    await savePictures(world, name);
  }
  const noticed = await world.close();
  if (noticed.length > 0) fault = `${fault ?? ""}\n${noticed.join("\n")}`.trim();
  console.log(`${fault ? "FAIL" : "ok"}  ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (fault) console.log(fault.replace(/^/gm, "      "));
  return !fault;
}

await rm(results, { recursive: true, force: true });
const wanted = process.argv.slice(2).join(" ");
const counts = { passed: 0, failed: 0 };

async function runGroup(browser, tests) {
  const chosen = Object.entries(tests).filter(([name]) => name.includes(wanted));
  if (chosen.length === 0) return;
  const program = await Program.make(settings.get(tests));
  try {
    const world = new World(browser, program);
    for (const [name, test] of chosen) counts[await runTest(world, name, test) ? "passed" : "failed"] += 1;
  } finally {
    await program.remove();
  }
}

async function runLane(browser, groups) {
  for (const tests of groups) await runGroup(browser, tests);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: switches });
const ends = await Promise.allSettled(lanes.map((groups) => runLane(browser, groups)));
await browser.close();
for (const { reason } of ends.filter(({ status }) => status === "rejected")) {
  counts.failed += 1;
  console.log(`FAIL  the tests did not end: ${reason.stack}`);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
