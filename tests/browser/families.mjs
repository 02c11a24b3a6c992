// A new family from its registration to a tick on the wall, with and without scripts.
import assert from "node:assert/strict";
import { card, photo, phone, poll, see, tablet } from "./world.mjs";

const choose = (page, text) => page.locator("label", { hasText: new RegExp(`^${text}$`) }).click();
const save = (page, text) => page.getByRole("button", { name: text, exact: true }).click();

async function register(page, family) {
  await page.goto("/register");
  await page.getByLabel("Family name").fill(family.name);
  await page.getByLabel("E-mail").fill(family.email);
  await page.getByLabel("Password", { exact: true }).fill("seven-green-kites");
  await page.getByLabel("Repeat password").fill("seven-green-kites");
  if (!family.scripts) await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  else assert.ok(await page.getByLabel("Time zone").isHidden(), "the browser's time zone is taken");
  await save(page, "Create family");
  await page.waitForURL(/\/dashboard\/\d+$/);
  await see(page.getByText("Welcome! Your family dashboard is ready."));
  await see(page.getByText("Four steps to your wall"));
}

async function addPerson(page, name, colour, picture) {
  await page.goto("/people");
  await page.getByRole("link", { name: "Add a person" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.locator(`label.${colour}`).click();
  await page.getByLabel("Photo").setInputFiles(picture);
  await save(page, "Add person");
  await page.waitForURL("/people");
  const face = page.locator(".row", { hasText: name }).locator("img");
  await see(face);
  assert.ok(await face.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), "the photo is shown");
}

/// Clicks a button that changes the rotation, and waits for the new list.
async function change(page, name, entries) {
  await page.getByRole("button", { name, exact: true }).click();
  await see(page.locator("#rotation").filter({ has: page.locator(`[name=rotation-${entries.length - 1}]`) }));
  await page.waitForFunction((entries) => {
    const now = [...document.querySelectorAll("#rotation input[name^=rotation-]")].map((input) => input.value);
    return JSON.stringify(now) === JSON.stringify(entries);
  }, entries, { polling: 50 });
}

async function startTask(page, name, emoji) {
  await page.goto("/admin/tasks/new");
  await page.getByLabel("Task Name").fill(name);
  await page.getByLabel("Emoji", { exact: true }).last().fill(emoji);
}

async function saveTask(page, name) {
  await save(page, "Add task");
  await page.waitForURL("/admin/tasks");
  await see(page.locator(".row", { hasText: name }));
}

async function addDailyTask(page) {
  await startTask(page, "Feed the hamster", "🐹");
  await choose(page, "Daily");
  await change(page, "Add Ben", ["Ben"]);
  await change(page, "Add Anna", ["Ben", "Anna"]);
  await change(page, "Move entry 2 up", ["Anna", "Ben"]);
  await change(page, "Add Cleo", ["Anna", "Ben", "Cleo"]);
  await change(page, "Add Ben", ["Anna", "Ben", "Cleo", "Ben"]);
  await change(page, "Remove entry 4", ["Anna", "Ben", "Cleo"]);
  await change(page, "Move entry 1 down", ["Ben", "Anna", "Cleo"]);
  await change(page, "Move entry 2 up", ["Anna", "Ben", "Cleo"]);
  await saveTask(page, "Feed the hamster");
}

async function addWeeklyTask(page) {
  await startTask(page, "Water the plants", "🪴");
  await choose(page, "Weekly");
  const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const today = names.indexOf(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", weekday: "short" }).format(new Date()));
  const day = page.locator(`#weekdays-${today}`);
  if (!(await day.isChecked())) await page.locator(`label[for=weekdays-${today}]`).click();
  await change(page, "Add Anna", ["Anna"]);
  await change(page, "Add Ben", ["Anna", "Ben"]);
  await change(page, "Add Cleo", ["Anna", "Ben", "Cleo"]);
  await saveTask(page, "Water the plants");
}

async function addCountdown(page) {
  await page.goto("/admin/countdowns/new");
  await page.getByLabel("Event Name").fill("Tree house party");
  await page.getByLabel("Day", { exact: true }).fill("14");
  await page.getByLabel("Month", { exact: true }).selectOption({ index: 6 });
  await page.getByLabel("Emoji", { exact: true }).last().fill("🎈");
  await save(page, "Add countdown");
  await page.waitForURL("/admin/countdowns");
  await see(page.locator(".row", { hasText: "Tree house party" }));
}

async function addScreen(page, name) {
  await page.goto("/admin/screens/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await save(page, "Add screen");
  await see(page.locator(".code"));
  return { code: await page.locator(".code").innerText(), link: await page.locator(".pairing a").getAttribute("href") };
}

async function pairByCode(wall, code) {
  await wall.goto("/pair");
  await wall.getByLabel("Code").fill(code.toLowerCase());
  await save(wall, "Connect this screen");
  await wall.waitForURL("/wall");
}

async function pairByLink(wall, link) {
  const path = new URL(link, wall.url()).pathname;
  await wall.goto(path);
  await wall.goto(path);
  await see(wall.getByRole("heading", { name: "Use this screen for Family Dashboard?" }));
  await save(wall, "Use this screen");
  await wall.waitForURL("/wall");
}

async function setUp(page, world) {
  await addPerson(page, "Anna", "colour-4", await photo(world, "#882255"));
  await addPerson(page, "Ben", "colour-5", await photo(world, "#56b4e9", "jpeg"));
  await addPerson(page, "Cleo", "colour-2", await photo(world, "#117733"));
  await addDailyTask(page);
  await addWeeklyTask(page);
  await addCountdown(page);
}

const turn = (page, name) => card(page, name).locator("button.turn");

export const tests = {
  async "a new family sets itself up, ticks off on the wall and swaps on the phone"(world) {
    const page = await world.open({ clock: true });
    await register(page, { name: "The Lindgren family", email: "lindgren@example.com", scripts: true });
    await setUp(page, world);
    const kitchen = await world.open({ clock: true, viewport: tablet });
    const hall = await world.open({ clock: true, viewport: { width: 1920, height: 1080 } });
    await pairByCode(kitchen, (await addScreen(page, "Kitchen tablet")).code);
    await pairByLink(hall, (await addScreen(page, "Hall television")).link);
    await page.goto("/");
    assert.equal(await page.getByText("Four steps to your wall").count(), 0, "the steps are done");

    await turn(kitchen, "Feed the hamster").click();
    await see(card(kitchen, "Feed the hamster").locator("button.turn.is-done", { hasText: "Anna" }));
    for (const other of [hall, page]) {
      assert.equal(await poll(other), 200);
      await see(card(other, "Feed the hamster").locator("button.turn.is-done", { hasText: "Anna" }));
      assert.equal(await poll(other), 304, "nothing new");
    }

    const plants = card(page, "Water the plants");
    await plants.locator("summary").click();
    await plants.getByLabel("Other person").selectOption("Ben");
    await plants.getByRole("button", { name: "Swap turns" }).click();
    await see(turn(page, "Water the plants").filter({ hasText: "Ben" }));
    await see(page.locator("#toasts").getByRole("button", { name: "Undo" }));
    for (const wall of [kitchen, hall]) {
      assert.equal(await poll(wall), 200);
      await see(turn(wall, "Water the plants").filter({ hasText: "Ben" }));
      await see(card(wall, "Water the plants").getByText("Swapped with Anna").first());
    }
    await page.locator("#toasts").getByRole("button", { name: "Undo" }).click();
    await see(turn(page, "Water the plants").filter({ hasNotText: "Swapped with Anna" }));
    assert.equal(await poll(hall), 200);
    await see(turn(hall, "Water the plants").filter({ hasText: "Anna" }));
  },

  async "the same works without scripts"(world) {
    const page = await world.open({ scripts: false, viewport: phone });
    await register(page, { name: "The Okoye family", email: "okoye@example.com", scripts: false });
    await setUp(page, world);
    const kitchen = await world.open({ scripts: false, viewport: tablet });
    const hall = await world.open({ scripts: false, viewport: { width: 1920, height: 1080 } });
    await pairByCode(kitchen, (await addScreen(page, "Kitchen tablet")).code);
    await pairByLink(hall, (await addScreen(page, "Hall television")).link);
    for (const [window, path] of [[page, "/"], [hall, "/wall"]]) {
      await window.goto(path);
      assert.equal(await window.locator("meta[http-equiv=refresh]").getAttribute("content"), "60");
    }

    await turn(kitchen, "Feed the hamster").click();
    await kitchen.waitForURL("/wall");
    await see(card(kitchen, "Feed the hamster").locator("button.turn.is-done", { hasText: "Anna" }));
    for (const other of [hall, page]) {
      await other.reload();
      await see(card(other, "Feed the hamster").locator("button.turn.is-done", { hasText: "Anna" }));
    }

    const plants = card(page, "Water the plants");
    await plants.locator("summary").click();
    await plants.getByLabel("Other person").selectOption("Ben");
    await plants.getByRole("button", { name: "Swap turns" }).click();
    await page.waitForURL(/\/dashboard\/\d+$/);
    await see(turn(page, "Water the plants").filter({ hasText: "Ben" }));
    await kitchen.reload();
    await see(turn(kitchen, "Water the plants").filter({ hasText: "Ben" }));
    await card(page, "Water the plants").locator("summary").click();
    await card(page, "Water the plants").getByRole("button", { name: /^Undo/ }).click();
    await see(turn(page, "Water the plants").filter({ hasText: "Anna" }));

    await page.goto("/people");
    assert.equal(await page.locator("meta[http-equiv=refresh]").count(), 0, "forms do not refresh");
  },
};
