// What the tests share: browser windows that watch for faults, and the steps many tests take.
import assert from "node:assert/strict";

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };
export const tablet = { width: 800, height: 480 };

const reportBrokenRules = () => {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
  });
};

export class World {
  constructor(browser, program) {
    Object.assign(this, { browser, program, contexts: [], faults: [] });
  }

  /// A window of its own: cookies, size and clock are shared with no other one.
  async open({ viewport = phone, scripts = true, clock = false, colours = "light", allow = null } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.program.url, viewport, javaScriptEnabled: scripts, colorScheme: colours, timezoneId: "Europe/Berlin", locale: "en-GB",
    });
    context.setDefaultTimeout(20_000);
    this.contexts.push(context);
    if (scripts) await context.addInitScript(reportBrokenRules);
    if (clock) await context.clock.install();
    const page = await context.newPage();
    this.watch(page, allow);
    return page;
  }

  watch(page, allow) {
    const note = (text) => { if (!allow?.test(text)) this.faults.push(`${page.url()}: ${text}`); };
    page.on("console", (message) => { if (message.type() === "error") note(message.text()); });
    page.on("pageerror", (error) => note(`script error: ${error.message}`));
    page.on("response", (response) => { if (response.status() >= 500) note(`status ${response.status()} of ${response.url()}`); });
  }

  pages() { return this.contexts.flatMap((context) => context.pages()); }

  async close() {
    const contexts = this.contexts.splice(0);
    await Promise.all(contexts.map((context) => context.close()));
    return this.faults.splice(0);
  }
}

export async function logIn(page, email = "demo@example.com", password = "demo-demo") {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

let families = 0;

/// A family of its own, made with the command line, with its owner logged in.
export async function newFamily(world, options) {
  const email = `owner${++families}@example.com`;
  await world.program.command("create-family", `Family ${families}`, email, "quiet-harbour-9", "--timezone", "Europe/Berlin");
  const page = await world.open(options);
  await logIn(page, email, "quiet-harbour-9");
  return page;
}

/// Sends the form of a page with some fields changed, as a browser would, but without showing it.
export async function send(page, path, fields = {}, op = "save") {
  const fault = await page.evaluate(async ([path, fields, op]) => {
    const answer = await fetch(path);
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = shown.querySelector("main form[method=post]");
    if (!form) return `no form on ${path}`;
    const data = new FormData(form);
    for (const [name, value] of Object.entries({ ...fields, op })) {
      data.delete(name);
      for (const one of [value].flat()) data.append(name, one);
    }
    const target = form.getAttribute("action") ?? path;
    const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    const result = await fetch(target, { method: "POST", body });
    if (result.redirected) return null;
    const page = new DOMParser().parseFromString(await result.text(), "text/html");
    return `${path}: ${result.status} ${page.querySelector(".alert-error, h1")?.textContent.trim().replace(/\s+/g, " ")}`;
  }, [path, fields, op]);
  assert.equal(fault, null);
}

/// Lets 31 seconds pass in the page (opened with `clock`), so that it polls, and waits for the answer.
export async function poll(page, isAnswered = true) {
  const isPoll = (request) => request.url().endsWith("/content");
  const [request] = await Promise.all([
    page.waitForEvent(isAnswered ? "requestfinished" : "requestfailed", isPoll),
    page.clock.fastForward(31_000),
  ]);
  await page.waitForFunction(() => !document.querySelector("#content.htmx-request, #content.htmx-swapping, #content.htmx-settling"));
  return isAnswered ? (await request.response()).status() : 0;
}

/// The card of a task on a dashboard or wall.
export const card = (page, name) => page.locator("article.task", { hasText: name });

export async function see(locator) {
  await locator.first().waitFor({ state: "visible" });
}

/// A small photo, drawn by the browser itself.
export async function photo(world, colour, type = "png") {
  const context = await world.browser.newContext();
  const page = await context.newPage();
  const address = await page.evaluate(([colour, type]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 240, height: 240 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 240, 240);
    pen.fillStyle = "#ffe0bd";
    pen.beginPath();
    pen.arc(120, 110, 70, 0, 7);
    pen.fill();
    return canvas.toDataURL(`image/${type}`);
  }, [colour, type]);
  await context.close();
  return { name: `face.${type === "jpeg" ? "jpg" : type}`, mimeType: `image/${type}`, buffer: Buffer.from(address.split(",")[1], "base64") };
}
