// Every page in both themes and several sizes: axe, sideways scrolling, console errors, broken content rules.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { desktop, logIn, phone, photo, send, tablet } from "./world.mjs";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const large = { width: 1920, height: 1080 };
const pictures = process.env.PICTURES;

/// Serious and critical faults in words. Only the colours depend on the theme, so the second theme checks just them.
async function axeFaults(page, colours) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async (only) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: [only] }) });
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
  }, colours === "dark" ? "color-contrast" : null);
}

async function look(page, name, size, colours) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: colours });
  const faults = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.push(`scrolls sideways by ${wide} px`);
  const high = await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
  if (name.startsWith("wall-") && high > 0) faults.push(`scrolls by ${high} px`);
  if (size !== large && !(size === desktop && colours === "dark")) faults.push(...await axeFaults(page, colours));
  if (pictures) {
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}-${size.width}-${colours}.png`), fullPage: !name.startsWith("wall-") });
  }
  return faults.map((fault) => `${name}, ${size.width} px, ${colours}: ${fault}`);
}

const screens = { page: [[phone, "light"], [phone, "dark"], [desktop, "light"], [desktop, "dark"]],
                  wall: [[tablet, "light"], [tablet, "dark"], [desktop, "light"], [large, "light"], [large, "dark"]] };

class Inspection {
  constructor(kind) { Object.assign(this, { kind, faults: [] }); }

  /// Looks at what the page shows now.
  async at(page, name) {
    for (const [size, colours] of screens[this.kind]) this.faults.push(...await look(page, name, size, colours));
  }

  async visit(page, name, path, status = 200) {
    const answer = await page.goto(path);
    if (answer.status() !== status) this.faults.push(`${name}: status ${answer.status()} instead of ${status}`);
    await this.at(page, name);
  }

  /// Looks at the answer of a form that is sent as it is.
  async press(page, name, path, button, status = 422) {
    await page.goto(path);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.getByRole("button", { name: button, exact: true }).click(),
    ]);
    if (answer.status() !== status) this.faults.push(`${name}: status ${answer.status()} instead of ${status}`);
    await page.waitForLoadState();
    await this.at(page, name);
  }

  end() { assert.deepEqual(this.faults, []); }
}

const allowed = /Failed to load resource: the server responded with a status of (403|404|409|422)/;

/// Id of the first thing of a list, out of the link to its edit page.
async function firstId(page, list, pattern) {
  await page.goto(list);
  const links = await page.locator("main a").evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
  return links.map((link) => link.match(pattern)?.[1]).find(Boolean);
}

/// What a family has after a while: photos, a second dashboard, a screen, an absence, a member.
async function fill(page, world) {
  await logIn(page);
  await page.goto("/people/new");
  await page.getByLabel("Name", { exact: true }).fill("Maximiliane-Charlotte");
  await page.getByLabel("Photo").setInputFiles(await photo(world, "#884422"));
  await page.getByRole("button", { name: "Add person", exact: true }).click();
  await page.waitForURL("/people");
  if (await firstId(page, "/admin/screens", /screens\/(\d+)\/edit/)) return;
  await send(page, "/admin/dashboards/new", { name: "Children’s room" });
  await send(page, "/admin/countdowns/new", { name: "Great-grandmother’s ninetieth birthday party in the mountains", emoji: "🎂", date_day: "30", date_month: "12", format: "weeks" });
}

async function lookAtLists(check, page) {
  for (const [name, path] of [["dashboard", "/dashboard/1"], ["home", "/"], ["people", "/people"], ["tasks", "/admin/tasks"], ["countdowns", "/admin/countdowns"],
    ["dashboards", "/admin/dashboards"], ["screens-empty", "/admin/screens"], ["settings", "/settings"], ["account", "/account"]]) {
    await check.visit(page, name, path);
  }
}

async function lookAtForms(check, page) {
  for (const [name, path] of [["person", "/people"], ["task", "/admin/tasks"], ["countdown", "/admin/countdowns"], ["dashboard", "/admin/dashboards"]]) {
    const id = await firstId(page, path, name === "person" ? /people\/(\d+)$/ : /\/(\d+)\/edit$/);
    await check.visit(page, `${name}-new`, `${path}/new`);
    await check.visit(page, `${name}-edit`, name === "person" ? `${path}/${id}` : `${path}/${id}/edit`);
    await check.visit(page, `${name}-delete`, `${path}/${id}/delete`);
  }
}

async function lookAtFaults(check, page) {
  await check.press(page, "person-faults", "/people/new", "Add person");
  await check.press(page, "task-faults", "/admin/tasks/new", "Add task");
  await check.press(page, "countdown-faults", "/admin/countdowns/new", "Add countdown");
  await check.press(page, "dashboard-faults", "/admin/dashboards/new", "Add dashboard");
  await check.press(page, "screen-faults", "/admin/screens/new", "Add screen");
  await check.press(page, "invite-faults", "/admin/members/invite", "Invite");
  await check.press(page, "account-faults", "/account", "Change password");
  await check.visit(page, "error-404", "/dashboard/999999", 404);
}

async function lookAtConflict(check, page) {
  const id = await firstId(page, "/admin/countdowns", /\/(\d+)\/edit$/);
  const path = `/admin/countdowns/${id}/edit`;
  await page.goto(path);
  await send(page, path, { name: "Christmas Eve with everybody" });
  await page.getByLabel("Event Name").fill("Christmas Eve");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForLoadState();
  await check.at(page, "conflict");
  await page.goto(path);
  await page.locator("[name=csrf_token]").first().evaluate((input) => { input.value = "old"; });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForLoadState();
  await check.at(page, "expired");
}

/// Screens and members; ends with a connected wall and the link of an invitation.
async function lookAtScreens(check, page) {
  await check.visit(page, "screen-new", "/admin/screens/new");
  await page.getByLabel("Name", { exact: true }).fill("Kitchen tablet");
  await page.getByRole("button", { name: "Add screen", exact: true }).click();
  await page.locator(".code").waitFor();
  const code = await page.locator(".code").innerText();
  await check.at(page, "screen-created");
  await check.visit(page, "screens", "/admin/screens");
  const id = await firstId(page, "/admin/screens", /screens\/(\d+)\/edit/);
  await check.visit(page, "screen-edit", `/admin/screens/${id}/edit`);
  await check.visit(page, "screen-revoke", `/admin/screens/${id}/revoke`);
  await check.press(page, "screen-link", `/admin/screens/${id}/edit`, "Permanent link", 200);
  return code;
}

async function lookAtMembers(check, page, world) {
  await check.visit(page, "members", "/admin/members");
  await check.visit(page, "invite", "/admin/members/invite");
  await page.getByLabel("E-mail").fill("robin@example.com");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.locator(".code, .pairing a").first().waitFor();
  const link = (await page.locator("main").innerText()).match(/\/invite\/\S+/)[0];
  await check.at(page, "invited");
  await check.visit(page, "members-invited", "/admin/members");
  await check.visit(page, "hand-over", "/admin/members/hand-over");
  const member = await world.open({ allow: allowed });
  await check.visit(member, "visitor-invitation", link);
  await check.press(member, "visitor-invitation-faults", link, "Join");
  return link;
}

async function lookAsVisitor(check, page, world) {
  for (const [name, path] of [["login", "/login"], ["register", "/register"], ["forgot", "/forgot"], ["pair", "/pair"], ["pair-token-unknown", "/pair/unknown"],
    ["reset-expired", "/reset/unknown"], ["invitation-closed", "/invite/unknown"], ["wall-gone", "/wall"]]) {
    const answer = await page.goto(path);
    if (answer.status() >= 400 && answer.status() !== 404) check.faults.push(`${name}: status ${answer.status()}`);
    await check.at(page, `visitor-${name}`);
  }
  await check.press(page, "visitor-login-faults", "/login", "Log in");
  await check.press(page, "visitor-register-faults", "/register", "Create family");
  const link = (await world.program.command("reset-link", "demo@example.com")).match(/\/reset\/\S+/)[0];
  await check.visit(page, "visitor-reset", link);
  await page.goto("/forgot");
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.locator("main .btn-primary").click();
  await page.waitForLoadState();
  await check.at(page, "visitor-forgot-sent");
}

export const tests = {
  async "every list and form of an admin is in order in all sizes and themes"(world) {
    const page = await world.open({ allow: allowed });
    await fill(page, world);
    const check = new Inspection("page");
    await lookAtLists(check, page);
    await lookAtForms(check, page);
    check.end();
  },

  async "rejected forms, conflicts and error pages are in order in all sizes and themes"(world) {
    const page = await world.open({ allow: allowed });
    await logIn(page);
    const check = new Inspection("page");
    await lookAtFaults(check, page);
    await lookAtConflict(check, page);
    check.end();
  },

  async "the pages of screens, members and the wall are in order in all sizes and themes"(world) {
    const page = await world.open({ allow: allowed });
    await logIn(page);
    const check = new Inspection("page");
    const code = await lookAtScreens(check, page);
    await lookAtMembers(check, page, world);
    const wall = await world.open({ viewport: tablet });
    await wall.goto("/pair");
    await wall.getByLabel("Code").fill(code);
    await wall.getByRole("button", { name: "Connect this screen" }).click();
    await wall.waitForURL("/wall");
    const board = new Inspection("wall");
    await board.at(wall, "wall-board");
    await send(page, "/admin/dashboards/1/edit", { theme: "contrast" });
    await board.visit(wall, "wall-contrast", "/wall");
    await check.visit(page, "dashboard-contrast", "/dashboard/1");
    check.faults.push(...board.faults);
    check.end();
  },

  async "the pages of visitors are in order in all sizes and themes"(world) {
    const page = await world.open({ allow: allowed });
    const check = new Inspection("page");
    await lookAsVisitor(check, page, world);
    check.end();
  },
};
