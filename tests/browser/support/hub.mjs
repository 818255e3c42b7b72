// The program under test, serving a small demo of its own.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Small, because making it is the slow part; large enough that every example has rows. */
const SCALE = '0.02';

function binary() {
  const candidates = process.env.ANCHORHUB_BINARY
    ? [process.env.ANCHORHUB_BINARY]
    : [join(root, 'target/debug/anchorhub'), join(root, 'target/release/anchorhub')];
  const found = candidates.find(existsSync);
  if (!found) throw new Error(`no program at ${candidates.join(' or ')}: cargo build`);
  return found;
}

/** Without the settings of the person who runs the tests. */
function environment() {
  const mine = ([name]) => name.startsWith('ANCHORHUB_') || name === 'DATABASE_URL';
  return Object.fromEntries(Object.entries(process.env).filter(entry => !mine(entry)));
}

/** Makes a demo, serves it on a free port, and resolves when it listens. */
export async function serveDemo() {
  const folder = await mkdtemp(join(tmpdir(), 'anchorhub-browser-'));
  const child = spawn(binary(), ['--data-dir', folder, 'demo', '--port', '0', '--scale', SCALE], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await address(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function address(child) {
  return new Promise((resolve, reject) => {
    const said = [];
    child.once('error', reject);
    child.once('close', code => reject(new Error(`it ended with ${code}:\n${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', line => {
      said.push(line);
      const found = line.match(/is served on (http:\/\/\S+)\//);
      if (found) resolve(found[1]);
    });
  });
}
