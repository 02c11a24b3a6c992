// A private instance of the program: its own data folder, its own port, ended by its process id.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function answers(port) {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => { socket.destroy(); done(true); });
    socket.once("error", () => done(false));
  });
}

export class Program {
  /// @param settings  of this program, beside those of all.
  static async make(settings = {}) {
    const program = new Program();
    program.path = resolve(root, process.env.DINKYDASH ?? "build/dev/bin/dinkydash");
    if (!existsSync(program.path)) throw new Error(`There is no program ${program.path}; build it, or set DINKYDASH.`);
    program.folder = await mkdtemp(join(tmpdir(), "dinkydash-browser-"));
    program.port = await freePort();
    program.url = `http://127.0.0.1:${program.port}`;
    program.env = { PATH: process.env.PATH, TZ: process.env.TZ ?? "", CARAFE_ENV: "development", CARAFE_LOG: "error", CARAFE_LIVE_RELOAD: "false", DATA_FOLDER: program.folder, ...settings };
    process.on("exit", () => program.child?.kill());
    await program.command("db", "upgrade");
    await program.command("demo-data");
    await program.start();
    return program;
  }

  async command(...args) {
    const { stdout } = await run(this.path, args, { env: this.env, cwd: this.folder });
    return stdout;
  }

  async start() {
    this.child = spawn(this.path, ["serve", "--port", String(this.port)], { env: this.env, cwd: this.folder, stdio: ["ignore", "ignore", "inherit"] });
    const deadline = Date.now() + 20_000;
    while (!(await answers(this.port))) {
      if (this.child.exitCode !== null) throw new Error(`serve ended with status ${this.child.exitCode}`);
      if (Date.now() > deadline) throw new Error("serve does not answer");
      await pause(50);
    }
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    process.kill(this.child.pid, "SIGTERM");
    const late = setTimeout(() => process.kill(this.child.pid, "SIGKILL"), 40_000);
    const [status] = await ended;
    clearTimeout(late);
    if (status !== 0) throw new Error(`serve ended with status ${status} after SIGTERM`);
  }

  async remove() {
    try {
      await this.stop();
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}
