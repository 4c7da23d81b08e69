import type { NextConfig } from 'next';

export default { reactStrictMode: true, turbopack: { root: import.meta.dirname } } satisfies NextConfig;
