/** The names of the studies: questions about the toolkit alone, each with a target. */
export const studyNames = ['rest', 'start', 'growth', 'soak'] as const;
export type StudyName = (typeof studyNames)[number];

/** True for the name of a study. */
export function isStudy(name: string): name is StudyName {
  return studyNames.some((each) => each === name);
}

/** What a study goes by; each reads what concerns it. */
export interface StudyOptions {
  readonly study: StudyName;
  readonly concurrency: number;
  /** Commands a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly warmupSeconds: number;
  readonly idleSeconds: number;
  readonly minutes: number;
  readonly repeat: number;
  /** Orders that are there already. */
  readonly history: number;
  /** The folder for samples and pictures. */
  readonly out: string | undefined;
  readonly json: boolean;
  readonly save: boolean;
}
