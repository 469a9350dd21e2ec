/** Interleaved measuring: every round runs every variant for a short slice; the medians are reported. */
import type { Server } from './server.ts';

export interface Slice {
  ops: number;
  seconds: number;
  latencies: number[];
  pgCpu: number;
  nodeCpu: number;
  commits?: number;
}
export interface Row {
  name: string;
  opsPerSecond: number;
  p50: number;
  p99: number;
  pgCpuPerOp: number;
  nodeCpuPerOp: number;
  spread: string;
  perCommit?: number;
}

export const sleep = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
export const median = (x: number[]) => {
  const s = [...x].sort((a, b) => a - b);
  return s[s.length >> 1] ?? NaN;
};
export const quantile = (x: number[], q: number) => {
  const s = [...x].sort((a, b) => a - b);
  return s[Math.min(s.length - 1, Math.floor(s.length * q))] ?? NaN;
};

/** Runs `body` and charges CPU to the number of operations it returns. */
export async function charge(
  server: Server,
  body: () => Promise<{ ops: number; latencies: number[]; commits?: number }>,
): Promise<Slice> {
  const node = process.cpuUsage(),
    pg = server.cpu(),
    t = performance.now();
  const r = await body();
  const seconds = (performance.now() - t) / 1000,
    n = process.cpuUsage(node);
  return { ...r, seconds, pgCpu: server.cpu() - pg, nodeCpu: (n.user + n.system) / 1000 };
}

/** One caller that repeats `op` (worth `weight` operations) for `ms` milliseconds. */
export async function repeat(ms: number, weight: number, op: () => Promise<unknown>) {
  const latencies: number[] = [],
    end = performance.now() + ms;
  for (let t = performance.now(); t < end;) {
    await op();
    const now = performance.now();
    latencies.push(now - t);
    t = now;
  }
  return { ops: latencies.length * weight, latencies, commits: latencies.length };
}

export async function interleave(
  server: Server,
  rounds: number,
  variants: Record<string, () => Promise<{ ops: number; latencies: number[]; commits?: number }>>,
  warm = true,
): Promise<Row[]> {
  const names = Object.keys(variants),
    slices = new Map<string, Slice[]>(names.map((n) => [n, []]));
  if (warm) for (const n of names) await variants[n]!();
  for (let r = 0; r < rounds; r++)
    for (let i = 0; i < names.length; i++) {
      const n = names[(i + r) % names.length]!;
      slices.get(n)!.push(await charge(server, variants[n]!));
    }
  return names.map((name) => {
    const s = slices.get(name)!,
      rate = s.map((x) => x.ops / x.seconds),
      lat = s.flatMap((x) => x.latencies);
    return {
      name,
      opsPerSecond: median(rate),
      p50: quantile(lat, 0.5),
      p99: quantile(lat, 0.99),
      pgCpuPerOp: median(s.map((x) => x.pgCpu / x.ops)),
      nodeCpuPerOp: median(s.map((x) => x.nodeCpu / x.ops)),
      spread: `${Math.round(Math.min(...rate))}-${Math.round(Math.max(...rate))}`,
      perCommit: median(s.map((x) => x.ops / (x.commits ?? x.ops))),
    };
  });
}

export function table(title: string, rows: Row[]): string {
  const out = [
    `\n**${title}**\n`,
    '| variant | ops/s | p50 ms | p99 ms | pg CPU µs/op | node CPU µs/op | ops/commit | ops/s min-max |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const r of rows)
    out.push(
      `| ${r.name} | ${Math.round(r.opsPerSecond)} | ${r.p50.toFixed(2)} | ${r.p99.toFixed(2)} | ${(r.pgCpuPerOp * 1000).toFixed(0)} | ${(r.nodeCpuPerOp * 1000).toFixed(0)} | ${(r.perCommit ?? 1).toFixed(1)} | ${r.spread} |`,
    );
  const text = out.join('\n');
  console.log(text);
  return text;
}
