// Collects the licence texts of every package that has code in the bundle.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Packages published without a licence file: take the file of another package
// of the same repository, or the MIT text with the holder named here.
const sameAs = {
  '@graphiql/plugin-explorer': 'graphiql',
  'client-only': 'react',
  'react-compiler-runtime': 'react',
};
const mitHolders = {
  '@headlessui/react': 'Tailwind Labs, Inc.',
  'react-remove-scroll-bar': 'Anton Korzunov',
  'toggle-selection': 'sudodoki',
};
const mit = holder => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

function words(root, folder, { name, license }) {
  const source = sameAs[name] ? join(root, 'node_modules', sameAs[name]) : join(root, folder);
  const file = readdirSync(source).sort().find(file => /^licen[cs]e/i.test(file));
  if (file) {
    const lines = readFileSync(join(source, file), 'utf8').split(/\r?\n/);
    return lines.map(line => line.trimEnd()).join('\n').trim();
  }
  if (license === 'MIT' && mitHolders[name]) return mit(mitHolders[name]);
  throw new Error(`no licence text for ${name} (${license}): see licences.mjs`);
}

/** `inputs` are the paths that went into the bundle, relative to `root`. */
export function licences(root, inputs) {
  const folders = new Set();
  for (const path of inputs) {
    const folder = path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0];
    if (folder) folders.add(folder);
  }
  const packages = [...folders].map(folder => {
    const about = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return {
      title: `${about.name} ${about.version} (${about.license})`,
      words: words(root, folder, about),
    };
  });
  packages.sort((a, b) => (a.title < b.title ? -1 : 1));

  const titles = new Map();
  for (const { title, words } of packages) {
    titles.set(words, [...(titles.get(words) ?? []), title]);
  }
  const parts = ['The explorer page contains code of these packages.', ''];
  for (const [words, names] of titles) parts.push('-'.repeat(79), ...names, '', words, '');
  return parts.join('\n');
}
