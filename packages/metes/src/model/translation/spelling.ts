/**
 * The words of a name in snake, camel, Pascal, kebab or capital case, in lower case.
 *
 * @example wordsOfName('CUST_ACCT_ID') // ['cust', 'acct', 'id']; 'paymentId': ['payment', 'id']
 */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** How two names differ: not at all, in case, underscores or a prefix only, or in their words. */
export type NameDifference = 'same' | 'spelling' | 'words';

/** Compares two names. A prefix of one of them, such as `charge_amount` for `amount`, is spelling. */
export function nameDifference(one: string, other: string): NameDifference {
  if (one === other) return 'same';
  const [longer, shorter] = [wordsOfName(one), wordsOfName(other)].sort((a, b) => b.length - a.length) as [
    readonly string[],
    readonly string[],
  ];
  const end = longer.slice(longer.length - shorter.length);
  return shorter.length > 0 && end.join(' ') === shorter.join(' ') ? 'spelling' : 'words';
}

/** Finds a name however it is spelled: `charge_id`, `chargeId`, `ChargeId`, `CHARGE_ID`, `charge-id`. */
export function anySpellingOf(name: string): RegExp {
  const words = wordsOfName(name).map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  const pascal = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  const camel = words[0]! + pascal.slice(words[0]!.length);
  const parted = words.join('[_-]');
  const whole = `(?<![\\p{L}\\d])(?:${parted}|${parted.toUpperCase()})(?![\\p{L}\\d])`;
  return new RegExp(`${whole}|(?<!\\p{L})${camel}(?!\\p{Ll})|${pascal}(?!\\p{Ll})`, 'gu');
}
