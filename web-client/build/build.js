/** Makes `dist/` (the package) and `dist-demo/` (static demo pages) from `src/` and `demo/`. */
import { build } from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const notice = '/* Contains phoenix.js, Copyright (c) 2014 Chris McCord, MIT License: https://github.com/phoenixframework/phoenix */';

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'inline',
  sourcemap: true,
  logLevel: 'warning',
};

await Promise.all(['dist', 'dist-demo'].map((folder) => rm(`${root}/${folder}`, { recursive: true, force: true })));
await Promise.all([
  build({ ...common, entryPoints: { index: 'src/index.js', bell: 'src/bell/define.js' }, outdir: 'dist',
    packages: 'external', splitting: true }),
  build({ ...common, entryPoints: { 'beckon-bell.min': 'src/standalone.js' }, outdir: 'dist', minify: true,
    banner: { js: notice } }),
  build({ ...common, entryPoints: ['demo/index.js', 'demo/backoffice.js', 'demo/comment.js', 'demo/start.js', 'demo/api.js', 'demo/demo.css'],
    outdir: 'dist-demo', minify: true, banner: { js: notice }, loader: { '.woff2': 'file' }, assetNames: 'fonts/[name]' }),
]);

await mkdir(`${root}/dist-demo/fonts`, { recursive: true });
await Promise.all([
  ...['start.html', 'api.html', 'index.html', 'backoffice.html', 'comment.html', 'icon.svg']
    .map((file) => cp(`${root}/demo/${file}`, `${root}/dist-demo/${file}`)),
  ...['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'LICENSE', 'NOTICE']
    .map((file) => cp(`${root}/node_modules/swagger-ui-dist/${file}`, `${root}/dist-demo/swagger/${file}`)),
  cp(`${root}/node_modules/@fontsource-variable/inter/LICENSE`, `${root}/dist-demo/fonts/LICENSE`),
]);
