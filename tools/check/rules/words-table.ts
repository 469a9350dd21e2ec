/** Words that do not belong in the repository, each with the reason. This table is the one place that has them. */
export const UNWANTED_WORDS: readonly { readonly pattern: RegExp; readonly because: string }[] = [
  {
    pattern: /(?<![\w.~-])\/(?:work|root|home\/[a-z]\w*)\/[\w.-]*/g,
    because: 'It is a path of one machine. Write a path relative to the repository.',
  },
  {
    pattern: /\/tmp\/bash_jobs[\w./]*/g,
    because: 'It is a path of one machine. Write a path relative to the repository.',
  },
  { pattern: /\b(?:AI|LLM)s?\b/g, because: 'The repository speaks of the software only.' },
  {
    pattern: /\b(?:AI|language) (?:models?|assistants?)\b/gi,
    because: 'The repository speaks of the software only.',
  },
  {
    pattern: /\b(?:claude|anthropic|chatgpt|gpt-?\d[\w.]*|openai|copilot|gemini)\b/gi,
    because: 'The repository speaks of the software only.',
  },
  {
    pattern: /\b(?:assistants?|sub-?agents?|prompt engineering)\b/gi,
    because: 'The repository speaks of the software only.',
  },
  {
    pattern: /\b(?:this|last|previous|next|earlier|later|coding|working|chat|work) sessions?\b/gi,
    because: 'Say what the software does, not when it was written.',
  },
];

/** Files that may contain the words: this table and the tests that plant them. */
export const FREE_OF_WORDS_CHECK =
  /^tools\/check\/(rules\/words-table|words\.test)\.ts$|(^|\/)package-lock\.json$|^LICENSE$/;
