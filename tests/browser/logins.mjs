// Logging in and out.
import assert from "node:assert/strict";
import { card, desktop, logIn, newFamily, poll, see } from "./world.mjs";

export const tests = {
  async "the demo login works"(world) {
    const page = await world.open();
    await page.goto("/");
    assert.equal(new URL(page.url()).pathname, "/login");
    await logIn(page);
    await see(page.locator(".top-bar", { hasText: "The Demo Family" }));
    await see(card(page, "Feed the dog"));
    await see(page.locator(".countdown", { hasText: "Christmas" }));
  },

  async "a wrong password says so and keeps the e-mail"(world) {
    const page = await world.open({ allow: /422|401/ });
    await page.goto("/login");
    await page.getByLabel("E-mail").fill("demo@example.com");
    await page.getByLabel("Password").fill("not-the-password");
    await page.getByRole("button", { name: "Log in" }).click();
    await see(page.getByText("Invalid email or password."));
    assert.equal(await page.getByLabel("E-mail").inputValue(), "demo@example.com");
    assert.equal(await page.evaluate(() => document.activeElement.id), "email");
  },

  async "a login that was ended elsewhere keeps the content and offers to log in again"(world) {
    const page = await newFamily(world, { clock: true, allow: /401/ });
    const other = await world.open();
    const email = await page.evaluate(async () => (await (await fetch("/account")).text()).match(/owner\d+@example\.com/)[0]);
    await logIn(other, email, "quiet-harbour-9");
    await other.goto("/account");
    await other.getByRole("button", { name: /all other/i }).click();
    await see(other.locator(".alert"));
    assert.equal(await poll(page), 401);
    await see(page.getByText("You are logged out. Log in again."));
    await see(page.locator("#content h1"));
    await page.getByRole("link", { name: "Log in again." }).click();
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("quiet-harbour-9");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(/\/dashboard\/\d+$/);
  },

  async "a task is logged in for and ticked off with the keyboard alone"(world) {
    const page = await world.open({ viewport: desktop });
    await page.goto("/login");
    const tabTo = async (test, text) => {
      for (let i = 0; i < 60; ++i) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(test)) return;
      }
      assert.fail(`Tab does not reach ${text}`);
    };
    await tabTo(() => document.activeElement.id === "email", "the e-mail");
    await page.keyboard.type("demo@example.com");
    await tabTo(() => document.activeElement.id === "password", "the password");
    await page.keyboard.type("demo-demo");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/dashboard\/\d+$/);
    const first = await page.locator("button.turn[aria-pressed=false]").first().evaluate((button) => button.closest("article").id);
    await tabTo(() => document.activeElement.matches("button.turn[aria-pressed=false]"), "a task");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none", "the focus is visible");
    await page.keyboard.press("Enter");
    await see(page.locator(`#${first} button.turn.is-done`));
    await page.locator(`#${first} button.turn.is-done`).first().focus();
    assert.ok(await page.evaluate(() => document.activeElement.matches("button.turn")), "the focus stays on the card");
  },

  async "logging out by a link from another site asks first"(world) {
    const page = await world.open();
    await logIn(page);
    await page.context().route("http://elsewhere.example/", (route) => route.fulfill({
      contentType: "text/html", body: `<!doctype html><title>Elsewhere</title><a href="${world.program.url}/logout">Free ice cream</a>`,
    }));
    await page.goto("http://elsewhere.example/");
    await page.getByRole("link", { name: "Free ice cream" }).click();
    await see(page.getByRole("heading", { name: "Log out?" }));
    await page.getByRole("link", { name: "Stay logged in" }).click();
    await page.waitForURL(/\/dashboard\/\d+$/);
    await page.locator("details.menu summary").click();
    await page.getByRole("navigation", { name: "All places" }).getByRole("link", { name: "Log out" }).click();
    await see(page.getByText("You are logged out."));
    await page.goto("/");
    assert.equal(new URL(page.url()).pathname, "/login");
  },
};
