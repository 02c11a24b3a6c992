// Wall screens: what happens when the connection, the screen's right or the server goes away.
import assert from "node:assert/strict";
import { card, desktop, logIn, newFamily, poll, see, send, tablet } from "./world.mjs";

const lost = /ERR_CONNECTION_REFUSED|Failed to load resource|htmx:(sendError|afterRequest)/;

/// A wall screen of the family of `page`, connected by code.
async function connectScreen(world, page, fields = {}, options = {}) {
  await page.goto("/admin/screens/new");
  await page.getByLabel("Name", { exact: true }).fill(fields.name ?? "Kitchen tablet");
  if (fields.mayTick === false) await page.getByLabel("May tick off").uncheck();
  await page.getByRole("button", { name: "Add screen", exact: true }).click();
  const code = await page.locator(".code").innerText();
  const wall = await world.open({ viewport: tablet, clock: true, ...options });
  await wall.goto("/pair");
  await wall.getByLabel("Code").fill(code);
  await wall.getByRole("button", { name: "Connect this screen" }).click();
  await wall.waitForURL("/wall");
  return wall;
}

async function addPeople(page, names) {
  for (const [index, name] of names.entries()) {
    await send(page, "/people/new", { name, emoji: ["🦊", "🐻", "🐰", "🦉", "🐢", "🦁", "🐼", "🐨"][index] });
  }
}

function rotation(names) {
  return Object.fromEntries(names.map((name, index) => [`rotation-${index}`, name]));
}

const shown = (locator) => locator.evaluateAll((elements) => elements.map((element) => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  return { left, top, right, bottom, width, height, text: element.innerText.replace(/\s+/g, " ") };
}));

function assertInside(boxes, { width, height }) {
  for (const box of boxes) {
    assert.ok(box.left >= 0 && box.top >= 0 && box.right <= width + 0.5 && box.bottom <= height + 0.5, `outside the screen: ${JSON.stringify(box)}`);
  }
}

const layouts = ["small", "medium", "large"];
const screens = [tablet, { width: 1024, height: 600 }, desktop, { width: 1920, height: 1080 }];
const taskNames = ["Feed the guinea pigs", "Set the table", "Empty the dishwasher", "Brush teeth", "Water the plants", "Take out the rubbish", "Practise the piano", "Choose the film"];

/// Shows the wall's dashboard in another size.
async function setLayout(page, wall, layout) {
  await page.goto("/admin/dashboards");
  const edit = await page.locator("main a[href$='/edit']").first().getAttribute("href");
  await send(page, edit, { layout_size: layout });
  await wall.goto("/wall");
  await see(wall.locator(`.wall-board.size-${layout}`));
}

/// Boxes of everything on the wall, which must not scroll. `counts`: how many of each are expected.
async function assertFits(wall, counts) {
  const size = await wall.evaluate(() => ({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight }));
  assert.deepEqual(size, wall.viewportSize(), await wall.locator(".wall-board").getAttribute("class"));
  const boxes = {};
  for (const [name, selector] of Object.entries({ tasks: "article.task", countdowns: ".countdown", people: ".people-today li", turns: ".turn" })) {
    boxes[name] = await shown(wall.locator(selector));
    assert.ok(boxes[name].length > 0 && boxes[name].length === (counts[name] ?? boxes[name].length), `${boxes[name].length} ${name}`);
  }
  return Object.values(boxes).flat();
}

const cutOff = (wall) => wall.locator(".turn-who, .countdown-left, .clock").evaluateAll((elements) => elements
  .filter((element) => element.scrollHeight > element.clientHeight + 2 && getComputedStyle(element).overflow === "hidden")
  .map((element) => element.innerText));

async function fillWall(page) {
  const names = ["Annegret", "Ben", "Cleo", "Dorothea", "Emil", "Finn", "Greta", "Hugo"];
  await addPeople(page, names);
  const parts = ["any", "morning", "afternoon", "evening"];
  for (const [index, name] of taskNames.entries()) {
    const mode = index === 3 ? "everyone" : "rotate";
    await send(page, "/admin/tasks/new", { name, mode, freq: "daily", emoji: "🧹", part_of_day: parts[index % 4], ...rotation([...names.slice(index), ...names.slice(0, index)]) });
  }
  const events = ["Midsummer party in the garden", "Christmas", "School trip to the seaside", "Grandmother’s visit", "Ski trip", "Swimming gala"];
  for (const [index, name] of events.entries()) {
    await send(page, "/admin/countdowns/new", { name, emoji: "🎈", date_day: "12", date_month: String(index * 2 + 1), format: ["days", "sleeps", "weeks"][index % 3] });
  }
}

export const tests = {
  async "a disconnected wall shows the notice at its next poll"(world) {
    const page = await newFamily(world);
    const wall = await connectScreen(world, page);
    await page.goto("/admin/screens");
    await page.getByRole("link", { name: /Kitchen tablet/ }).click();
    await page.getByRole("link", { name: /^Disconnect/ }).click();
    await page.getByRole("button", { name: "Disconnect screen" }).click();
    await page.waitForURL("/admin/screens");
    await poll(wall);
    await see(wall.getByRole("heading", { name: "This screen is no longer connected." }));
    await see(wall.getByLabel("Code"));
    await wall.goto("/wall");
    await see(wall.getByRole("heading", { name: "This screen is no longer connected." }));
  },

  async "a wall that may not tick off has no buttons and is refused"(world) {
    const page = await newFamily(world);
    await addPeople(page, ["Anna"]);
    await send(page, "/admin/tasks/new", { name: "Feed the cat", mode: "rotate", freq: "daily", emoji: "🐈", ...rotation(["Anna"]) });
    const wall = await connectScreen(world, page, { mayTick: false }, { allow: /403/ });
    await see(card(wall, "Feed the cat"));
    assert.equal(await wall.locator("#content button").count(), 0);
    const id = (await card(wall, "Feed the cat").getAttribute("id")).replace("task-", "");
    const status = await wall.evaluate(async (id) => {
      const shown = new DOMParser().parseFromString(await (await fetch("/pair")).text(), "text/html");
      const body = new URLSearchParams({ csrf_token: shown.querySelector("[name=csrf_token]").value, on_date: "2027-01-01", person_id: "1" });
      return (await fetch(`/wall/tasks/${id}/done`, { method: "POST", body })).status;
    }, id);
    assert.equal(status, 403);
  },

  async "a wall keeps its content while the server is away and recovers by itself"(world) {
    const page = await newFamily(world);
    await addPeople(page, ["Anna"]);
    await send(page, "/admin/tasks/new", { name: "Feed the cat", mode: "rotate", freq: "daily", emoji: "🐈", ...rotation(["Anna"]) });
    const wall = await connectScreen(world, page, {}, { allow: lost });
    await page.close();
    const bar = wall.locator("#connection");
    await world.program.stop();
    try {
      await poll(wall, false);
      assert.ok(await bar.isHidden(), "one missed poll is not told");
      await poll(wall, false);
      assert.match(await bar.innerText(), /^Last updated \d\d:\d\d$/);
      assert.ok(await card(wall, "Feed the cat").isVisible());
      await wall.clock.fastForward("10:00");
      await poll(wall, false);
      await see(wall.locator("#connection.is-old"));
      assert.ok(await card(wall, "Feed the cat").isVisible());
    } finally {
      await world.program.start();
    }
    await poll(wall);
    await bar.waitFor({ state: "hidden" });
    await card(wall, "Feed the cat").locator("button.turn").click();
    await see(card(wall, "Feed the cat").locator("button.turn.is-done"));
  },

  async "no layout of a wall with 8 people, 8 tasks and 6 countdowns scrolls, ticked off or not"(world) {
    const page = await newFamily(world);
    await fillWall(page);
    const wall = await connectScreen(world, page);
    for (const layout of layouts) {
      await setLayout(page, wall, layout);
      for (const screen of screens) {
        await wall.setViewportSize(screen);
        assertInside(await assertFits(wall, { tasks: 8, countdowns: 6, people: 8 }), screen);
        const buttons = await shown(wall.locator(".task-rotate button.turn"));
        for (const box of buttons) assert.ok(box.width >= 48 && box.height >= 48, `too small to tap: ${JSON.stringify(box)}`);
        assert.deepEqual(await cutOff(wall), [], `cut off, ${layout}`);
      }
    }
    for (const name of taskNames.filter((name) => name !== "Brush teeth")) {
      await card(wall, name).locator("button.turn").click();
      await see(card(wall, name).locator("button.turn.is-done"));
    }
    for (const layout of layouts) {
      await setLayout(page, wall, layout);
      for (const screen of screens) {
        await wall.setViewportSize(screen);
        assertInside(await assertFits(wall, { tasks: 8, countdowns: 6, people: 8 }), screen);
      }
    }
  },

  async "the wall of the demo family does not scroll, and large is readable from afar"(world) {
    const page = await world.open();
    await logIn(page);
    const wall = await connectScreen(world, page);
    for (const layout of layouts) {
      await setLayout(page, wall, layout);
      for (const screen of screens) {
        await wall.setViewportSize(screen);
        assertInside(await assertFits(wall, {}), screen);
      }
    }
    await wall.setViewportSize(desktop);
    const sizes = await wall.locator(".task-rotate .turn-who, .turn-what, .task-title")
      .evaluateAll((elements) => elements.map((element) => parseFloat(getComputedStyle(element).fontSize)));
    assert.ok(sizes.length > 0 && Math.min(...sizes) >= 28, `task text of ${Math.min(...sizes)} px`);
  },
};
