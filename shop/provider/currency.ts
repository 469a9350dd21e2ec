const ZERO_DECIMALS = new Set(
  'bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf'.split(' '),
);
const THREE_DECIMALS = new Set('bhd iqd jod kwd lyd omr tnd'.split(' '));
const known = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** Whether the provider takes this currency; codes are ISO 4217 in lower case. */
export function isCurrency(code: string): boolean {
  return known.has(code);
}

/** Digits after the point in one major unit, by ISO 4217. */
export function decimalsOf(code: string): 0 | 2 | 3 {
  if (ZERO_DECIMALS.has(code)) return 0;
  return THREE_DECIMALS.has(code) ? 3 : 2;
}
