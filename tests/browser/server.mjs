// The real program as a demonstration: started on a free port in a folder of its own, asked to stop at the end.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Starts the demonstration and waits until it has printed its sign-in links.
 * Gives `{ base, links, folder, stop }`: its address, a link for each role by the role's name, its folder, and the way to
 * end it, which gives the exit status and the files that it left.
 */
export async function demonstration() {
  const binary = process.env.PORCH_BIN;
  if (!binary) throw new Error('PORCH_BIN names no program; `cargo xtask test browser` sets it');
  const folder = await mkdtemp(join(tmpdir(), 'porch-demo-'));
  const started = Date.now();
  const child = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--data', folder, '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const links = {};
  let base;
  for await (const line of createInterface({ input: child.stdout })) {
    base ??= /^Open (http:\/\/\S+)$/.exec(line)?.[1];
    const [, role, link] = /^ {2}(\S.*?)\s{2,}(http:\/\/\S+)$/.exec(line) ?? /^ {2}(\S.*?) (http:\/\/\S+)$/.exec(line) ?? [];
    if (role) links[role] = link;
    if (line.startsWith('Stop with')) break;
  }
  if (!base) throw new Error('the demonstration ended before it was ready');
  const stop = async () => {
    child.kill('SIGTERM');
    const [status] = await ended;
    const left = await readdir(folder);
    await rm(folder, { recursive: true, force: true });
    return { status, left };
  };
  return { base, links, folder, readyAfter: Date.now() - started, stop };
}
